"""POST /v1/responses: chat's prompt and bits in the form of one message, whole or as events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.fixtures.tiny_app import Ask
from support.servers.http_answers import is_problem

from shotglass.events import Accepted, Event
from shotglass.server.services import Services
from shotglass.server.streaming.in_thread import in_thread

USER = {"role": "user", "content": "the cat"}
SETTINGS = {"seed": 3, "temperature": 1.3}
LOGPROBS = {
    "include": ["reasoning.encrypted_content", "message.output_text.logprobs"],
    "top_logprobs": 2,
}


@pytest.fixture(scope="module")
def respond(client: FlaskClient) -> Ask:
    return lambda **body: client.post("/v1/responses", json={"model": "chatty"} | body)


def whole(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.data
    found: dict[str, Any] = answer.get_json()
    return found


def text_of(response: dict[str, Any]) -> str:
    ((part,),) = [item["content"] for item in response["output"]]
    return str(part["text"])


def events(answer: Any) -> list[dict[str, Any]]:
    """Each says its type twice and its number in order; nothing but them is in the stream."""
    assert answer.status_code == 200, answer.data
    assert answer.content_type == "text/event-stream; charset=utf-8"
    found = []
    for number, block in enumerate(answer.data.decode().removesuffix("\n\n").split("\n\n")):
        name, data = block.split("\n")
        event = json.loads(data.removeprefix("data: "))
        assert name == f"event: {event['type']}"
        assert event["sequence_number"] == number
        found.append(event)
    return found


@pytest.mark.parametrize(
    ("said", "messages"),
    [
        ({"input": "the cat"}, [USER]),
        ({"input": [USER]}, [USER]),
        (
            {"input": "the cat", "instructions": "Be brief."},
            [{"role": "system", "content": "Be brief."}, USER],
        ),
        (
            {
                "input": [
                    {"role": "user", "content": [{"type": "input_text", "text": "the "}] * 2},
                    {
                        "type": "message",
                        "id": "msg_1",
                        "status": "completed",
                        "role": "assistant",
                        "content": [{"type": "output_text", "text": "sat", "annotations": []}],
                    },
                    {"role": "developer", "content": "on"},
                ]
            },
            [
                {"role": "user", "content": "the the "},
                {"role": "assistant", "content": "sat"},
                {"role": "developer", "content": "on"},
            ],
        ),
    ],
    ids=["text", "messages", "instructions", "parts"],
)
def test_a_response_is_the_chat_of_the_same_messages(
    respond: Ask, chat: Ask, said: dict[str, Any], messages: list[dict[str, str]]
) -> None:
    mine = whole(respond(max_output_tokens=8, **said, **LOGPROBS, **SETTINGS))
    spoken = chat(
        messages=messages, max_tokens=8, logprobs=True, top_logprobs=2, **SETTINGS
    ).get_json()
    assert text_of(mine) == spoken["choices"][0]["message"]["content"]
    told = mine["output"][0]["content"][0]["logprobs"]
    assert told == spoken["choices"][0]["logprobs"]["content"]
    assert mine["usage"]["input_tokens"] == spoken["usage"]["prompt_tokens"]
    assert mine["usage"]["output_tokens"] == spoken["usage"]["completion_tokens"]
    assert mine["usage"]["total_tokens"] == spoken["usage"]["total_tokens"]
    assert mine["system_fingerprint"] == spoken["system_fingerprint"]


def test_a_response_says_whether_it_was_cut(respond: Ask) -> None:
    cut = whole(respond(input="the cat", max_output_tokens=2, ignore_eos=True, **SETTINGS))
    assert (cut["status"], cut["output"][0]["status"]) == ("incomplete", "incomplete")
    assert cut["incomplete_details"] == {"reason": "max_output_tokens"}
    ended = whole(respond(input="the cat", logit_bias={"0": 100}, **SETTINGS))
    assert (ended["status"], ended["incomplete_details"]) == ("completed", None)
    assert text_of(ended) == ""


def test_nothing_is_kept_and_the_response_says_so(respond: Ask) -> None:
    made = whole(respond(input="hi", max_output_tokens=1, store=True, metadata={"a": "b"}))
    assert made["store"] is False
    assert made["metadata"] == {}


@pytest.mark.parametrize("options", [{}, LOGPROBS], ids=["plain", "logprobs"])
def test_a_stream_tells_the_whole_response_in_openai_s_order(
    respond: Ask, options: dict[str, Any]
) -> None:
    body = {"input": "the cat", "max_output_tokens": 8} | SETTINGS | options
    made = whole(respond(**body))
    told = events(respond(stream=True, **body))
    kinds = [event["type"] for event in told]
    deltas = [event for event in told if event["type"] == "response.output_text.delta"]
    assert [kind for kind in kinds if kind != "response.output_text.delta"] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        f"response.{made['status']}",
    ]
    assert kinds[4:-4] == ["response.output_text.delta"] * len(deltas)
    assert "".join(event["delta"] for event in deltas) == text_of(made) == told[-4]["text"]
    logprobs = [entry for event in deltas for entry in event["logprobs"]]
    assert logprobs == made["output"][0]["content"][0]["logprobs"] == told[-4]["logprobs"]
    assert told[0]["response"]["status"] == "in_progress"
    assert told[0]["response"]["output"] == []
    last = told[-1]["response"]
    assert last["id"] == told[0]["response"]["id"]
    assert last["output"][0]["id"] == told[2]["item"]["id"] == deltas[0]["item_id"]
    assert last["output"] == [told[-2]["item"]]
    assert last["usage"]["total_tokens"] == made["usage"]["total_tokens"]


def test_a_stream_that_breaks_off_ends_with_an_error(
    respond: Ask, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Iterator[Event]:
        yield Accepted()
        raise RuntimeError("the secret is /root/password")

    runner = type(services.hosting.runner("chatty"))
    monkeypatch.setattr(runner, "complete", lambda *given: in_thread(broken)(given[-1]))
    told = events(respond(input="hi", stream=True))
    assert [event["type"] for event in told[-2:]] == ["response.content_part.added", "error"]
    error = told[-1]["error"]
    assert (error["code"], error["type"]) == ("internal_error", "server_error")
    assert told[-1].items() >= {name: error[name] for name in ("code", "message", "param")}.items()
    assert "secret" not in error["message"]


IMAGE = {"type": "input_image", "image_url": "https://example.org/a.png"}
REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    ("unsupported_parameter", "tools.0.type", {"tools": [{"type": "web_search"}]}),
    ("invalid_parameter", "tool_choice", {"tool_choice": "required"}),
    ("unsupported_parameter", "previous_response_id", {"previous_response_id": "resp_1"}),
    ("unsupported_parameter", "conversation", {"conversation": "conv_1"}),
    ("unsupported_parameter", "prompt", {"prompt": {"id": "pmpt_1"}}),
    ("unsupported_parameter", "background", {"background": True}),
    ("unsupported_parameter", "truncation", {"truncation": "auto"}),
    ("unsupported_parameter", "include.0", {"include": ["file_search_call.results"]}),
    ("unsupported_parameter", "reasoning.effort", {"reasoning": {"effort": "low"}}),
    ("unsupported_parameter", "text.format", {"text": {"format": {"type": "grammar"}}}),
    ("unsupported_parameter", "n", {"n": 2}),
    ("unknown_parameter", "temprature", {"temprature": 0}),
    ("unsupported_parameter", "input.0.type", {"input": [{"type": "item_reference", "ref": "a"}]}),
    ("invalid_parameter", "input", {"input": []}),
    ("invalid_parameter", "input", {"input": 7}),
    ("invalid_parameter", "input.0", {"input": ["a"]}),
    ("invalid_parameter", "input.0.role", {"input": [{"role": "tool", "content": "a"}]}),
    ("invalid_parameter", "input.0.content", {"input": [{"role": "user", "content": [IMAGE]}]}),
    ("invalid_parameter", "instructions", {"instructions": ["a"]}),
    ("invalid_parameter", "max_output_tokens", {"max_output_tokens": 0}),
    ("invalid_parameter", "temperature", {"temperature": 2.1}),
    ("invalid_parameter", "top_logprobs", {"top_logprobs": 2}),
    ("invalid_parameter", "stream_options", {"stream_options": {}}),
    ("no_chat_template", "model", {"model": "tiny"}),
    ("context_length_exceeded", "input", {"input": "x" * 999}),
]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("code", "param", "body"), REFUSED, ids=str)
def test_what_cannot_be_done_is_refused_with_code_and_field(
    respond: Ask, code: str, param: str, body: dict[str, Any], stream: bool
) -> None:
    options = {"stream": True} if stream and "stream_options" not in body else {}
    problem = is_problem(respond(**{"input": "hi"} | options | body), 400)
    assert (problem["error"]["code"], problem["error"]["param"]) == (code, param)


def test_a_kept_response_is_nowhere(client: FlaskClient) -> None:
    assert is_problem(client.get("/v1/responses/resp_1"), 404)["error"]["code"] == "not_found"
