"""Weights to begin with, for what norms do before training: as the papers of GPT-1 and GPT-2 draw
them; the same with a stream of size one; and Xavier's, with which Xiong et al. 2020 began.

The stream's size is its root mean square. With GPT's weights it begins at about 0.03 (two rows of
N(0, 0.02)); a post-norm brings every sum to size one, whatever it began with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from shotglass.architecture import ModelConfig

if TYPE_CHECKING:
    from shotglass_export.models.transformer import Transformer

Begin = Callable[["Transformer"], None]


def as_in_the_papers(model: Transformer) -> None:
    """As it was built: N(0, 0.02), and with pre-norm what adds to the stream is scaled down."""


def size_one(model: Transformer) -> None:
    """Rows of positions are N(0, 1), so that the stream has size one before the first block; all
    other weights are those of the papers."""
    import torch

    assert model.position is not None
    torch.nn.init.normal_(model.position.weight)


def xavier(model: Transformer) -> None:
    """Every matrix N(0, 2 / (in + out)) (Glorot and Bengio 2010) and nothing scaled by depth;
    tokens N(0, 1 / D), which the sinusoidal positions' module multiplies by sqrt(D), as the
    Transformer of 2017 does."""
    import torch

    for name, weight in model.named_parameters():
        if name == "embedding.weight":
            torch.nn.init.normal_(weight, std=model.config.width**-0.5)
        elif weight.dim() > 1:
            torch.nn.init.xavier_normal_(weight)


def tokens_as_large_as_sines(model: Transformer) -> None:
    """Rows of tokens alone are drawn as in the Transformer of 2017: multiplied by sqrt(D), they
    have size one, the sines that are added 0.71."""
    import torch

    torch.nn.init.normal_(model.embedding.weight, std=model.config.width**-0.5)


INITIAL: Mapping[str, Begin] = {"papers": as_in_the_papers, "one": size_one, "xavier": xavier}


def shape_for(initial: str, config: ModelConfig) -> ModelConfig:
    """Positions are sinusoidal where the weights are those of 2017, else learned."""
    return replace(config, positions="sinusoidal") if initial == "xavier" else config
