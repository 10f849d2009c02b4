"""Prompts, lanes and rendering against the golden file that the browser's twin reads too."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from shotglass.errors import InvalidRequest
from shotglass.prompting import Lane, Prompt, render

GOLDEN = json.loads(
    (Path(__file__).parents[3] / "contract" / "prompting.json").read_text(encoding="utf-8")
)


def lane_of(case: dict[str, Any]) -> Lane:
    lane = case["lane"]
    shots, reasoning = tuple(lane["shots"]), lane.get("reasoning", False)
    return Lane(lane["id"], lane["shot_set"], shots, reasoning)


@pytest.mark.parametrize("case", GOLDEN["renders"], ids=lambda case: case["name"])
def test_the_rendering_is_the_golden_one(case: dict[str, Any]) -> None:
    prompt = Prompt.from_json(case["prompt"])
    rendered = render(prompt, lane_of(case))
    assert rendered.text == case["text"]
    assert [asdict(span) for span in rendered.spans] == case["spans"]
    assert list(prompt.stops) == case["stops"]


@pytest.mark.parametrize("case", GOLDEN["renders"], ids=lambda case: case["name"])
def test_a_prompt_survives_its_json(case: dict[str, Any]) -> None:
    prompt = Prompt.from_json(case["prompt"])
    assert Prompt.from_json(json.loads(json.dumps(prompt.to_json()))) == prompt


@pytest.mark.parametrize("case", GOLDEN["errors"], ids=lambda case: case["name"])
def test_what_is_wrong_is_refused_where_it_is_wrong(case: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as caught:
        render(Prompt.from_json(case["prompt"]), lane_of(case))
    assert (caught.value.code, caught.value.pointer) == (case["code"], case["pointer"])
    assert caught.value.detail.endswith(".")
