"""The digit that the lesson on patches draws is one of the data."""

from __future__ import annotations

import json
from pathlib import Path

from sklearn.datasets import load_digits

from shotglass_research.experiments.series.patches import LARGEST, SIDE

DIGIT = Path(__file__).parents[5] / "web/src/extensions/course/lessons/patches/digit.json"


def test_the_digit_of_the_lesson_is_in_the_data() -> None:
    shown = json.loads(DIGIT.read_text("utf-8"))
    digits = load_digits()

    assert shown["pixels"] == digits.images[shown["image"]].astype(int).tolist()
    assert shown["digit"] == digits.target[shown["image"]]
    assert (shown["largest"], len(shown["pixels"])) == (LARGEST, SIDE)
