"""Small networks fitted to rows that a generator draws, for the lessons on learning in context."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shotglass_export.recipe import TrainingRecipe

from ..result import Data

if TYPE_CHECKING:
    from torch import Tensor, nn

    from shotglass_export.models.transformer import Transformer

HEADS = 4


@dataclass(frozen=True)
class Schedule:
    """``rows`` of ``length`` tokens a step; ``rate`` is the highest learning rate."""

    steps: int
    rows: int
    length: int
    rate: float = 2e-3

    @property
    def tokens(self) -> int:
        return self.steps * self.rows * self.length

    @property
    def recipe(self) -> TrainingRecipe:
        return TrainingRecipe(
            tokens=self.tokens,
            batch=self.rows,
            length=self.length,
            learning_rate=self.rate,
            warmup=0.05,
            cooldown=0.3,
            weight_decay=0.01,
            precision="fp32",
        )


def fit(model: nn.Module, schedule: Schedule, loss: Callable[[int], Tensor]) -> None:
    """Trains ``model`` in place; ``loss(step)`` is that of one step's rows, drawn for it alone, so
    that no row is seen twice."""
    import torch

    from shotglass_export.training.optimiser import adamw, learning_rate, set_rate

    recipe = schedule.recipe
    optimiser = adamw(model, recipe)
    for step in range(schedule.steps):
        set_rate(optimiser, learning_rate(recipe, step))
        optimiser.zero_grad()
        loss(step).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.clip)
        optimiser.step()


def small_gpt(vocabulary: int, context: int, layers: int, width: int) -> Transformer:
    """A GPT-2 of this size with random weights."""
    from shotglass_export.models import build, family_config

    return build(
        family_config(
            "gpt2",
            vocabulary=vocabulary,
            context=context,
            layers=layers,
            width=width,
            heads=HEADS,
        )
    )


def drawn(name: str, *arrays: NDArray[np.generic]) -> Data:
    """What a generator of ours drew, told by the digest of ``arrays``."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return Data(name, digest.hexdigest(), "Apache-2.0, as this repository", "computed")
