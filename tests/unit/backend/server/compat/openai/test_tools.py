"""Tools in a chat and in a response, by a random model whose template has them: what it reads, what
it must call, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from support.fixtures.tiny_app import chunks
from support.models.tiny import TOOL_TEMPLATE, give_chat_template, write_tiny_folder
from support.servers.http_answers import is_problem

from shotglass.server.app import create_app, document, make_services
from shotglass.server.config import ServerConfig

Ask = Callable[..., Any]
HI = [{"role": "user", "content": "one <|endoftext|> and two"}]
SCHEMA = {
    "type": "object",
    "properties": {"a": {"$ref": "#/$defs/digit"}, "unit": {"enum": ["m", "km"]}},
    "required": ["a", "unit"],
    "additionalProperties": False,
    "$defs": {"digit": {"type": "integer", "minimum": 0, "maximum": 9}},
}
ADD = {"name": "add", "description": "Adds <|endoftext|>.", "parameters": SCHEMA, "strict": True}
TOOLS = [{"type": "function", "function": ADD}, {"type": "function", "function": {"name": "now"}}]
NAMED = {"type": "function", "function": {"name": "add"}}
FLAT = [{"type": "function", **ADD}, {"type": "function", "name": "now"}]  # as responses have them
NAMED_FLAT = {"type": "function", "name": "add"}
ADDED = {"name": "add", "arguments": '{"a": 1}'}
CALL = {"id": "abc", "type": "function", "function": ADDED}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    root = tmp_path_factory.mktemp("models")
    give_chat_template(write_tiny_folder(root, "tiny", "gpt2", 4, context=2048), TOOL_TEMPLATE)
    services = make_services(ServerConfig(roots=(root,), static=Path("none"), precision="fp32"))
    yield create_app(services.config, services).test_client()
    services.hosting.close()


@pytest.fixture
def chat(client: FlaskClient) -> Ask:
    asked = {"model": "tiny", "messages": HI, "tools": TOOLS, "seed": 3, "max_tokens": 200}
    return lambda **body: client.post("/v1/chat/completions", json=asked | body)


@pytest.fixture
def respond(client: FlaskClient) -> Ask:
    asked = {"model": "tiny", "input": HI, "tools": FLAT, "seed": 3, "max_output_tokens": 200}
    return lambda **body: client.post("/v1/responses", json=asked | body)


def prompt_of(answer: Any, client: FlaskClient) -> str:
    ids = answer.get_json()["prompt_token_ids"]
    told = client.post("/detokenize", json={"model": "tiny", "tokens": ids})
    return str(told.get_json()["prompt"])


@pytest.mark.parametrize("choice", ["required", NAMED])
def test_a_call_that_is_demanded_fits_the_schema(chat: Ask, choice: Any) -> None:
    for seed in range(3):
        answer = chat(tool_choice=choice, seed=seed).get_json()
        jsonschema.validate(answer, {"$ref": "#/components/schemas/Chat"} | document())
        (made,) = answer["choices"]
        (call,) = made["message"]["tool_calls"]
        assert made["finish_reason"] == "tool_calls"
        assert made["message"]["content"] is None
        arguments = json.loads(call["function"]["arguments"])
        assert call["type"] == "function"
        if call["function"]["name"] == "add":
            jsonschema.validate(arguments, SCHEMA)
        assert choice == "required" or call["function"]["name"] == "add"


def test_a_stream_says_the_same_calls(chat: Ask) -> None:
    whole = chat(tool_choice=NAMED).get_json()["choices"][0]
    deltas = [chunk["choices"][0] for chunk in chunks(chat(tool_choice=NAMED, stream=True))]
    assert deltas[-1]["finish_reason"] == "tool_calls"
    assert "".join(each["delta"].get("content", "") for each in deltas) == ""
    (call,) = [call for each in deltas for call in each["delta"].get("tool_calls", ())]
    assert call["index"] == 0
    assert call["function"] == whole["message"]["tool_calls"][0]["function"]


def test_several_samples_have_calls_of_their_own(chat: Ask) -> None:
    choices = chat(tool_choice="required", n=3).get_json()["choices"]
    calls = [choice["message"]["tool_calls"][0] for choice in choices]
    assert len({call["id"] for call in calls}) == 3


def test_a_call_that_is_cut_is_text_and_ends_by_its_length(chat: Ask) -> None:
    (made,) = chat(tool_choice=NAMED, max_tokens=6).get_json()["choices"]
    assert made["finish_reason"] == "length"
    assert "tool_calls" not in made["message"]
    assert made["message"]["content"].startswith("<tool_call>"[:3])


def test_the_template_reads_the_tools_and_names_in_them_are_text(
    client: FlaskClient, chat: Ask
) -> None:
    answer = chat(max_tokens=1, return_token_ids=True)
    assert '"name": "add", "description": "Adds <|endoftext|>."' in prompt_of(answer, client)
    assert answer.get_json()["prompt_token_ids"].count(0) == 1  # the end of the one message
    without = chat(max_tokens=1, return_token_ids=True, tool_choice="none")
    assert "Tools:" not in prompt_of(without, client)


def test_what_is_free_to_call_may_answer_in_text(chat: Ask) -> None:
    (made,) = chat(max_tokens=8).get_json()["choices"]
    bare = chat(max_tokens=8, stream=True)
    assert made["message"]["content"]
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks(bare))
    assert text == made["message"]["content"]


def test_a_call_and_its_result_are_gone_on_from(client: FlaskClient, chat: Ask) -> None:
    called = {"role": "assistant", "content": None, "tool_calls": [CALL]}
    result = {"role": "tool", "tool_call_id": "abc", "content": "7"}
    answer = chat(messages=[*HI, called, result], max_tokens=1, return_token_ids=True)
    prompt = prompt_of(answer, client)
    assert '<tool_call>{"name": "add", "arguments": {"a": 1}}</tool_call>' in prompt
    assert "tool: 7" in prompt


MANY = [{"type": "function", "function": {"name": f"f{n}"}} for n in range(17)]
MESSAGE = {"role": "assistant", "content": None}
BAD_CALL = CALL | {"function": {"name": "add", "arguments": "[1]"}}


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        ({"tool_choice": {"type": "function", "function": {"name": "sub"}}}, "/tool_choice", "sub"),
        ({"tools": [], "tool_choice": "required"}, "/tool_choice", "none is offered"),
        ({"tool_choice": "any"}, "/tool_choice", "required"),
        ({"tool_choice": {"type": "function"}}, "/tool_choice", "required"),
        ({"tools": [TOOLS[0], TOOLS[0]]}, "/tools", "Two tools are named 'add'"),
        ({"tools": [{"type": "web_search"}]}, "/tools/0/type", "function"),
        ({"tools": [{"type": "function", "function": {"name": "a b"}}]}, "", "pattern"),
        ({"tools": TOOLS * 65}, "/tools", "128"),
        ({"tools": MANY, "tool_choice": "required"}, "/tools", "16 at most"),
        ({"response_format": {"type": "json_object"}}, "/response_format", "can call no tools"),
        ({"messages": [*HI, MESSAGE]}, "/messages/1/content", "no content"),
        ({"messages": [*HI, MESSAGE | {"tool_calls": []}]}, "/messages/1/content", "no content"),
        ({"messages": [*HI, MESSAGE | {"tool_calls": [BAD_CALL]}]}, "", "JSON object"),
        ({"messages": [*HI, {"role": "tool", "content": "7"}]}, "", "tool_call_id was expected"),
    ],
)
def test_what_makes_no_sense_is_refused(
    chat: Ask, body: dict[str, Any], pointer: str, words: str
) -> None:
    problem = is_problem(chat(**body), 400)
    assert words in problem["detail"] + str(problem["errors"])
    assert problem["errors"][0]["pointer"].startswith(pointer or "/")


@pytest.mark.parametrize(
    "parameters",
    [
        {"properties": {"a": {"$ref": "#/$defs/none"}}},
        {"properties": {"a": {"type": "string", "pattern": "("}}, "required": ["a"]},
        {
            "properties": {"a": {"pattern": f"^{'a?' * 20_000}$", "type": "string"}},
            "required": ["a"],
        },
    ],
)
def test_parameters_that_no_answer_can_be_held_to_are_a_400(chat: Ask, parameters: Any) -> None:
    tool = {"type": "function", "function": {"name": "f", "parameters": parameters}}
    problem = is_problem(chat(tools=[tool], tool_choice="required"), 400)
    assert problem["errors"][0]["pointer"].startswith("/tools/0/function/parameters")


@pytest.mark.parametrize(
    ("choice", "flat"), [("required", "required"), (NAMED, NAMED_FLAT)], ids=["any", "named"]
)
def test_a_response_calls_what_the_chat_of_the_same_messages_calls(
    chat: Ask, respond: Ask, choice: Any, flat: Any
) -> None:
    (spoken,) = chat(tool_choice=choice).get_json()["choices"]
    answer = respond(tool_choice=flat).get_json()
    jsonschema.validate(answer, {"$ref": "#/components/schemas/Response"} | document())
    (item,) = answer["output"]
    (call,) = spoken["message"]["tool_calls"]
    assert (item["type"], item["status"], answer["status"]) == ("function_call", *["completed"] * 2)
    assert {name: item[name] for name in ("name", "arguments")} == call["function"]
    assert answer["tool_choice"] == flat
    assert answer["tools"][0] == FLAT[0]


def events_of(answer: Any) -> list[dict[str, Any]]:
    lines = answer.data.decode().splitlines()
    return [json.loads(line[6:]) for line in lines if line.startswith("data: ")]


def test_a_stream_of_a_response_tells_of_the_call_in_openai_s_order(respond: Ask) -> None:
    (whole,) = respond(tool_choice="required").get_json()["output"]
    told = events_of(respond(tool_choice="required", stream=True))
    assert [event["type"] for event in told] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_item.done",
        "response.completed",
    ]
    assert told[2]["item"]["arguments"] == ""
    assert told[3]["delta"] == told[4]["arguments"] == whole["arguments"]
    assert told[5]["item"] == told[6]["response"]["output"][0]
    assert {event["item_id"] for event in told[3:5]} == {told[5]["item"]["id"]}


def test_a_response_that_is_free_to_call_has_the_text_and_bits_of_the_chat(
    chat: Ask, respond: Ask
) -> None:
    logprobs = {"include": ["message.output_text.logprobs"], "top_logprobs": 1}
    (spoken,) = chat(max_tokens=8, logprobs=True, top_logprobs=1).get_json()["choices"]
    (item,) = respond(max_output_tokens=8, **logprobs).get_json()["output"]
    told = events_of(respond(max_output_tokens=8, stream=True, **logprobs))
    deltas = [event for event in told if event["type"] == "response.output_text.delta"]
    (part,) = item["content"]
    assert part["text"] == spoken["message"]["content"]
    assert part["logprobs"] == spoken["logprobs"]["content"]
    assert "".join(each["delta"] for each in deltas) == part["text"]
    assert [entry for each in deltas for entry in each["logprobs"]] == part["logprobs"]


def test_a_response_goes_on_from_a_call_and_its_result_as_a_chat_does(
    chat: Ask, respond: Ask
) -> None:
    called = {"role": "assistant", "content": "So:", "tool_calls": [CALL, CALL | {"id": "abd"}]}
    results = [{"role": "tool", "tool_call_id": id, "content": "7"} for id in ("abc", "abd")]
    spoken = chat(messages=[*HI, called, *results], max_tokens=5).get_json()
    call = {"type": "function_call", "id": "fc_1", "status": "completed", **ADDED}
    calls = [call | {"call_id": id} for id in ("abc", "abd")]
    given = [
        {"type": "function_call_output", "call_id": id, "output": "7"} for id in ("abc", "abd")
    ]
    before = {"type": "message", "role": "assistant", "content": "So:"}
    answer = respond(input=[*HI, before, *calls, *given], max_output_tokens=5).get_json()
    ((part,),) = [item["content"] for item in answer["output"]]
    assert part["text"] == spoken["choices"][0]["message"]["content"]
    assert answer["usage"]["input_tokens"] == spoken["usage"]["prompt_tokens"]


LONE = {"type": "function_call", "call_id": "a", "name": "add", "arguments": "[1]"}


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        ({"tool_choice": {"type": "function", "name": "sub"}}, "/tool_choice", "sub"),
        ({"tool_choice": NAMED}, "/tool_choice", '"name": ...} was expected'),
        ({"tools": [{"type": "function"}]}, "/tools/0/name", "required"),
        ({"tools": [{"type": "mcp", "name": "a"}]}, "/tools/0/type", "cannot do that"),
        ({"tools": FLAT * 65}, "/tools", "128"),
        ({"text": {"format": {"type": "json_object"}}}, "/text/format", "can call no tools"),
        ({"input": [*HI, LONE]}, "/input", "JSON object"),
        ({"input": [LONE | {"extra": 1}]}, "/input/0/extra", "no such field"),
        ({"input": [{"type": "function_call_output", "call_id": "a"}]}, "/input/0/output", "req"),
    ],
)
def test_what_makes_no_sense_in_a_response_is_refused(
    respond: Ask, body: dict[str, Any], pointer: str, words: str
) -> None:
    problem = is_problem(respond(**body), 400)
    assert words in problem["detail"] + str(problem["errors"])
    assert problem["errors"][0]["pointer"] == pointer


def test_parameters_that_a_response_cannot_be_held_to_are_named(respond: Ask) -> None:
    bad = {"properties": {"a": {"$ref": "#/$defs/none"}}}
    tool = {"type": "function", "name": "f", "parameters": bad}
    problem = is_problem(respond(tools=[tool], tool_choice="required"), 400)
    assert problem["errors"][0]["pointer"].startswith("/tools/0/parameters")
