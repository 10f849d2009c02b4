"""Events as JSON: the fast way and the plain way say the same."""

import json

import pytest

from shotglass.events import (
    Alternative,
    BeamNode,
    BeamResult,
    BeamStep,
    Distribution,
    End,
    Event,
    Found,
    LabelScore,
    Piece,
    Score,
    Start,
)
from shotglass.events import Token as TokenEvent

NEXT = Distribution((Alternative(5, " é", 0.25), Alternative(7, "\n", 0.125)), 0.625, 3, 1.5)
EVENTS = [
    Start(
        "few", "m", "p", ({"part": "query"},), (Piece(1, "p", 0, 1, 0), Piece(2, "", 1, 1)), 64, 2
    ),
    Score("few", (LabelScore(" a", (1, 2), -0.5, 0.6, 1.0),), 0.6, NEXT, (" b",)),
    TokenEvent("few", 0, 3, 5, " é", " é", -0.1, 0, NEXT, {"top_k": 4, "top_p": 2}, None),
    BeamStep("", 0, (BeamNode(1, 0, 5, " é", -0.5, -0.5, "kept", None),)),
    Found("", (BeamResult(1, (5,), " é", "length", -0.5, -0.25),), 1),
    End("", 1, 1, 1, 0.5, 1.5),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_json_is_the_dictionary_on_one_line(event: Event) -> None:
    text = event.to_json()

    assert "\n" not in text
    assert json.loads(text) == json.loads(json.dumps(event.to_dict()))
    assert json.loads(text)["type"] == event.type


def test_what_is_no_number_never_leaves() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        End("", 1, 1, 1, float("nan"), 1.5).to_json()
