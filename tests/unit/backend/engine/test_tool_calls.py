"""Calls of tools in what a model writes: what is read as one, and what stays text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.models.tiny import CHAT_TEMPLATE, TOOL_TEMPLATE, give_chat_template, write_tiny_folder

from shotglass.contract import Manifest
from shotglass.engine.library import ModelFolder
from shotglass.engine.tool_calls import FORMS, ToolReader, form_of, read_calls
from shotglass.errors import NoChatTemplate, UnsupportedParameter

HERMES, LLAMA, MISTRAL = FORMS
NAMES = {"add", "now"}
ADD = '{"name": "add", "arguments": {"a": 1, "b": [2, "</tool_call>"]}}'
WRITTEN = {"a": 1, "b": [2, "</tool_call>"]}


def calls_of(form, text):
    rest, calls = read_calls(form, text, NAMES)
    return rest, [(call.name, json.loads(call.arguments)) for call in calls]


@pytest.mark.parametrize(
    ("text", "rest", "names"),
    [
        (f"<tool_call>\n{ADD}\n</tool_call>", "", ["add"]),
        (f"Let me see. <tool_call>{ADD}</tool_call>", "Let me see.", ["add"]),
        (f"<tool_call>{ADD}</tool_call>\n<tool_call>{ADD}</tool_call>", "", ["add", "add"]),
        (f"<tool_call>{ADD}", "", ["add"]),
        ('<tool_call>{"name": "now"}</tool_call>', "", ["now"]),
    ],
)
def test_calls_between_tags_are_read(text: str, rest: str, names: Sequence[str]) -> None:
    left, calls = calls_of(HERMES, text)
    assert (left, [name for name, _ in calls]) == (rest, names)
    assert all(arguments == (WRITTEN if name == "add" else {}) for name, arguments in calls)


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        ADD,
        "<tool_call>",
        "<tool_call>{",
        f"<tool_call>{ADD} and more",
        '<tool_call>{"name": "other", "arguments": {}}</tool_call>',
        '<tool_call>{"name": "add", "arguments": "a"}</tool_call>',
        '<tool_call>{"name": ["add"], "arguments": {}}</tool_call>',
        '<tool_call>{"name": "add", "arguments": {"a": NaN}}</tool_call>',
        '<tool_call>{"name": "add", "arguments": {"a": "\\ud800"}}</tool_call>',
        "<tool_call>" + "[" * 100_000,
        "<tool_call>[1]</tool_call>",
        "</tool_call>",
    ],
)
def test_what_is_no_call_stays_as_it_was_written(text: str) -> None:
    assert calls_of(HERMES, text) == (text, [])


@pytest.mark.parametrize(
    ("form", "text", "count"),
    [
        (LLAMA, '{"name": "now", "parameters": {}}', 1),
        (LLAMA, ' <|python_tag|>{"name": "now", "parameters": {}}\n', 1),
        (LLAMA, '{"name": "now", "parameters": {}} and more', 0),
        (LLAMA, 'see {"name": "now", "parameters": {}}', 0),
        (LLAMA, "[1]", 0),
        (MISTRAL, f"[TOOL_CALLS] [{ADD}, {ADD}]", 2),
        (MISTRAL, f"[{ADD}]", 1),
        (MISTRAL, f'[{ADD}, {{"name": "other"}}]', 0),
        (MISTRAL, "[]", 0),
        (MISTRAL, ADD, 0),
    ],
)
def test_answers_that_are_calls_alone_are_read_whole(form, text: str, count: int) -> None:
    rest, calls = calls_of(form, text)
    assert len(calls) == count
    assert rest == ("" if count else text)


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("form", "text"),
    [
        (HERMES, f"a < b <tool_ and <tool_call>{ADD}</tool_call>"),
        (HERMES, "a < b, <tool_cal"),
        (LLAMA, '{"name": "now", "parameters": {}}'),
        (LLAMA, "The {answer}."),
        (MISTRAL, f"[TOOL_CALLS] [{ADD}]"),
        (MISTRAL, "[a list"),
    ],
)
def test_a_stream_passes_on_what_the_whole_has_as_text(form, text: str, size: int) -> None:
    reader, passed = ToolReader(form, NAMES), []
    for at in range(0, len(text), size):
        passed.append(reader.push(text[at : at + size]))
    rest, calls = reader.finish()
    whole, expected = calls_of(form, text)
    assert ("".join(passed) + rest).rstrip() == whole.rstrip()
    assert [(call.name, json.loads(call.arguments)) for call in calls] == expected


def test_plain_text_is_passed_on_at_once() -> None:
    reader = ToolReader(HERMES, NAMES)
    assert [reader.push(part) for part in ("a ", "b", " <", "c")] == ["a ", "b", " ", "<c"]


def manifest_of(root: Path, template: str | None) -> Manifest:
    folder = write_tiny_folder(root, "tiny")
    if template is not None:
        give_chat_template(folder, template)
    return ModelFolder.open(folder).manifest


def test_a_template_is_known_by_its_words(tmp_path: Path) -> None:
    assert form_of(manifest_of(tmp_path, TOOL_TEMPLATE)) is HERMES


@pytest.mark.parametrize(
    ("template", "words"),
    [
        (CHAT_TEMPLATE, "has no place for tools"),
        (TOOL_TEMPLATE + "<function=name>", "teaches a form of calls that is not read here"),
        ("{{ tools }}", "those of hermes, llama 3, mistral are"),
    ],
)
def test_other_templates_are_refused_with_the_way_out(
    tmp_path: Path, template: str, words: str
) -> None:
    with pytest.raises(UnsupportedParameter, match=words) as caught:
        form_of(manifest_of(tmp_path, template))
    assert "response_format" in str(caught.value)


def test_without_a_template_there_are_no_tools(tmp_path: Path) -> None:
    with pytest.raises(NoChatTemplate):
        form_of(manifest_of(tmp_path, None))
