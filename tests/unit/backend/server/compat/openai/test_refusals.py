"""What /v1 refuses: always a problem with OpenAI's error inside, never a 422, never silence."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from support.fixtures.tiny_app import Ask
from support.servers.http_answers import is_problem

TEXT = "the cat"
HI = [{"role": "user", "content": "hi"}]

COMPLETIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("unknown_parameter", "temprature", {"temprature": 0}),
    ("unsupported_parameter", "suffix", {"suffix": "end"}),
    ("unsupported_parameter", "use_beam_search", {"use_beam_search": True}),
    ("unsupported_parameter", "stop_token_ids", {"stop_token_ids": [3]}),
    ("unsupported_parameter", "best_of", {"best_of": 3, "stream": True}),
    ("invalid_parameter", "best_of", {"best_of": 1, "n": 2}),
    ("invalid_parameter", "n", {"n": 9}),
    ("invalid_parameter", "logprobs", {"logprobs": 21}),
    ("invalid_parameter", "logprobs", {"logprobs": -1}),
    ("invalid_parameter", "logprobs", {"logprobs": True}),
    ("invalid_parameter", "temperature", {"temperature": 2.1}),
    ("invalid_parameter", "temperature", {"temperature": "0"}),
    ("invalid_parameter", "top_p", {"top_p": 0}),
    ("invalid_parameter", "seed", {"seed": 2**63}),
    ("invalid_parameter", "max_tokens", {"max_tokens": 0}),
    ("invalid_parameter", "max_tokens", {"max_tokens": -1}),
    ("invalid_parameter", "min_tokens", {"min_tokens": 17}),
    ("invalid_parameter", "stop", {"stop": ["x"] * 17}),
    ("invalid_parameter", "stop.0", {"stop": [""]}),
    ("invalid_parameter", "stop", {"stop": 3}),
    ("invalid_parameter", "stream_options", {"stream_options": {"include_usage": True}}),
    ("unknown_parameter", "stream_options.x", {"stream": True, "stream_options": {"x": 1}}),
    ("invalid_parameter", "logit_bias.999999", {"logit_bias": {"999999": 1}}),
    ("invalid_parameter", "logit_bias.5", {"logit_bias": {"5": 101}}),
    ("invalid_parameter", "truncate_prompt_tokens", {"truncate_prompt_tokens": 0}),
    ("invalid_parameter", "prompt", {"prompt": None}),
    ("invalid_parameter", "prompt", {"prompt": []}),
    ("invalid_parameter", "prompt", {"prompt": [[]]}),
    ("invalid_parameter", "prompt", {"prompt": ["a", 1]}),
    ("invalid_parameter", "prompt", {"prompt": [1, True]}),
    ("invalid_parameter", "prompt", {"prompt": [1.5]}),
    ("invalid_parameter", "prompt", {"prompt": ["a"] * 65}),
    ("invalid_parameter", "prompt", {"prompt": ["a"] * 10, "n": 8}),
    ("token_out_of_range", "prompt.1", {"prompt": [1, 331]}),
    ("token_out_of_range", "prompt.0", {"prompt": [-1]}),
    ("token_out_of_range", "prompt.1.0", {"prompt": [[1], [10**12]]}),
    ("token_out_of_range", "prompt.0", {"prompt": [10**30, 1], "truncate_prompt_tokens": 1}),
    ("context_length_exceeded", "prompt", {"prompt": [1] * 400}),
    ("context_length_exceeded", "prompt.1", {"prompt": ["a", "a" * 400]}),
    ("context_length_exceeded", "prompt", {"max_tokens": 4000}),
    ("context_length_exceeded", "prompt", {"prompt": [1] * 321, "max_tokens": 0, "echo": True}),
]  # fmt: skip


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("code", "param", "body"), COMPLETIONS, ids=str)
def test_a_completion_is_refused_with_code_and_field(
    complete: Ask, code: str, param: str, body: dict[str, Any], stream: bool
) -> None:
    options = {"stream": True} if stream and "stream_options" not in body else {}
    problem = is_problem(complete(**{"prompt": TEXT} | options | body), 400)
    assert (problem["error"]["code"], problem["error"]["param"]) == (code, param)
    assert problem["error"]["type"] == "invalid_request_error"


CHATS: list[tuple[str, str | None, dict[str, Any]]] = [
    ("no_chat_template", "model", {"model": "tiny"}),
    ("invalid_parameter", "tools.0.function", {"tools": [{"type": "function"}]}),
    ("invalid_parameter", "top_logprobs", {"top_logprobs": 2}),
    ("invalid_parameter", "top_logprobs", {"top_logprobs": 21, "logprobs": True}),
    ("invalid_parameter", "logprobs", {"logprobs": 1}),
    ("invalid_parameter", "max_completion_tokens", {"max_completion_tokens": 0}),
    ("invalid_parameter", "messages", {"messages": []}),
    (
        "invalid_parameter",
        "messages.0.tool_call_id",
        {"messages": [{"role": "tool", "content": "a"}]},
    ),
    ("invalid_parameter", "messages.0.content", {"messages": [{"role": "user"}]}),
    ("invalid_parameter", "messages.0.content", {"messages": [{"role": "user", "content": None}]}),
    ("invalid_parameter", "messages.0.name", {"messages": [HI[0] | {"name": 7}]}),
    ("invalid_parameter", "messages.0.name", {"messages": [HI[0] | {"name": ""}]}),
    (
        "invalid_parameter",
        "messages.0.content",
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
    ),
    ("context_length_exceeded", "messages", {"messages": [{"role": "user", "content": "x" * 999}]}),
    ("context_length_exceeded", "messages", {"max_tokens": 4000}),
]


@pytest.mark.parametrize(("code", "param", "body"), CHATS, ids=str)
def test_a_chat_is_refused_with_code_and_field(
    chat: Ask, code: str, param: str, body: dict[str, Any]
) -> None:
    problem = is_problem(chat(**{"messages": HI} | body), 400)
    assert (problem["error"]["code"], problem["error"]["param"]) == (code, param)


def test_an_unknown_model_is_a_404(complete: Ask, chat: Ask) -> None:
    for answer in (complete(prompt=TEXT, model="gpt-9"), chat(messages=HI, model="gpt-9")):
        assert is_problem(answer, 404)["error"]["code"] == "model_not_found"


def test_a_precision_that_the_model_does_not_have_is_refused(complete: Ask, chat: Ask) -> None:
    for answer in (complete(prompt=TEXT, precision="int8"), chat(messages=HI, precision="int8")):
        problem = is_problem(answer, 409)
        assert problem["error"]["code"] == "graph_not_made"
    assert complete(prompt=TEXT, precision="fp32").status_code == 200


CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}


TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}


def test_tools_are_refused_where_the_model_s_template_has_none(chat: Ask) -> None:
    problem = is_problem(chat(messages=HI, tools=[TOOL]), 400)
    assert problem["error"]["code"] == "unsupported_parameter"
    assert problem["error"]["param"] == "tools"
    assert "The chat template of chatty has no place for tools" in problem["detail"]
    assert chat(messages=HI, tools=[TOOL], tool_choice="none", max_tokens=1).status_code == 200


def test_a_message_that_calls_tools_is_refused_there_too(chat: Ask) -> None:
    """Its content is null, as OpenAI's API has it; a result of the tool follows."""
    calls = {"role": "assistant", "content": None, "tool_calls": [CALL]}
    result = {"role": "tool", "tool_call_id": "a", "content": "1"}
    problem = is_problem(chat(messages=[*HI, calls, result]), 400)
    assert problem["error"]["code"] == "unsupported_parameter"
    assert problem["error"]["param"] == "messages"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/embedding", "/v1/embeddings"),
        ("/pooling", "/v1/embeddings"),
        ("/v1/rerank", "rerank"),
        ("/v1/moderations", "moderations"),
        ("/v1/images/generations", "No images"),
        ("/v1/audio/speech", "audio"),
        ("/v1/messages", "Anthropic's messages"),
        ("/api/chat", "Ollama's API"),
        ("/api/tags", "Ollama's API"),
        ("/infill", "infill"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_of_another_server_is_refused_in_words_that_name_it(
    client: FlaskClient, method: str, path: str, words: str
) -> None:
    problem = is_problem(client.open(path, method=method, json={}), 404)
    assert words in problem["error"]["message"]
    assert problem["error"]["message"].startswith(f"There is no {path}: ")
    assert problem["error"]["code"] == "not_found"


def test_an_address_of_nobody_is_a_plain_404(client: FlaskClient) -> None:
    for path in ("/v1/embeddingsx", "/api/v2", "/nothing"):
        problem = is_problem(client.post(path, json={}), 404)
        assert problem["detail"].startswith("There is nothing at this address")
