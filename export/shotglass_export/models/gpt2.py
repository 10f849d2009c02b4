"""GPT-2: GPT-1 with the norms inside the branches (pre-norm), and one more at the end.

Radford, Wu, Child, Luan, Amodei, Sutskever 2019, "Language Models are Unsupervised Multitask
Learners". Up is towards the logits; ``(+)`` adds to the residual stream::

        logits
           |
       embedding^T
           |
          norm                            new: the stream is normed once, after the last block
           |
    .------|-------------------------.
    |     (+)<--- ffn <----- norm    |
    |      |                  ^      |  x 12 to 48
    |      |------------------'      |
    |     (+)<-- attention <-- norm  |
    |      |                    ^    |    the stream itself is only ever added to
    |      |--------------------'    |
    '------|-------------------------'
           |
     token + position
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import torch
from torch import Tensor, nn

from shotglass.architecture import ModelConfig

from . import gpt1
from .layers import Attention, make_norm
from .sizes import Sizes


def shape(sizes: Sizes) -> ModelConfig:
    return replace(gpt1.shape(sizes), norm_first=True)  # section 2.3


class PreNormBlock(nn.Module):
    """``h <- h + attention(norm(h)); h <- h + ffn(norm(h))`` (section 2.3)."""

    def __init__(self, config: ModelConfig, attention: Attention, ffn: nn.Module) -> None:
        super().__init__()
        self.attention_norm, self.attention = make_norm(config), attention
        self.ffn_norm, self.ffn = make_norm(config), ffn

    def forward(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, S, D)."""
        x = x + self.attention(self.attention_norm(x), turn)
        x = x + self.ffn(self.ffn_norm(x))
        return x

    def shares(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, H, S, S), what ``Attention.shares`` says of this block."""
        return self.attention.shares(self.attention_norm(x), turn)


@torch.no_grad()
def scale_residual_weights(model: nn.Module, layers: int) -> None:
    """Multiply what adds to the stream by 1/sqrt(2 L), so that depth adds no variance to it.

    Section 2.3 says 1/sqrt(N) for N residual layers; two a block is how that has been read since.
    """
    for name, weight in model.named_parameters():
        if name.endswith(("attention.output.weight", ".down.weight")):
            weight.mul_(1 / sqrt(2 * layers))
