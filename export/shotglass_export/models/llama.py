"""Llama: GPT-2's stream with RMSNorm, rotary positions, a gated feed-forward and no biases.

Touvron et al. 2023, "LLaMA: Open and Efficient Foundation Language Models"; SmolLM2, Mistral and
Qwen are built alike. Up is towards the logits; ``(+)`` adds to the residual stream::

        logits
           |
       embedding^T
           |
        RMS norm                                   new: takes no mean away, has no bias
           |
    .------|----------------------------------.
    |     (+)<-- down(silu(gate) * up) <--.   |    new: a gate decides what of `up` goes on
    |      |                              |   |
    |      |                          RMS norm|
    |      |                              |   |  x L
    |      |------------------------------'   |
    |     (+)<-- attention(turned q, k) <-.   |    new: positions turn queries and keys
    |      |                              |   |
    |      |                          RMS norm|
    |      |                              |   |
    |      |------------------------------'   |
    '------|----------------------------------'
           |
         token                                     new: no position is added
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from shotglass.architecture import ModelConfig

from .layers import ACTIVATIONS
from .sizes import Sizes, chosen


def shape(sizes: Sizes) -> ModelConfig:
    return ModelConfig(
        vocabulary=sizes.vocabulary,
        context=sizes.context,
        layers=sizes.layers,
        width=sizes.width,
        heads=sizes.heads,
        kv_heads=chosen(sizes.kv_heads, sizes.heads),  # fewer: Ainslie et al. 2023
        head_size=sizes.head_size,
        ffn_width=chosen(sizes.ffn_width, gated_width(sizes.width)),
        norm="rms",  # section 2.2, "Pre-normalization"
        norm_epsilon=1e-5,  # Llama 2's; the paper does not say
        positions="rotary",  # section 2.2, "Rotary Embeddings"
        activation="silu",
        gated=True,  # section 2.2, "SwiGLU activation function"
        tied=True,  # the paper's are not; Llama 3.2 1B and SmolLM2 are, as small ones should be
    )


def gated_width(width: int) -> int:
    """Section 2.2: 2/3 of 4 D, so that three matrices cost what two did; up to a multiple of 32."""
    return -(-8 * width // 3 // 32) * 32


class GatedFeedForward(nn.Module):
    """``down(act(gate(x)) * up(x))`` (Shazeer 2020); with silu it is called SwiGLU."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.activate = ACTIVATIONS[config.activation]
        self.gate = nn.Linear(config.width, config.ffn_width, bias=config.ffn_bias)
        self.up = nn.Linear(config.width, config.ffn_width, bias=config.ffn_bias)
        self.down = nn.Linear(config.ffn_width, config.width, bias=config.ffn_bias)

    def forward(self, x: Tensor) -> Tensor:
        """x (B, S, D) -> (B, S, D)."""
        y: Tensor = self.down(self.activate(self.gate(x)) * self.up(x))
        return y


class Rotary(nn.Module):
    """Turns the pair (x_i, x_{i + d/2}) of position p by p theta^(-2i/d) (Su et al. 2021, 3.2).

    The product of a query and a key then depends on how far apart they are, not on where. Pairs
    are (i, i + d/2) as in the published checkpoints' usual layout, not neighbours as in the paper.
    """

    cos: Tensor
    sin: Tensor

    def __init__(self, config: ModelConfig, frequencies: Sequence[float]) -> None:
        """``frequencies``: of each pair, the configuration's or those of its local layers."""
        super().__init__()
        position = torch.arange(config.context, dtype=torch.float64)
        angles = position[:, None] * torch.tensor(frequencies, dtype=torch.float64)
        for name, table in (("cos", angles.cos()), ("sin", angles.sin())):
            self.register_buffer(name, table.float(), persistent=False)  # (C, d/2)

    def forward(self, x: Tensor) -> Tensor:
        """x (B, H, S, d) -> (B, H, S, d), of x's dtype."""
        length = x.shape[2]
        cos, sin = self.cos[:length], self.sin[:length]
        a, b = x.chunk(2, dim=3)
        return torch.cat((a * cos - b * sin, b * cos + a * sin), dim=3).to(x.dtype)
