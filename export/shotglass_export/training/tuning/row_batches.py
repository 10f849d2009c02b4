"""Rows of one's own by step: each once an epoch, in an order drawn from seed and epoch alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from shotglass.errors import RecipeInvalid

from ...data.folder import DataFolder
from ...recipe import Recipe
from ..batches import Batch, Ids


def of_data(recipe: Recipe, data: DataFolder) -> Recipe:
    """The recipe of a run, now that its data is there: epochs as tokens, and rows as long as the
    longest of them. Raises RecipeInvalid for a row that is longer than ``training.length``."""
    if data.answers is None:
        return recipe.of_data(data.epoch)
    sizes, length = np.diff(data.offsets) - 1, recipe.training.length
    if (longest := int(sizes.max())) > length:
        raise RecipeInvalid(
            f"training.length = {length}: {int((sizes > length).sum())} rows are longer, the "
            f"longest of {longest:,} tokens: raise it, or shorten them."
        )
    fitted = replace(recipe, training=replace(recipe.training, length=longest))
    return fitted.of_data(len(sizes) * longest)


def row_batches(recipe: Recipe, data: DataFolder) -> Callable[[int], Batch]:
    """Returns the batches by step. A row is its prompt and its answer, padded on the right to
    ``length``, where it is never seen; the answer's tokens alone have weight."""
    answers, rows, length = data.answers, recipe.training.batch, recipe.training.length
    assert answers is not None, "the data folder is one of rows"
    count = len(answers)

    @lru_cache(maxsize=2)
    def order(epoch: int) -> Ids:
        return np.random.default_rng([recipe.seed, epoch]).permutation(count)

    def batch(step: int) -> Batch:
        ids = np.full((rows, length + 1), data.end, np.int64)
        weights = np.zeros((rows, length), np.float32)
        for row in range(rows):
            epoch, place = divmod(step * rows + row, count)
            at = int(order(epoch)[place])
            tokens = data.train[data.offsets[at] : data.offsets[at + 1]]
            ids[row, : len(tokens)] = tokens
            weights[row, answers[at] - 1 : len(tokens) - 1] = 1
        return Batch(ids, weights, weights > 0)

    return batch
