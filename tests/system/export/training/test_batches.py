"""A batch is made of a stage's shares of prose and episodes, by seed and step alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.inputs.toy import write_toy

from shotglass_export.recipe import Recipe, Stage, read_recipe
from shotglass_export.training.batches import Batch, mixed

EPISODES = {"recall": 1.0}


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    """100 steps of 10 rows; a fifth of prose in the first 30 steps, then a third."""
    read = read_recipe(write_toy(tmp_path / "toy.toml", training__batch=10))
    training = replace(read.training, tokens=100 * 10 * read.training.length)
    stages = (Stage(0.3, 0.2, EPISODES), Stage(1.0, 1 / 3, EPISODES))
    return replace(read, training=training, stages=stages)


def batches(recipe: Recipe, asked: list[int]) -> list[Batch]:
    """Prose rows say which row of the run they are, episodes their step."""
    length = recipe.training.length

    def prose(row: int) -> np.ndarray:
        return np.full((1, length + 1), row, np.int64)

    def episodes(stage: Stage, step: int, rows: int) -> Batch:
        ids = np.full((rows, length + 1), -step - 1, np.int64)
        ones = np.ones((rows, length))
        return Batch(ids, 0.5 * ones.astype(np.float32), ones.astype(np.bool_))

    make = mixed(recipe, prose, episodes)
    return [make(step) for step in asked]


def test_shares_of_rows_are_those_of_the_stage(recipe):
    shares = [(batch.ids[:, 0] >= 0).mean() for batch in batches(recipe, list(range(100)))]
    assert np.mean(shares[:30]) == pytest.approx(0.2)
    assert np.mean(shares[30:]) == pytest.approx(1 / 3, abs=0.001)
    assert all(len(batch.ids) == 10 for batch in batches(recipe, [0, 29, 30, 99]))


def test_every_row_of_prose_comes_once_and_in_order(recipe):
    rows = np.concatenate([batch.ids[:, 0] for batch in batches(recipe, list(range(100)))])
    prose = rows[rows >= 0]
    assert np.array_equal(prose, np.arange(len(prose)))


def test_a_step_is_the_same_whatever_was_asked_before(recipe):
    (alone,) = batches(recipe, [57])
    behind = batches(recipe, [3, 99, 57])[-1]
    assert np.array_equal(alone.ids, behind.ids)
    assert np.array_equal(alone.weights, behind.weights)


def test_prose_weighs_one_and_has_no_labels(recipe):
    (batch,) = batches(recipe, [40])
    prose = batch.ids[:, 0] >= 0
    assert (batch.weights[prose] == 1).all()
    assert not batch.labels[prose].any()
    assert (batch.weights[~prose] == 0.5).all()
    assert batch.labels[~prose].all()
