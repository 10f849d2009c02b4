"""Patches are the image's pixels, and the reader reads all of them, in their places."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from shotglass_research.experiments.result import Point
from shotglass_research.experiments.series.patches import (
    PATCHES,
    TOY_IMAGES,
    _judge,
    _load,
    _split,
    build_reader,
    cut,
)


def test_patches_are_squares_row_by_row() -> None:
    image = np.arange(64, dtype=np.float32).reshape(1, 8, 8)
    patches = cut(image)[0]
    assert patches.shape == (PATCHES, 4)
    assert patches[0].tolist() == [0, 1, 8, 9]
    assert patches[1].tolist() == [2, 3, 10, 11]
    assert patches[4].tolist() == [16, 17, 24, 25]
    assert patches[-1].tolist() == [54, 55, 62, 63]


def test_every_pixel_and_every_place_changes_the_scores() -> None:
    torch.manual_seed(1)
    reader, patches = build_reader(), torch.rand(1, PATCHES, 4)
    scores = reader(patches)
    assert scores.shape == (1, 10)
    for patch in range(PATCHES):
        for pixel in range(4):
            other = patches.clone()
            other[0, patch, pixel] += 1
            assert not torch.equal(reader(other), scores)
    assert not torch.allclose(reader(patches.flip(1)), scores, atol=1e-6)


def test_no_held_out_image_is_trained_on_and_none_is_lost() -> None:
    images, digits, _ = _load(TOY_IMAGES)
    marked = images.copy()
    marked[:, 0, 0] = np.arange(len(images))  # so that each can be told from all others
    split = _split(marked, digits, 100, seed=1)
    train, held = split.images[:, 0, 0], split.held_images[:, 0, 0]
    assert sorted([*train.tolist(), *held.tolist()]) == list(range(len(images)))
    assert len(held) == len(split.held_digits) == 100
    assert np.array_equal(split.held_digits, digits[held.astype(int)])


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [(0.01, 0.03, "held"), (-0.03, -0.01, "refuted"), (-0.01, 0.02, "null")],
)
def test_it_judges_by_the_whole_interval(low: float, high: float, outcome: str) -> None:
    assert _judge(Point("x", (low + high) / 2, low, high)) == outcome
