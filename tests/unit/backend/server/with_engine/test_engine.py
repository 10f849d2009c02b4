"""The server over the real engine and a tiny random model: HTTP says what the engine says."""

from __future__ import annotations

import threading
import time
from base64 import b64decode
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import events_of, is_problem

from shotglass.server.services import Services

PROMPT = {
    "instruction": "Say the sentiment.",
    "template": "Review: {input}\nSentiment:{output}\n\n",
    "shot_sets": {
        "main": [
            {"input": "good", "output": " Positive"},
            {"input": "the dog ran", "output": " Negative"},
        ]
    },
    "query": {"input": "the cat sat", "expected": " Positive"},
    "labels": [{"text": " Positive"}, {"text": " Negative"}],
}
LANES = [
    {"id": "zero"},
    {"id": "one", "shot_set": "main", "shots": [1]},
    {"id": "few", "shot_set": "main", "shots": [0, 1]},
]
GREEDY = {"max_tokens": 6, "temperature": 0}


def post(client: FlaskClient, route: str, **body: Any) -> Any:
    return client.post(f"/api/v1/{route}", json={"model": "tiny"} | body)


def test_ready_comes_by_itself(client: FlaskClient) -> None:
    deadline = time.monotonic() + 20
    while client.get("/health/ready").status_code == 503 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert client.get("/health/ready").get_json() == {"status": "ok", "model": "tiny"}


def test_each_lane_equals_the_single_call_with_its_prompt(client: FlaskClient) -> None:
    settings = GREEDY | {"temperature": 1.0, "n": 2, "seed": 5, "stop": ["\n\n"]}
    answer = post(client, "compare", prompt=PROMPT, lanes=LANES, settings=settings)
    events = events_of(answer.data)
    starts = {event["lane"]: event for event in events if event["type"] == "start"}
    assert set(starts) == {"zero", "one", "few"}
    for lane, start in starts.items():
        alone = events_of(post(client, "generate", prompt=start["prompt"], settings=settings).data)
        assert tokens(events, lane) == tokens(alone, "")
        (mine,) = [e for e in events if e["type"] == "score" and e["lane"] == lane]
        labels = [label["text"] for label in PROMPT["labels"]]
        single = post(client, "score", prompt=start["prompt"], labels=labels).get_json()
        assert mine["labels"] == single["labels"]
    assert events[-1]["type"] == "end"


def tokens(events: list[dict[str, Any]], lane: str) -> list[tuple[Any, ...]]:
    return sorted(
        (event["sample"], event["index"], event["id"], event["logprob"])
        for event in events
        if event["type"] == "token" and event["lane"] == lane
    )


def test_a_lane_that_is_too_long_is_told_how_many_examples_to_drop(client: FlaskClient) -> None:
    shots = [{"input": "x" * 100, "output": " y"}] * 5  # 320 tokens hold two of them
    long = PROMPT | {"shot_sets": {"main": shots}}
    lanes = [{"id": "few", "shot_set": "main", "shots": [0, 1, 2, 3, 4]}]
    answer = post(client, "compare", prompt=long, lanes=lanes, settings=GREEDY)
    failed = events_of(answer.data)[0]
    assert failed["problem"]["detail"].endswith("Dropping 3 examples makes it fit.")
    assert post(
        client, "compare", prompt=long, lanes=[lanes[0] | {"shots": [0, 1]}], settings=GREEDY
    ).data.startswith(b'data: {"type": "start"')


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("generate", {"prompt": "x" * 2000}),
    ("generate", {"prompt": "hi", "settings": {"max_tokens": 4096}}),
    ("score", {"prompt": "hi", "labels": ["a", "ab"]}),
    ("score", {"prompt": "hi", "labels": ["a", "a"]}),
    ("score", {"prompt": "hi", "labels": ["a", ""]}),
    ("score", {"prompt": "x" * 2000, "labels": ["a"]}),
    ("logits", {"prompt": "x" * 2000}),
    ("logits", {"prompt": "hi", "continuation": [0] * 2000}),
    ("logits", {"prompt": "hi", "continuation": [0, 10**9]}),
    ("logits", {"prompt": "hi", "continuation": [-1]}),
    ("logits", {"prompt": "hi", "continuation": ["a"]}),
    ("beam", {"prompt": "hi", "continuation": [0] * 2000}),
    ("beam", {"prompt": "hi", "continuation": [0, 10**9]}),
    ("compare", {"lanes": [{"id": "a"}, {"id": "a"}]}),
    ("compare", {"lanes": [{"id": "a", "shot_set": "no", "shots": [0]}]}),
    ("compare", {"lanes": [{"id": "a", "shots": [0]}]}),
    ("compare", {"lanes": [{"id": "a", "shot_set": "main", "shots": [9]}]}),
    ("compare", {"lanes": [{"id": "a", "shot_set": "main", "shots": [-1]}]}),
]


@pytest.mark.parametrize(("route", "body"), REFUSED)
def test_what_the_engine_refuses_is_a_problem_before_the_stream(
    client: FlaskClient, route: str, body: dict[str, Any]
) -> None:
    answer = post(client, route, **{"prompt": PROMPT} | body)
    assert is_problem(answer, 400)["errors"][0]["pointer"].startswith("/")


WRONG_IDS: list[tuple[dict[str, Any], str, str]] = [
    ({"prompt_ids": [0, 10**9]}, "token_out_of_range", "/prompt_ids/1"),
    ({"prompt_ids": [-1]}, "token_out_of_range", "/prompt_ids/0"),
    ({"prompt_ids": [0] * 2000}, "context_length_exceeded", "/prompt_ids"),
    ({"prompt_ids": []}, "invalid_parameter", "/prompt_ids"),
    ({"prompt_ids": ["5"]}, "invalid_parameter", "/prompt_ids/0"),
    ({"prompt_ids": [True]}, "invalid_parameter", "/prompt_ids/0"),
    ({"prompt_ids": "hi"}, "invalid_parameter", "/prompt_ids"),
    ({"prompt_ids": [0] * 200_001}, "invalid_parameter", "/prompt_ids"),
    ({"prompt_ids": [5], "prompt": "hi"}, "invalid_parameter", "/prompt"),
    ({}, "invalid_parameter", "/prompt"),
]


@pytest.mark.parametrize("route", ["generate", "logits", "beam"])
@pytest.mark.parametrize(("body", "code", "pointer"), WRONG_IDS)
def test_token_ids_that_are_no_prompt_are_refused_by_their_place(
    client: FlaskClient, route: str, body: dict[str, Any], code: str, pointer: str
) -> None:
    problem = is_problem(post(client, route, **body), 400)
    assert problem["error"]["code"] == code
    assert problem["errors"][0]["pointer"] == pointer


def test_a_prompt_of_token_ids_is_continued_as_its_text_is(client: FlaskClient) -> None:
    settings = GREEDY | {"temperature": 1.0, "n": 2, "seed": 5}
    by_text = events_of(post(client, "generate", prompt="the cat", settings=settings).data)
    ids = [token["id"] for token in by_text[0]["tokens"]]
    by_ids = events_of(post(client, "generate", prompt_ids=ids, settings=settings).data)
    assert by_ids[0] == by_text[0]
    assert tokens(by_ids, "") == tokens(by_text, "")
    text, same = (post(client, "logits", **p) for p in ({"prompt": "the cat"}, {"prompt_ids": ids}))
    assert text.data == same.data
    found, again = (post(client, "beam", **p) for p in ({"prompt": "the cat"}, {"prompt_ids": ids}))
    assert events_of(found.data)[:-1] == events_of(again.data)[:-1]  # but for the times of the end


def test_what_a_constraint_allows_next_is_answered_bit_by_bit(client: FlaskClient) -> None:
    held = {"regex": "the (cat|dog)", "prefix": "the "}
    answer = post(client, "allowed", constraint=held).get_json()
    bits = np.frombuffer(b64decode(answer["bits"]), np.uint8)
    mask = np.unpackbits(bits, count=answer["vocabulary"], bitorder="little")
    assert mask.sum() == answer["allowed"] > 0
    ids = mask.nonzero()[0].tolist()
    decoded = [client.post("/detokenize", json={"tokens": [id]}).get_json() for id in ids]
    assert all("cat".startswith(d["prompt"]) or "dog".startswith(d["prompt"]) for d in decoded)


@pytest.mark.parametrize(
    ("held", "pointer"),
    [
        ({"regex": "("}, "/settings/constraint/regex"),
        ({"json_schema": {"type": "no"}}, "/settings/constraint/json_schema"),
        ({"regex": "a", "prefix": "b"}, "/settings/constraint/prefix"),
        ({}, "/settings/constraint"),
    ],
)
def test_a_constraint_that_cannot_be_used_is_refused_by_its_place(
    client: FlaskClient, held: dict[str, Any], pointer: str
) -> None:
    problem = is_problem(post(client, "allowed", constraint=held), 400)
    assert problem["errors"][0]["pointer"] == pointer


def test_what_each_token_of_a_prompt_cost_is_told_as_it_was_when_it_was_written(
    client: FlaskClient,
) -> None:
    def read(prompt: str, **body: Any) -> Any:
        asked = {"model": "tiny", "prompt": prompt} | body
        accept = {"Accept": "application/json"}
        return client.post("/api/v1/logits", json=asked, headers=accept).get_json()

    prompt = "Review: good\nSentiment: the cat sat on the mat"
    told = read(prompt, prompt_top=3)
    readings, ids = told["prompt_logprobs"], told["prompt_ids"]
    assert [reading["id"] for reading in readings] == ids
    assert (readings[0]["logprob"], readings[0]["top"]) == (None, [])
    echoed = client.post(
        "/v1/completions",
        json={"model": "tiny", "prompt": ids, "max_tokens": 1, "echo": True, "logprobs": 3},
    ).get_json()["choices"][0]["logprobs"]
    assert [reading["logprob"] for reading in readings] == echoed["token_logprobs"][:-1]
    for reading in readings[1:]:
        top = [logprob for _, logprob in reading["top"]]
        assert len(top) == 3
        assert top == sorted(top, reverse=True)
        assert dict(reading["top"]).get(reading["id"], reading["logprob"]) == reading["logprob"]
    plain = read(prompt)
    assert told["logits"] == plain["logits"]
    assert "prompt_logprobs" not in plain
    longer = read(prompt, prompt_top=0, continuation=[5])
    assert [reading["logprob"] for reading in longer["prompt_logprobs"]] == [
        reading["logprob"] for reading in readings
    ]
    assert len(longer["continuation_logprobs"]) == 1
    assert len(read("", prompt_top=1)["prompt_logprobs"]) == 1


