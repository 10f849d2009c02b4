"""A step's rows: prose and episodes in the shares of the recipe's stage, by seed and step alone.

Whoever asks for step 1,000 gets the same rows, whatever ran before: so a run resumes exactly, and
one process sees the data that two share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..recipe import Recipe, Stage

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Batch:
    """Rows of T + 1 tokens, and what each of the T targets counts.

    ``ids`` (B, T+1) int64; ``weights`` (B, T) float32: the loss weight of each target; ``labels``
    (B, T) bool: the target is an answer of an episode.
    """

    ids: Ids
    weights: NDArray[np.float32]
    labels: NDArray[np.bool_]

    @classmethod
    def of_prose(cls, ids: Ids) -> Batch:
        targets = (len(ids), ids.shape[1] - 1)
        return cls(ids, np.ones(targets, np.float32), np.zeros(targets, np.bool_))

    def rows(self, part: slice) -> Batch:
        return Batch(self.ids[part], self.weights[part], self.labels[part])


Prose = Callable[[int], Ids]  # row, counted over the whole run -> (1, T+1)
Episodes = Callable[[Stage, int, int], Batch]  # stage, step, rows


def mixed(recipe: Recipe, prose: Prose, episodes: Episodes | None) -> Callable[[int], Batch]:
    """Batches by step: a stage's share of prose rows is exact over the stage, not in each step."""
    rows = recipe.training.batch

    def batch(step: int) -> Batch:
        first, last = prose_rows(recipe, step), prose_rows(recipe, step + 1)
        parts = [Batch.of_prose(prose(row)) for row in range(first, last)]
        if episodes and rows > last - first:
            parts.append(episodes(recipe.stage(step), step, rows - (last - first)))
        return _joined(parts)

    return batch


def prose_rows(recipe: Recipe, step: int) -> int:
    """How many rows of prose all steps before ``step`` hold together."""
    count, begin, steps = 0, 0, recipe.training.steps
    for stage in recipe.stages:
        end = max(begin, min(step, ceil_step(stage.until, steps)))
        count += round(stage.prose * recipe.training.batch * (end - begin))
        begin = end
    return count


def ceil_step(fraction: float, steps: int) -> int:
    """The first step that is not below ``fraction`` of the run."""
    return next(
        step for step in range(int(fraction * steps), steps + 2) if step / steps >= fraction
    )


def _joined(parts: list[Batch]) -> Batch:
    return Batch(
        np.concatenate([part.ids for part in parts]),
        np.concatenate([part.weights for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )
