"""The tokenizer's routes at the root, as clients use them that count tokens themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from shotglass.server.services import MOST_LONG
from shotglass.server.streaming import room


def post(client: FlaskClient, route: str, **body: Any) -> Any:
    return client.post(f"/{route}", json=body)


def test_text_and_tokens_are_each_others_inverse(client: FlaskClient) -> None:
    for text in ("the cat", "naïve 👍🏽", "", "\u0000"):
        told = post(client, "tokenize", prompt=text, add_special_tokens=False).get_json()
        assert told["tokens"] == list(text.encode())
        assert told["count"] == len(told["tokens"])
        assert told["max_model_len"] == 32
        assert post(client, "detokenize", tokens=told["tokens"]).get_json() == {
            "prompt": text,
            "content": text,
        }


def test_llama_cpps_fields_are_read_too(client: FlaskClient) -> None:
    text = "á <0x00>"
    told = post(client, "tokenize", content=text).get_json()
    assert told["tokens"] == post(client, "tokenize", prompt=text).get_json()["tokens"]
    pieces = post(client, "tokenize", content="aá", with_pieces=True).get_json()
    assert pieces["tokens"] == [
        {"id": 97, "piece": "a"},
        {"id": 195, "piece": [195]},
        {"id": 161, "piece": [161]},
    ]
    assert pieces["count"] == 3
    for special in (True, False):
        plain = post(client, "tokenize", content="a", add_special=special, parse_special=False)
        assert plain.get_json()["tokens"] == [97]


def test_the_info_names_what_ends_a_text_and_where_a_model_is_full(client: FlaskClient) -> None:
    info = client.get("/tokenizer_info").get_json()
    assert info["model"] == "fake"
    assert {"eos_token", "bos_token", "pad_token", "chat_template"} <= set(info)
    assert info["eos_token"] == "<0x00>" or info["eos_token"] == "\x00"
    assert client.get("/tokenizer_info?model=gap").get_json()["model"] == "gap"


@pytest.mark.parametrize("tokens", [[256], [-1], [10**30]])
def test_what_is_no_token_is_refused(client: FlaskClient, tokens: list[int]) -> None:
    problem = is_problem(post(client, "detokenize", tokens=tokens), 400)
    assert problem["error"]["code"] == "token_out_of_range"
    assert problem["error"]["param"] == "tokens.0"


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("tokenize", {}),
        ("tokenize", {"prompt": "a", "content": "a"}),
        ("tokenize", {"content": 1}),
        ("tokenize", {"prompt": ["a"]}),
        ("tokenize", {"prompt": "a", "text": "b"}),
        ("detokenize", {"tokens": "a"}),
        ("detokenize", {"tokens": [True]}),
    ],
)
def test_a_wrong_body_is_a_400(client: FlaskClient, route: str, body: dict[str, Any]) -> None:
    is_problem(post(client, route, **body), 400)


def test_the_tokens_of_a_long_text_are_those_of_its_parts(client: FlaskClient) -> None:
    """It is answered in parts, which are JSON as a whole."""
    short, long = (
        client.post("/api/v1/tokenize", json={"model": "fake", "text": "naïve " * times})
        for times in (1, 4000)
    )
    begin, whole = short.get_json(), json.loads(long.data)
    assert list(whole) == list(begin) == ["tokens", "count"]
    assert whole["count"] == len(whole["tokens"]) == 4000 * begin["count"]
    assert whole["tokens"][: begin["count"]] == begin["tokens"]
    assert [token["id"] for token in whole["tokens"]] == 4000 * [
        token["id"] for token in begin["tokens"]
    ]
    assert whole["tokens"][-1]["end"] == 6 * 4000


def test_few_long_texts_are_read_at_once_and_short_ones_beside_them(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes the memory of a small model while it is read and until it has been sent."""
    monkeypatch.setattr(room, "PATIENCE", 0.05)
    long = {"model": "fake", "text": "a" * 30_000}
    opened = [client.post("/api/v1/tokenize", json=long, buffered=False) for _ in range(MOST_LONG)]
    assert [answer.status_code for answer in opened] == [200] * MOST_LONG
    for route, body in (
        ("api/v1/tokenize", long),
        ("tokenize", {"prompt": long["text"]}),
        ("api/v1/chat/render", {"model": "fake", "messages": [
            {"role": "user", "content": long["text"]}
        ]}),
    ):  # fmt: skip
        answer = post(client, route, **body)
        assert "long texts as tokens is taken by 2" in is_problem(answer, 429)["detail"]
        assert answer.headers["Retry-After"] == "0"
    assert post(client, "tokenize", prompt="a").status_code == 200
    for answer in opened:
        answer.close()
    assert post(client, "tokenize", prompt=long["text"]).status_code == 200


def test_an_unknown_model_is_a_404(client: FlaskClient) -> None:
    for answer in (
        post(client, "tokenize", prompt="a", model="nope"),
        post(client, "detokenize", tokens=[1], model="nope"),
        client.get("/tokenizer_info?model=nope"),
    ):
        assert is_problem(answer, 404)["error"]["code"] == "model_not_found"
