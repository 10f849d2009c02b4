"""PyPI's openai client, unchanged, against files and batches of the live server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest
from openai import OpenAI
from openai.types import Batch
from support.servers.live_server import live_server

HI: Any = [{"role": "user", "content": "the cat"}]
OPTIONS: dict[str, Any] = {"seed": 7, "temperature": 1.2}
BODIES: dict[Any, list[dict[str, Any]]] = {
    "/v1/completions": [
        {"model": "plain", "prompt": f"the cat {number}", "max_tokens": 5, "logprobs": 3} | OPTIONS
        for number in range(12)
    ],
    "/v1/chat/completions": [
        {"model": "chatty", "messages": HI, "max_tokens": 5, "n": 2, "logprobs": True} | OPTIONS
    ],
    "/v1/responses": [{"model": "chatty", "input": "a dog", "max_output_tokens": 5} | OPTIONS],
    "/v1/embeddings": [
        {"model": "gaps", "input": ["a dog", "the cat"]},
        {"model": "plain", "input": "red", "encoding_format": "base64"},
    ],
}
OWN = {"id", "created", "created_at", "completed_at"}  # of each answer


@pytest.fixture(scope="module")
def client(tiny_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenAI]:
    folder = str(tmp_path_factory.mktemp("batches"))
    options = ("--precision", "fp32", "--batches", folder, "--api-key", "letmein")
    with (
        live_server(tiny_models, *options, ready="/health/live") as address,
        OpenAI(base_url=f"{address}/v1", api_key="letmein", max_retries=0) as made,
    ):
        yield made


def begun(client: OpenAI, endpoint: Any, bodies: list[dict[str, Any]]) -> Batch:
    lines = [
        {"custom_id": str(number), "method": "POST", "url": endpoint, "body": body}
        for number, body in enumerate(bodies)
    ]
    data = "\n".join(map(json.dumps, lines)).encode()
    file = client.files.create(file=("in.jsonl", data), purpose="batch")
    return client.batches.create(
        input_file_id=file.id, endpoint=endpoint, completion_window="24h", metadata={"week": "3"}
    )


def ended(client: OpenAI, batch: Batch) -> Batch:
    end = time.monotonic() + 120
    while (now := client.batches.retrieve(batch.id)).status == "in_progress":
        assert time.monotonic() < end, now
        time.sleep(0.1)
    return now


def answers(client: OpenAI, file: str | None) -> dict[str, Any]:
    assert file is not None
    lines = [json.loads(line) for line in client.files.content(file).text.splitlines()]
    assert len({line["custom_id"] for line in lines}) == len(lines)
    return {line["custom_id"]: line["response"] for line in lines}


def plain(answer: Any) -> Any:
    """Without what each answer has of its own."""
    if isinstance(answer, dict):
        return {name: plain(value) for name, value in answer.items() if name not in OWN}
    return [plain(value) for value in answer] if isinstance(answer, list) else answer


def cacheless(answer: dict[str, Any]) -> dict[str, Any]:
    """Which tokens were computed already depends on who asked before."""
    return {name: value for name, value in plain(answer).items() if name != "usage"}


@pytest.mark.parametrize("endpoint", BODIES)
def test_answers_are_those_of_the_same_requests_asked_alone(client: OpenAI, endpoint: Any) -> None:
    bodies = BODIES[endpoint]
    batch = ended(client, begun(client, endpoint, bodies))
    assert (batch.status, batch.metadata, batch.error_file_id) == ("completed", {"week": "3"}, None)
    there = answers(client, batch.output_file_id)
    for number, body in enumerate(bodies):
        alone: Any = client.post(endpoint.removeprefix("/v1"), body=body, cast_to=object)
        assert there[str(number)]["status_code"] == 200
        assert cacheless(there[str(number)]["body"]) == cacheless(alone)


def test_requests_that_are_refused_are_in_the_error_file(client: OpenAI) -> None:
    body = BODIES["/v1/completions"][0]
    odd = [{"model": "none"}, {"prompt": []}, {"temprature": 1}, {"max_tokens": 0}]
    batch = ended(client, begun(client, "/v1/completions", [body, *(body | each for each in odd)]))
    assert batch.request_counts is not None
    assert (batch.request_counts.completed, batch.request_counts.failed) == (1, 4)
    refusals = answers(client, batch.error_file_id)
    assert {id: refusal["status_code"] for id, refusal in refusals.items()} == {
        "1": 404, "2": 400, "3": 400, "4": 400,
    }  # fmt: skip
    assert refusals["3"]["body"]["error"]["code"] == "unknown_parameter"


def test_files_and_batches_are_listed_page_by_page_cancelled_and_removed(client: OpenAI) -> None:
    long = [{"model": "plain", "prompt": "a", "max_tokens": 300, "ignore_eos": True}] * 400
    first = begun(client, "/v1/completions", long)
    second = begun(client, "/v1/completions", long[:1])
    assert [batch.id for batch in client.batches.list(limit=1)][:2] == [second.id, first.id]
    assert client.files.retrieve(first.input_file_id).filename == "in.jsonl"
    assert first.input_file_id in [file.id for file in client.files.list(purpose="batch", limit=2)]
    with pytest.raises(openai.ConflictError):
        client.files.delete(first.input_file_id)
    assert client.batches.cancel(first.id).status == "cancelled"
    assert ended(client, second).status == "completed"
    assert client.files.delete(first.input_file_id).deleted
    with pytest.raises(openai.NotFoundError):
        client.files.content(first.input_file_id)
    with pytest.raises(openai.ConflictError):
        client.batches.cancel(first.id)


def test_a_line_that_is_no_request_is_a_bad_request_error(client: OpenAI) -> None:
    file = client.files.create(file=("in.jsonl", b'{"custom_id": 1}\n'), purpose="batch")
    with pytest.raises(openai.BadRequestError, match="line 1: /custom_id"):
        client.batches.create(
            input_file_id=file.id, endpoint="/v1/completions", completion_window="24h"
        )
