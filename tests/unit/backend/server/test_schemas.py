"""The bodies of requests are made from the rules of what they ask for."""

from __future__ import annotations

from typing import Any

import pytest

from shotglass.decoding import beam_search, settings
from shotglass.prompting import Prompt
from shotglass.server.app import document
from shotglass.server.schemas import CompareBody, parse

SCHEMAS = document()["components"]["schemas"]
KEYWORDS = ("minimum", "exclusiveMinimum", "maximum")
OPENAI = ("top_p", "min_p", "repetition_penalty", "presence_penalty", "frequency_penalty", "n")


def bounds(schema: dict[str, Any]) -> dict[str, float]:
    return {key: schema[key] for key in KEYWORDS if key in schema}


@pytest.mark.parametrize(
    ("body", "module"), [("SettingsBody", settings), ("BeamSettingsBody", beam_search)]
)
def test_the_document_tells_the_bounds_that_the_settings_check(body: str, module: Any) -> None:
    for name, bound in module.BOUNDS.items():
        assert bounds(SCHEMAS[body]["properties"][name]) == bound.schema(), name


@pytest.mark.parametrize("name", OPENAI)
@pytest.mark.parametrize("body", ["CompletionBody", "ChatBody"])
def test_openais_fields_have_the_same_bounds(body: str, name: str) -> None:
    schema = SCHEMAS[body]["properties"][name]["anyOf"][0]
    assert bounds(schema) == settings.BOUNDS[name].schema()


def test_a_prompt_object_is_not_parsed_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prompt, "from_json", lambda _: pytest.fail("parsed again"))
    raw = (
        b'{"model": "m", "lanes": [{"id": "one", "shot_set": "a", "shots": [0]}], "prompt": '
        b'{"instruction": "Say.", "template": "{input}:{output}\\n", "query": {"input": "q"}, '
        b'"shot_sets": {"a": [{"input": "i", "output": " o"}]}, "labels": [{"text": " x"}]}}'
    )
    prompt = parse(CompareBody, raw).prompt
    assert prompt.shot_sets["a"][0].output == " o"
    assert prompt.labels[0].text == " x"
    assert prompt.stops == ("\n",)
