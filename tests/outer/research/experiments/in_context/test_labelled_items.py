"""Contexts have the burstiness that is asked for, and new classes are in no training."""

from __future__ import annotations

import numpy as np
import pytest

from shotglass_research.experiments.in_context.labelled_items import (
    NOISE,
    Classes,
    draw_classes,
    draw_novel,
)

COUNT, SHOWN, ASKED, LABELS, OWN, WIDTH = 2000, 4, 3, 8, 5, 16


@pytest.fixture(scope="module")
def classes() -> Classes:
    return draw_classes(np.random.default_rng(0), LABELS, OWN, WIDTH)


def is_shown(of: np.ndarray) -> np.ndarray:
    """(N, A): whether the class of an asked item is one of those shown."""
    found: np.ndarray = (of[:, SHOWN:, None] == of[:, None, :SHOWN]).any(-1)
    return found


@pytest.mark.parametrize("burstiness", [0.0, 0.5, 1.0])
def test_burstiness_is_the_share_of_asked_items_whose_class_is_shown(
    classes: Classes, burstiness: float
) -> None:
    found = classes.contexts(np.random.default_rng(1), COUNT, SHOWN, ASKED, burstiness)
    assert is_shown(found.classes).mean() == pytest.approx(burstiness, abs=0.03)


def test_a_class_has_one_label_in_all_contexts(classes: Classes) -> None:
    found = classes.contexts(np.random.default_rng(2), COUNT, SHOWN, ASKED, 0.5)
    np.testing.assert_array_equal(found.labels, found.classes // OWN)


def test_what_is_shown_has_different_labels(classes: Classes) -> None:
    known = classes.contexts(np.random.default_rng(3), COUNT, SHOWN, ASKED, 0.5)
    novel = draw_novel(np.random.default_rng(3), COUNT, SHOWN, LABELS, WIDTH)
    for found in (known, novel):
        assert all(len(set(row)) == SHOWN for row in found.labels[:, :SHOWN].tolist())


def test_a_class_that_is_not_shown_is_any_other_one(classes: Classes) -> None:
    found = classes.contexts(np.random.default_rng(4), 20 * COUNT, SHOWN, 1, 0.0)
    counts = np.bincount(found.classes[:, SHOWN], minlength=LABELS * OWN)
    assert counts.min() > 0.8 * counts.mean()
    assert counts.max() < 1.2 * counts.mean()


def test_items_lie_around_their_class(classes: Classes) -> None:
    found = classes.contexts(np.random.default_rng(5), COUNT, SHOWN, ASKED, 0.5)
    points = classes.points.reshape(-1, WIDTH)[found.classes]
    missed = found.items * (1 + NOISE**2) ** 0.5 - points
    assert np.square(missed).sum(-1).mean() == pytest.approx(NOISE**2, rel=0.05)


def test_new_classes_are_shown_and_asked_and_in_no_training(classes: Classes) -> None:
    found = draw_novel(np.random.default_rng(6), COUNT, SHOWN, LABELS, WIDTH)
    assert is_shown(found.classes).all()
    rows, place = np.arange(COUNT), found.classes[:, SHOWN]
    np.testing.assert_array_equal(found.labels[:, SHOWN], found.labels[rows, place])
    near = np.square(found.items[rows, SHOWN] - found.items[rows, place]).sum(-1)
    trained = found.items[:, SHOWN][:, None] - classes.points.reshape(1, -1, WIDTH)
    assert near.max() < 0.2  # twice the noise
    assert np.median(np.square(trained).sum(-1).min(1)) > 5 * near.mean()


def test_the_label_of_a_new_class_is_any_one_of_those_shown() -> None:
    found = draw_novel(np.random.default_rng(7), 10 * COUNT, SHOWN, LABELS, WIDTH)
    counts = np.bincount(found.labels[:, SHOWN], minlength=LABELS)
    assert counts.min() > 0.9 * counts.mean()
