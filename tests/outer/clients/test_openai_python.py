"""PyPI's openai client against the live server: what it offers, and every class of its errors."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, Literal

import numpy as np
import openai
import pytest
from openai import OpenAI
from outer.clients.conftest import Scripted
from pydantic import BaseModel

HI: Any = [{"role": "user", "content": "the cat"}]
OPTIONS: dict[str, Any] = {"max_tokens": 6, "seed": 7, "temperature": 1.2}


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as made:
        yield made


@pytest.fixture
def strange(scripted: Scripted) -> Iterator[OpenAI]:
    """Of the server that follows a script."""
    with OpenAI(base_url=f"{scripted.address}/v1", api_key="none", max_retries=0) as made:
        yield made


def test_models_are_listed_and_got(client: OpenAI) -> None:
    models = list(client.models.list())
    assert [model.id for model in models] == ["chatty", "plain", "tooled"]
    assert client.models.retrieve("plain") == models[1]
    assert models[1].model_extra is not None
    assert models[1].model_extra["max_model_len"] == 320


@pytest.mark.parametrize("prompt", ["the cat", ["the cat", "a dog"], [1, 2, 3], [[1, 2], [3]]])
def test_a_completion_has_text_usage_and_reason(client: OpenAI, prompt: Any) -> None:
    made = client.completions.create(model="plain", prompt=prompt, **OPTIONS)
    prompts = len(prompt) if isinstance(prompt, list) and not isinstance(prompt[0], int) else 1
    assert len(made.choices) == prompts
    assert all(choice.finish_reason in ("stop", "length") for choice in made.choices)
    assert made.usage is not None
    assert made.usage.total_tokens == made.usage.prompt_tokens + made.usage.completion_tokens
    assert (
        made.system_fingerprint
        == client.completions.create(model="plain", prompt="a", max_tokens=1).system_fingerprint
    )


def test_a_stream_holds_the_same_bits_as_the_whole(client: OpenAI) -> None:
    asked: Any = {"model": "plain", "prompt": "the cat", "n": 3, "logprobs": 5} | OPTIONS
    whole = client.completions.create(**asked)
    texts, logprobs, reasons, usage = ["", "", ""], [[], [], []], [None] * 3, None  # type: ignore[var-annotated]
    options = {"include_usage": True}
    for chunk in client.completions.create(**asked, stream=True, stream_options=options):
        usage = chunk.usage or usage
        for choice in chunk.choices:
            texts[choice.index] += choice.text
            reasons[choice.index] = choice.finish_reason or reasons[choice.index]  # type: ignore[call-overload]
            if choice.logprobs:
                logprobs[choice.index] += choice.logprobs.token_logprobs or []
    assert usage == whole.usage
    for choice in whole.choices:
        assert choice.logprobs is not None
        told = (texts[choice.index], logprobs[choice.index], reasons[choice.index])
        assert told == (choice.text, choice.logprobs.token_logprobs, choice.finish_reason)


def test_echo_and_logprobs(client: OpenAI) -> None:
    made = client.completions.create(
        model="plain", prompt="the cat", echo=True, logprobs=20, max_tokens=1, temperature=0
    )
    (choice,) = made.choices
    assert choice.text.startswith("the cat")
    assert choice.logprobs is not None
    tokens, top = choice.logprobs.tokens, choice.logprobs.top_logprobs
    assert tokens is not None
    assert top is not None
    assert choice.logprobs.token_logprobs is not None
    assert choice.logprobs.token_logprobs[0] is None
    assert top[-1][tokens[-1]] == choice.logprobs.token_logprobs[-1] == max(top[-1].values())


def test_best_of_stop_bias_penalties_and_extras(client: OpenAI) -> None:
    made = client.completions.create(
        model="plain",
        prompt="the cat",
        n=2,
        best_of=4,
        stop=["\n", "zz"],
        logit_bias={"5": -100},
        presence_penalty=0.5,
        frequency_penalty=0.5,
        user="me",
        extra_body={"top_k": 50, "min_p": 0.01, "repetition_penalty": 1.1, "min_tokens": 2},
        **OPTIONS,
    )
    assert [choice.index for choice in made.choices] == [0, 1]


def test_a_chat_whole_and_streamed(client: OpenAI) -> None:
    asked: Any = {"model": "chatty", "messages": HI, "logprobs": True, "top_logprobs": 3} | OPTIONS
    whole = client.chat.completions.create(**asked)
    message = whole.choices[0].message
    assert message.role == "assistant"
    logprobs = whole.choices[0].logprobs
    assert logprobs is not None
    assert logprobs.content is not None
    assert len(logprobs.content[0].top_logprobs) == 3

    text, told, usage, roles = "", [], None, []
    options = {"include_usage": True}
    for chunk in client.chat.completions.create(**asked, stream=True, stream_options=options):
        usage = chunk.usage or usage
        for choice in chunk.choices:
            roles.append(choice.delta.role)
            text += choice.delta.content or ""
            if choice.logprobs and choice.logprobs.content:
                told += choice.logprobs.content
    assert roles[0] == "assistant"
    assert (text, usage) == (message.content, whole.usage)
    assert told == logprobs.content


RESPONSE: dict[str, Any] = {"model": "chatty", "input": "the cat", "temperature": 1.2}


def test_a_response_whole_and_streamed(client: OpenAI) -> None:
    asked = RESPONSE | {"max_output_tokens": 6, "extra_body": {"seed": 7}}
    whole = client.responses.create(**asked)
    chatted = client.chat.completions.create(model="chatty", messages=HI, **OPTIONS)
    assert whole.output_text == chatted.choices[0].message.content
    assert whole.usage is not None
    assert chatted.usage is not None
    assert whole.usage.total_tokens == chatted.usage.total_tokens
    told = list(client.responses.create(**asked, stream=True))
    assert (told[0].type, told[-1].type) == ("response.created", f"response.{whole.status}")
    texts = [event.delta for event in told if event.type == "response.output_text.delta"]
    assert "".join(texts) == whole.output_text


@pytest.mark.parametrize("text", ["the cat", ["the cat", "a dog"], [1, 2, 3], [[1, 2], [3]]])
@pytest.mark.parametrize("model", ["plain", "gaps"])
def test_vectors_are_the_same_as_base64_and_as_numbers(
    client: OpenAI, model: str, text: Any
) -> None:
    """By itself the client asks for base64 and reads it."""
    short = client.embeddings.create(model=model, input=text)
    plain = client.embeddings.create(model=model, input=text, encoding_format="float")
    assert [each.index for each in short.data] == list(range(len(plain.data)))
    assert short.usage == plain.usage
    for one, other in zip(short.data, plain.data, strict=True):
        assert np.array_equal(np.float32(one.embedding), np.float32(other.embedding))
        assert np.linalg.norm(np.float32(one.embedding)) == pytest.approx(1, abs=1e-6)


def test_a_vector_that_cannot_be_had_is_a_bad_request(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="dimensions"):
        client.embeddings.create(model="plain", input="a", dimensions=8)
    whole = client.embeddings.create(model="plain", input="a", dimensions=52)
    assert len(whole.data[0].embedding) == 52


def test_a_response_is_gone_on_from_by_its_own_output(client: OpenAI) -> None:
    first = client.responses.create(**RESPONSE, instructions="Be brief.", max_output_tokens=4)
    said: Any = [{"role": "user", "content": "the cat"}, *first.output]
    said += [{"role": "user", "content": "go on"}]
    second = client.responses.create(model="chatty", input=said, max_output_tokens=4)
    assert second.status in ("completed", "incomplete")


def test_the_clients_own_stream_helper_reads_a_response(client: OpenAI) -> None:
    asked = RESPONSE | {"extra_body": {"seed": 7, "logit_bias": {"0": 6}}}
    with client.responses.stream(**asked) as stream:
        texts = [event.delta for event in stream if event.type == "response.output_text.delta"]
        final = stream.get_final_response()
    assert "".join(texts) == final.output_text == client.responses.create(**asked).output_text


@pytest.mark.parametrize(
    ("param", "extra"),
    [
        ("tools.0.type", {"tools": [{"type": "web_search"}]}),
        ("previous_response_id", {"previous_response_id": "resp_1"}),
        ("reasoning.effort", {"reasoning": {"effort": "high"}}),
    ],
)
def test_what_a_response_cannot_have_is_a_bad_request_that_names_it(
    client: OpenAI, param: str, extra: Any
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(**RESPONSE, **extra)
    assert (caught.value.code, caught.value.param) == ("unsupported_parameter", param)


def test_the_clients_own_stream_helper_reads_a_chat(client: OpenAI) -> None:
    asked: Any = {"model": "chatty", "messages": HI} | OPTIONS
    asked |= {"max_tokens": 200, "logit_bias": {"0": 6}}  # it takes no text that was cut
    with client.chat.completions.stream(**asked) as stream:
        for _ in stream:
            pass
        final = stream.get_final_completion()
    whole = client.chat.completions.create(**asked)
    assert whole.choices[0].message.content
    assert final.choices[0].message.content == whole.choices[0].message.content


class Weather(BaseModel):
    """What the weather is like."""

    place: Literal["here", "there"]
    days: Literal[1, 2, 3]


def test_a_tool_is_called_and_its_result_gone_on_from(client: OpenAI) -> None:
    tool = openai.pydantic_function_tool(Weather)
    asked: Any = {"model": "tooled", "tools": [tool], "max_tokens": 200, "seed": 7}
    demanded: Any = asked | {"tool_choice": "required"}
    made = client.chat.completions.parse(messages=HI, **demanded)
    message = made.choices[0].message
    assert made.choices[0].finish_reason == "tool_calls"
    assert message.tool_calls
    (call,) = message.tool_calls
    assert isinstance(call.function.parsed_arguments, Weather)
    with client.chat.completions.stream(messages=HI, **demanded) as stream:
        for _ in stream:
            pass
        final = stream.get_final_completion()
    assert final.choices[0].message.tool_calls
    assert final.choices[0].message.tool_calls[0].function.arguments == call.function.arguments
    plain: Any = message.model_dump(include={"role", "content", "tool_calls"}, mode="json")
    for each in plain["tool_calls"]:
        each["function"].pop("parsed_arguments", None)
    result: Any = {"role": "tool", "tool_call_id": call.id, "content": "Rain."}
    after = client.chat.completions.create(messages=[*HI, plain, result], **asked)
    assert after.choices[0].finish_reason in ("stop", "length")


def test_a_response_calls_a_function_and_is_gone_on_from(client: OpenAI) -> None:
    tool: Any = openai.pydantic_function_tool(Weather)["function"] | {"type": "function"}
    asked: Any = {"model": "tooled", "tools": [tool], "max_output_tokens": 200}
    asked["extra_body"] = {"seed": 7}
    given: list[Any] = list(HI)
    made = client.responses.parse(input=given, tool_choice="required", **asked)
    (call,) = made.output
    assert call.type == "function_call"
    assert isinstance(Weather.model_validate_json(call.arguments), Weather)
    with client.responses.stream(input=given, tool_choice="required", **asked) as stream:
        types = [event.type for event in stream]
        final = stream.get_final_response()
    assert types[-4:-1] == [
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_item.done",
    ]
    assert final.output[0].type == "function_call"
    assert final.output[0].arguments == call.arguments
    given += client.responses.create(input=given, tool_choice="required", **asked).output
    given += [{"type": "function_call_output", "call_id": given[-1].call_id, "output": "Rain."}]
    after = client.responses.create(input=given, **asked)
    assert after.status in ("completed", "incomplete")
    assert after.usage
    assert after.usage.input_tokens > made.usage.input_tokens  # type: ignore[union-attr]


class Verdict(BaseModel):
    label: Literal["good", "bad"]
    sure: bool


def test_the_clients_own_parser_reads_what_is_held_to_a_schema(client: OpenAI) -> None:
    chat = client.chat.completions.parse(
        model="chatty", messages=HI, response_format=Verdict, max_tokens=64
    )
    assert isinstance(chat.choices[0].message.parsed, Verdict)
    response = client.responses.parse(
        model="chatty", input="the cat", text_format=Verdict, max_output_tokens=64
    )
    assert isinstance(response.output_parsed, Verdict)


REFUSED: list[tuple[str, str | None, dict[str, Any]]] = [
    ("unknown_parameter", "temprature", {"extra_body": {"temprature": 0}}),
    ("unsupported_parameter", "suffix", {"suffix": "end"}),
    ("invalid_parameter", "temperature", {"temperature": 3}),
    ("invalid_parameter", "n", {"n": 200}),
    ("invalid_parameter", "best_of", {"n": 3, "best_of": 2}),
    ("context_length_exceeded", "prompt", {"prompt": "x" * 999}),
    ("token_out_of_range", "prompt.0", {"prompt": [999_999]}),
]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("code", "param", "body"), REFUSED, ids=str)
def test_a_bad_request_is_a_bad_request_error(
    client: OpenAI, code: str, param: str, body: dict[str, Any], stream: bool
) -> None:
    asked: Any = {"model": "plain", "prompt": "hi", "stream": stream} | body
    with pytest.raises(openai.BadRequestError) as caught:
        client.completions.create(**asked)
    assert (caught.value.code, caught.value.param) == (code, param)
    assert caught.value.type == "invalid_request_error"
    assert str(caught.value.request_id)


def chatted(client: OpenAI) -> object:
    return client.chat.completions.create(model="plain", messages=HI)


def completed(model: str, prompt: str = "hi") -> Callable[[OpenAI], object]:
    return lambda client: client.completions.create(model=model, prompt=prompt)


def retrieved(client: OpenAI) -> object:
    return client.models.retrieve("gpt-9")


def listed_elsewhere(client: OpenAI) -> object:
    return client.with_options(default_headers={"Origin": "https://evil.example"}).models.list()


@pytest.mark.parametrize(
    ("ask", "error", "status", "code"),
    [
        (chatted, openai.BadRequestError, 400, "no_chat_template"),
        (completed("gpt-9"), openai.NotFoundError, 404, "model_not_found"),
        (retrieved, openai.NotFoundError, 404, "model_not_found"),
        (completed("gaps"), openai.ConflictError, 409, "wrong_task"),
        (listed_elsewhere, openai.PermissionDeniedError, 403, "forbidden_origin"),
        (completed("plain", "x" * (2 << 20)), openai.APIStatusError, 413, "body_too_large"),
    ],
)
def test_each_status_has_the_clients_class_of_error(
    client: OpenAI,
    ask: Callable[[OpenAI], object],
    error: type[openai.APIStatusError],
    status: int,
    code: str,
) -> None:
    with pytest.raises(error) as caught:
        ask(client)
    assert (caught.value.status_code, caught.value.code) == (status, code)


def test_an_unexpected_error_is_an_internal_server_error_and_not_tried_again(
    strange: OpenAI,
) -> None:
    began, patient = time.monotonic(), strange.with_options(max_retries=5)
    with pytest.raises(openai.InternalServerError) as caught:
        patient.completions.create(model="fake", prompt="crash later")
    assert caught.value.code == "internal_error"
    assert time.monotonic() - began < 8  # five more tries wait for eleven seconds at least


def test_an_error_in_a_stream_is_an_api_error(strange: OpenAI) -> None:
    with pytest.raises(openai.APIError, match="nobody expected") as caught:
        list(strange.completions.create(model="fake", prompt="crash later", stream=True))
    assert caught.value.code == "internal_error"


def busy(client: OpenAI) -> list[Any]:
    """As many slow streams as may run."""
    asked: Any = {"model": "fake", "prompt": "slow long", "max_tokens": 500, "stream": True}
    return [client.completions.create(**asked) for _ in range(4)]


def test_beyond_capacity_is_a_rate_limit_error(strange: OpenAI) -> None:
    streams = busy(strange)
    with pytest.raises(openai.RateLimitError) as caught:
        strange.completions.create(model="fake", prompt="hi")
    assert caught.value.code == "queue_full"
    assert int(caught.value.response.headers["Retry-After"]) > 0
    for stream in streams:
        stream.close()


def test_the_client_comes_back_by_itself_when_there_is_room(strange: OpenAI) -> None:
    streams = busy(strange)
    for stream in streams:
        stream.close()
    made = strange.with_options(max_retries=3).completions.create(model="fake", prompt="hi")
    assert made.choices[0].text == "abc"


def test_a_client_that_waits_no_longer_is_a_timeout_and_frees_the_server(
    strange: OpenAI, scripted: Scripted
) -> None:
    with pytest.raises(openai.APITimeoutError):
        strange.with_options(timeout=0.5).completions.create(model="fake", prompt="wait")
    assert scripted.line() == "closed"


def test_a_stream_that_is_closed_stops_the_work(strange: OpenAI, scripted: Scripted) -> None:
    stream = busy(strange)[0]
    next(iter(stream))
    stream.close()
    assert scripted.line() == "closed"
