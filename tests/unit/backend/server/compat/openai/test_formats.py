"""Answers by ``response_format`` and ``text.format``: JSON that the schema allows, or a 400."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from support.fixtures.tiny_app import Ask, choices, chunks
from support.servers.http_answers import is_problem

SCHEMA = {
    "type": "object",
    "properties": {"label": {"enum": ["good", "bad"]}, "sure": {"type": "boolean"}},
    "required": ["label", "sure"],
    "additionalProperties": False,
}
NAMED = {"name": "verdict", "schema": SCHEMA, "strict": True}
HELD: dict[str, Any] = {
    "response_format": {"type": "json_schema", "json_schema": NAMED},
    "max_tokens": 64,
    "seed": 3,
}
HI = [{"role": "user", "content": "hi"}]


def judged(text: str) -> None:
    jsonschema.validate(json.loads(text), SCHEMA)


def test_a_chat_s_samples_are_json_that_the_schema_allows(chat: Ask) -> None:
    made = choices(chat(messages=HI, n=3, **HELD))
    assert [choice["finish_reason"] for choice in made] == ["stop"] * 3
    for choice in made:
        judged(choice["message"]["content"])


def test_a_stream_has_the_same_text(chat: Ask) -> None:
    (whole,) = choices(chat(messages=HI, **HELD))
    deltas = [
        each["choices"][0]["delta"] for each in chunks(chat(messages=HI, stream=True, **HELD))
    ]
    assert "".join(d.get("content", "") for d in deltas) == whole["message"]["content"]


def test_completions_of_several_prompts_are_held_each(complete: Ask) -> None:
    for choice in choices(complete(prompt=["a", "the cat"], **HELD)):
        judged(choice["text"])


def test_json_object_is_an_object_of_any_kind(complete: Ask) -> None:
    form = {"type": "json_object"}
    (choice,) = choices(complete(prompt="a", response_format=form, max_tokens=20))
    assert choice["text"].startswith("{")


def test_a_response_is_held_and_says_by_what(client: FlaskClient) -> None:
    form = {"type": "json_schema", **NAMED}
    body = {"model": "chatty", "input": "hi", "text": {"format": form}, "max_output_tokens": 64}
    told = client.post("/v1/responses", json=body).get_json()
    assert told["status"] == "completed"
    judged(told["output"][0]["content"][0]["text"])
    assert told["text"] == {"format": form}


FAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("invalid_parameter", "response_format", {"type": 3}),
    ("invalid_parameter", "response_format", {"type": "json_object", "schema": {}}),
    ("invalid_parameter", "response_format", {"type": "json_schema"}),
    ("invalid_parameter", "response_format", {"type": "json_schema", "json_schema": {"name": "a"}}),
    ("unsupported_parameter", "response_format", {"type": "grammar", "grammar": "root"}),
    (
        "invalid_parameter",
        "response_format.json_schema.schema.properties.a",
        {
            "type": "json_schema",
            "json_schema": {
                "name": "a",
                "schema": {"type": "object", "properties": {"a": {"type": "strin"}}},
            },
        },
    ),
]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("code", "param", "form"), FAULTS, ids=str)
def test_a_format_that_cannot_be_held_to_is_refused_by_its_part(
    chat: Ask, code: str, param: str, form: dict[str, Any], stream: bool
) -> None:
    problem = is_problem(chat(messages=HI, response_format=form, stream=stream), 400)
    assert (problem["error"]["code"], problem["error"]["param"]) == (code, param)


def test_ignore_eos_beside_a_schema_is_refused(chat: Ask) -> None:
    problem = is_problem(chat(messages=HI, ignore_eos=True, **HELD), 400)
    assert problem["error"]["param"] == "ignore_eos"
