"""Where the pass-key is hidden, how long the text is, and how the rule judges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shotglass_research.experiments.result import Point
from shotglass_research.experiments.series.longcontext import FILLER, KEYS, _judge, places, question


class Words:
    """An engine's tokenizer: a token a word."""

    def encode(self, text: str) -> list[int]:
        return list(range(len(text.split())))


@pytest.mark.parametrize("length", [100, 1000, 4096])
@pytest.mark.parametrize("place", places(5))
def test_a_text_is_as_long_as_was_asked_for_and_holds_one_key_of_ten(
    length: int, place: float
) -> None:
    engine: Any = Words()
    asked = question(engine, length, place, np.random.default_rng(1))
    tokens = len(engine.encode(asked.prompt + asked.keys[0]))
    assert length - len(FILLER.split()) < tokens <= length
    assert len(set(asked.keys)) == KEYS
    hidden = [key for key in asked.keys if key.strip() in asked.prompt]
    assert hidden == [asked.keys[0]]
    before = asked.prompt.index(hidden[0].strip()) / len(asked.prompt)
    assert before == pytest.approx(place, abs=0.7 if length == 100 else 0.1)


def test_keys_differ_by_draw_and_repeat_by_seed() -> None:
    engine: Any = Words()
    one, again = (question(engine, 200, 0.5, np.random.default_rng(3)) for _ in range(2))
    assert one == again != question(engine, 200, 0.5, np.random.default_rng(4))


@pytest.mark.parametrize(
    ("low", "high", "outcome"), [(0.6, 0.98, "held"), (0.02, 0.4, "refuted"), (0.3, 0.8, "null")]
)
def test_it_judges_by_the_whole_interval(low: float, high: float, outcome: str) -> None:
    assert _judge(Point(4096, (low + high) / 2, low, high)) == outcome
