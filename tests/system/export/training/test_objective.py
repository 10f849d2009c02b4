"""Which tokens are to be told, from what: the next one, or those that are hidden."""

from __future__ import annotations

import numpy as np
import pytest

from shotglass_export.training.batches import Batch
from shotglass_export.training.objective import masked, next_token

MASK, SPECIALS, VOCABULARY = 1, 5, 400


def batch(rows: int = 64, length: int = 256) -> Batch:
    ids = np.random.default_rng(0).integers(0, VOCABULARY, (rows, length + 1))
    return Batch.of_prose(ids)


def test_the_next_token_is_told_from_those_before_it():
    example = next_token(given := batch(), 7)
    assert np.array_equal(example.inputs[:, 1:], example.targets[:, :-1])
    assert np.array_equal(example.targets, given.ids[:, 1:])
    assert (example.weights == 1).all()


def test_of_fifteen_percent_most_are_masked_some_replaced_some_kept():
    example = masked(3, MASK, VOCABULARY, SPECIALS)(given := batch(), 7)
    asked, ids = example.weights > 0, given.ids[:, :-1]
    shown, told = example.inputs[asked], example.targets[asked]
    ordinary = (ids >= SPECIALS).mean()
    assert asked.mean() == pytest.approx(0.15 * ordinary, abs=0.01)
    assert (shown == MASK).mean() == pytest.approx(0.8, abs=0.02)
    assert (shown == told).mean() == pytest.approx(0.1, abs=0.02)
    assert np.array_equal(told, ids[asked])
    assert np.array_equal(example.inputs[~asked], ids[~asked])


def test_special_tokens_are_neither_hidden_nor_drawn():
    example = masked(3, MASK, VOCABULARY, SPECIALS)(given := batch(), 7)
    asked = example.weights > 0
    assert (given.ids[:, :-1][asked] >= SPECIALS).all()
    drawn = example.inputs[asked & (example.inputs != MASK)]
    assert drawn.min() >= SPECIALS


def test_what_is_hidden_depends_on_seed_and_step_alone():
    given = batch()
    first, again = (masked(3, MASK, VOCABULARY, SPECIALS)(given, 7) for _ in range(2))
    assert np.array_equal(first.inputs, again.inputs)
    for seed, step in ((3, 8), (4, 7)):
        other = masked(seed, MASK, VOCABULARY, SPECIALS)(given, step)
        assert not np.array_equal(first.weights, other.weights)
