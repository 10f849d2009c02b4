"""Many prompts scored over HTTP: what the engine says, within stated limits, and no longer than
somebody waits for it."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from shotglass.server.app import document

LABELS = [" mat", " dog house"]
PROMPTS = [f"big -> small\n{word} ->" for word in ("hot", "fast", "red")]


def ask(client: FlaskClient, **body: Any) -> Any:
    asked = {"model": "tiny", "prompts": PROMPTS, "labels": LABELS}
    return client.post("/api/v1/scores", json=asked | body)


def test_each_prompt_is_answered_as_alone_and_as_documented(client: FlaskClient) -> None:
    answer = ask(client, content_free=["big -> small\nN/A ->"]).get_json()
    jsonschema.validate(answer, {"$ref": "#/components/schemas/Scores"} | document())
    for prompt, found in zip(PROMPTS, answer["prompts"], strict=True):
        body = {"model": "tiny", "prompt": prompt, "labels": LABELS}
        alone = client.post("/api/v1/score", json=body).get_json()
        assert [x["scores"]["logprob"] for x in found["labels"]] == [
            x["logprob"] for x in alone["labels"]
        ]
        assert [x["shares"]["logprob"] for x in found["labels"]] == [
            x["share"] for x in alone["labels"]
        ]
        assert found["prompt_tokens"] == len(alone["tokens"])
        for label in found["labels"]:
            over = label["scores"]["logprob"] - label["baseline"]
            assert label["scores"]["over_baseline"] == over
    usage = answer["usage"]
    assert usage["computed_prompt_tokens"] < usage["prompt_tokens"]


def test_five_hundred_and_twelve_prompts_are_taken_and_one_more_is_not(client: FlaskClient) -> None:
    prompts = [f"{number} ->" for number in range(513)]
    assert len(ask(client, prompts=prompts[:512]).get_json()["prompts"]) == 512
    body = is_problem(ask(client, prompts=prompts), 400)
    assert body["errors"][0]["pointer"] == "/prompts"
    assert "512" in body["detail"]


def test_more_labels_than_are_read_at_once_are_refused_with_the_limit(client: FlaskClient) -> None:
    prompts, labels = [f"{n} ->" for n in range(400)], [f" {n}." for n in range(20)]
    free = [f"N/A {n} ->" for n in range(16)]
    body = is_problem(ask(client, prompts=prompts, labels=labels, content_free=free), 400)
    assert "8,320 labels to read; 8,192 at most" in body["detail"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"labels": []}, "/labels"),
        ({"labels": [[" a"]]}, "/labels"),
        ({"labels": [" a", [" b"]]}, "/labels"),
        ({"labels": [[" a"], [" b"], []]}, "/labels"),
        ({"labels": [f" {n}." for n in range(65)]}, "/labels"),
        ({"labels": [" a", ""]}, "/labels/1"),
        ({"labels": [[" a"], [" b"], [" c", " c"]]}, "/labels/2/0"),
        ({"prompts": []}, "/prompts"),
        ({"prompts": ["a", "x" * 900, "b"]}, "/prompts/1"),
        ({"content_free": ["x" * 900]}, "/content_free/0"),
        ({"content_free": ["a"] * 17}, "/content_free"),
    ],
)
def test_what_is_wrong_is_a_400_that_points_at_it(
    client: FlaskClient, body: dict[str, Any], pointer: str
) -> None:
    assert is_problem(ask(client, **body), 400)["errors"][0]["pointer"] == pointer
