"""GPT-1: a decoder that reads left to right, each sum normed (post-norm).

Radford, Narasimhan, Salimans, Sutskever 2018, "Improving Language Understanding by Generative
Pre-Training". Up is towards the logits; ``(+)`` adds to the residual stream::

        logits
           |
       embedding^T
           |
    .------|----------------.
    |     norm              |
    |      |                |  x 12
    |     (+)<--- ffn <--.  |
    |      |-------------'  |
    |     norm              |      the stream itself passes through every norm:
    |      |                |      no path runs from bottom to top without one
    |     (+)<-- attention  |
    |      |        ^       |
    |      |--------'       |
    '------|----------------'
           |
     token + position
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from shotglass.architecture import ModelConfig

from .layers import Attention, make_norm
from .sizes import Sizes, chosen

DEVIATION = 0.02  # section 4.1: "a simple weight initialization of N(0, 0.02) was sufficient"


def shape(sizes: Sizes) -> ModelConfig:
    return ModelConfig(
        vocabulary=sizes.vocabulary,
        context=sizes.context,
        layers=sizes.layers,
        width=sizes.width,
        heads=sizes.heads,
        kv_heads=sizes.heads,
        head_size=sizes.head_size,
        ffn_width=chosen(sizes.ffn_width, 4 * sizes.width),  # section 4.1: 3072 of 768
        norm="layer",
        norm_epsilon=1e-5,
        norm_first=False,  # as Vaswani et al. 2017, section 3.1, whose decoder section 4.1 takes
        positions="learned",  # section 4.1: "instead of the sinusoidal version"
        activation="gelu_tanh",  # section 4.1 says GELU; the published code computes this form
        gated=False,
        tied=True,  # section 3.1: W_e both embeds and predicts
        attention_bias=True,
        output_bias=True,
        ffn_bias=True,
    )


class PostNormBlock(nn.Module):
    """``h <- norm(h + attention(h)); h <- norm(h + ffn(h))``."""

    def __init__(self, config: ModelConfig, attention: Attention, ffn: nn.Module) -> None:
        super().__init__()
        self.attention_norm, self.attention = make_norm(config), attention
        self.ffn_norm, self.ffn = make_norm(config), ffn

    def forward(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, S, D)."""
        x = self.attention_norm(x + self.attention(x, turn))
        x = self.ffn_norm(x + self.ffn(x))
        return x

    def shares(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, H, S, S), what ``Attention.shares`` says of this block."""
        return self.attention.shares(x, turn)


def draw(model: nn.Module) -> None:
    """Set all weights anew from torch's random numbers: matrices N(0, 0.02), biases 0, norms 1."""
    for name, weight in model.named_parameters():
        if weight.dim() > 1:
            torch.nn.init.normal_(weight, std=DEVIATION)
        else:
            torch.nn.init.constant_(weight, 1.0 if name.endswith("norm.weight") else 0.0)
