"""Answers of arrays, written a part at a time."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import numpy as np
import pytest

from shotglass.server import responses
from shotglass.server.responses import arrays_reply

SHAPES = {"square": (2, 3, 4), "flat": (9,), "wide": (1, 7), "short": (2, 2)}


@pytest.fixture
def arrays() -> dict[str, Any]:
    random = np.random.default_rng(0)
    return {name: random.normal(size=shape).astype("f4") for name, shape in SHAPES.items()}


def header(arrays: dict[str, Any]) -> dict[str, Any]:
    return {"model": "ü", "arrays": [{"name": name} for name in arrays], "lens": None}


@pytest.mark.parametrize("part", [1, 3, 8, 100])
def test_arrays_as_text_are_what_json_writes_of_them(
    arrays: dict[str, Any], monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr(responses, "PART", part)
    answer = arrays_reply(header(arrays), arrays, True, ExitStack())
    whole = [{"name": name, "values": array.tolist()} for name, array in arrays.items()]
    assert answer.get_json() == header(arrays) | {"arrays": whole}


@pytest.mark.parametrize("as_json", [True, False])
def test_a_place_is_given_back_once_the_answer_has_been_sent(
    arrays: dict[str, Any], as_json: bool
) -> None:
    given_back: list[bool] = []
    with ExitStack() as place:
        place.callback(given_back.append, True)
        answer = arrays_reply(header(arrays), arrays, as_json, place)
    assert not given_back
    assert answer.get_data()
    answer.close()
    assert given_back == [True]


def test_what_is_no_number_is_refused_before_anything_is_sent(arrays: dict[str, Any]) -> None:
    arrays["flat"][3] = np.inf
    with pytest.raises(ValueError, match="no JSON"), ExitStack() as place:
        arrays_reply(header(arrays), arrays, True, place)