@pytest.mark.parametrize("top", [-1, 21, 1.5, "3", True])
def test_a_number_of_likeliest_tokens_out_of_bounds_is_refused(
    client: FlaskClient, top: Any
) -> None:
    problem = is_problem(post(client, "logits", prompt="a", prompt_top=top), 400)
    assert problem["errors"][0]["pointer"].startswith("/prompt_top")


def test_a_client_that_leaves_frees_the_engine(client: FlaskClient, services: Services) -> None:
    left = threading.Event()
    answer = client.post(
        "/api/v1/generate",
        json={"model": "tiny", "prompt": "hi", "settings": {"max_tokens": 300, "n": 8}},
        environ_overrides={"shotglass.client_gone": left.is_set},
        buffered=False,
    )
    runner = services.hosting.runner("tiny")
    before = runner.computed["written"]
    next(iter(answer.response))
    answer.close()
    assert services.admission.wait_until_idle(20)
    post(client, "generate", prompt="hi", settings=GREEDY)
    assert runner.computed["written"] - before < 8 * 300


def test_every_text_is_taken_as_text(client: FlaskClient) -> None:
    for prompt in (
        "<|endoftext|>",
        "\u0000",
        "\u2028",
        "👩‍👩‍👧",
        "\U0010ffff",
        "a\r\nb",
        " ",
        "中" * 40,
    ):
        answer = post(client, "generate", prompt=prompt, settings=GREEDY)
        assert answer.status_code == 200, prompt
        start = events_of(answer.data)[0]
        assert start["prompt"] == prompt
        counted = post(client, "tokenize", text=prompt).get_json()
        assert counted["tokens"] == start["tokens"]


REASONED = PROMPT | {
    "template": "Review: {input}{reasoning}\nSentiment:{output}\n\n",
    "shot_sets": {"main": [{"input": "good", "output": " Positive", "reasoning": " It was good."}]},
}
REASON = {"id": "reason", "shot_set": "main", "shots": [0], "reasoning": True}


def test_a_reasoning_lane_is_read_after_each_sample_and_then_as_their_mean(
    client: FlaskClient,
) -> None:
    settings = {"max_tokens": 6, "n": 2, "seed": 1}
    body = {"prompt": REASONED, "lanes": [LANES[0], REASON], "settings": settings}
    events = events_of(post(client, "compare", **body).data)

    scores = [e for e in events if e["type"] == "score" and e["lane"] == "reason"]
    assert [score["sample"] for score in scores] == [0, 1, None]
    lane = scores[-1]
    assert lane["samples"] == 2
    for place, label in enumerate(lane["labels"]):
        chances = [score["labels"][place]["p"] for score in scores[:2]]
        assert label["p"] == pytest.approx(sum(chances) / 2)
        assert lane["spread"][place] == [min(chances), max(chances)]
    asked = next(e for e in events if e["type"] == "start" and e["lane"] == "reason")["prompt"]
    for score in scores[:2]:
        text = f"{asked}{score['reasoning']}\nSentiment:"
        labels = [label["text"] for label in PROMPT["labels"]]
        alone = post(client, "score", prompt=text, labels=labels).get_json()
        assert alone["labels"] == score["labels"]
    assert events[-1]["type"] == "end"


@pytest.mark.parametrize(
    ("prompt", "pointer", "way_out"),
    [
        (PROMPT, "/lanes/0/reasoning", "put {reasoning} between"),
        (
            REASONED | {"template": "{input}:{reasoning}{output}\n"},
            "/prompt/template",
            "write a line break",
        ),
        (
            REASONED | {"shot_sets": PROMPT["shot_sets"]},
            "/prompt/shot_sets/main/0/reasoning",
            "write one",
        ),
    ],
)
def test_a_reasoning_lane_that_cannot_be_is_refused_with_the_way_out(
    client: FlaskClient, prompt: dict[str, Any], pointer: str, way_out: str
) -> None:
    answer = post(client, "compare", prompt=prompt, lanes=[REASON])

    problem = is_problem(answer, 400)
    assert problem["errors"][0]["pointer"] == pointer
    assert way_out in problem["detail"]
