"""A run that is asked again: what it says to change, and answers that fail now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shotglass.engine.interventions.codec import from_json
from shotglass.errors import InvalidRequest
from shotglass.events import Event, Failed
from shotglass.run_file.compared import compared_again

RUNS = Path(__file__).parents[3] / "contract" / "runs.json"
RUN = next(r for r in json.loads(RUNS.read_text("utf-8"))["runs"] if r["view"] == "compare")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"kind": "steer", "layer": 1, "scale": 1.0, "prompt": "a"}, "In minus the text whose"),
        ({"kind": "steer", "layer": 1, "scale": 1.0}, "One of vector and prompt"),
        ({"kind": "patch", "token": 0, "prompt": "a"}, "A layer or a point"),
    ],
)
def test_a_change_that_says_two_things_or_nothing_is_refused(
    body: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidRequest, match=sentence):
        from_json(body, "")


def test_a_lane_that_fails_now_says_why() -> None:
    def fails(*_: object) -> Iterator[Event]:
        yield Failed(lane="", problem={"detail": "The model is gone."})

    with pytest.raises(InvalidRequest, match="It fails now. The model is gone."):
        compared_again(RUN, [fails] * 4)
