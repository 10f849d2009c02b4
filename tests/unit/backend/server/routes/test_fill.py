"""``POST /api/v1/fill`` over a tiny masked model: what it answers, and what it refuses."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.models.tiny import write_tiny_folder
from support.servers.http_answers import is_problem

from shotglass.engine import Filled, FillRequest, Library, MaskedModel, fill
from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig

TEXT = "the [MASK] sat on the [MASK]"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "bert", "bert", 4)
    write_tiny_folder(root, "writer", "gpt2")
    return root


@pytest.fixture(scope="module")
def client(root: Path) -> FlaskClient:
    services = make_services(ServerConfig(roots=(root,), static=Path("none")))
    return create_app(services.config, services).test_client()


def asked(client: FlaskClient, **body: Any) -> Any:
    return client.post("/api/v1/fill", json={"model": "bert"} | body)


def test_a_text_is_answered_as_the_engine_says_it(client: FlaskClient, root: Path) -> None:
    answer = asked(client, text=TEXT, candidates=[" cat", " the"], top=3).get_json()
    model = MaskedModel.open(Library([root]).folder("bert"))
    found = next(iter(fill(model, FillRequest((TEXT,), (" cat", " the"), 3))))
    assert isinstance(found, Filled)
    (text,) = answer["texts"]
    assert (answer["model"], answer["mask"]) == ("bert", "<|mask|>")
    assert answer["usage"] == {"prompt_tokens": len(found.tokens)}
    assert [len(gap["distribution"]["alternatives"]) for gap in text["gaps"]] == [3, 3]
    for gap, expected in zip(text["gaps"], found.gaps, strict=True):
        assert [one["id"] for one in gap["candidates"]] == [one.id for one in expected.candidates]
        for one, other in zip(gap["candidates"], expected.candidates, strict=True):
            assert one["logprob"] == pytest.approx(other.logprob, abs=1e-6)
    assert text["tokens"] == [asdict(piece) for piece in found.tokens]


def test_many_texts_are_answered_in_order_with_the_bits_of_each_alone(client: FlaskClient) -> None:
    texts = [TEXT, "[MASK]", "a [MASK] b"]
    together = asked(client, texts=texts).get_json()["texts"]
    assert [text["text"] for text in together] == texts
    assert together == [asked(client, text=text).get_json()["texts"][0] for text in texts]


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({}, "/text", "One of text and texts was expected, and neither is here."),
    ({"text": "[MASK]", "texts": ["[MASK]"]}, "/text", "and both are here."),
    ({"text": "the cat"}, "/text", "The text has no gap"),
    ({"texts": ["[MASK]", "the cat"]}, "/texts/1", "The text has no gap"),
    ({"texts": []}, "/texts", "A list of 1 or more was"),
    ({"texts": ["[MASK]"] * 65}, "/texts", "A list of 64 at most was"),
    ({"text": "[MASK]", "top": 101}, "/top", "less than or equal to 100"),
    ({"text": "[MASK]", "top": 0}, "/top", "greater than or equal to 1"),
    ({"text": "[MASK]", "candidates": ["the cat ran"]}, "/candidates/0", "tokens for bert"),
    ({"text": "[MASK]", "prompt": "a"}, "/prompt", "There is no such field"),
    ({"text": 3}, "/text", "valid string"),
    ({"text": "[MASK]" + "!" * 400}, "/text", "too many. Shorten the text."),
]


@pytest.mark.parametrize(("body", "pointer", "words"), REFUSED)
def test_what_is_no_request_is_refused_in_words(
    client: FlaskClient, body: dict[str, Any], pointer: str, words: str
) -> None:
    problem = is_problem(asked(client, **body), 400)
    assert words in problem["detail"]
    assert problem["errors"][0]["pointer"] == pointer


def test_a_model_that_generates_is_refused_with_the_way_out(client: FlaskClient) -> None:
    problem = is_problem(asked(client, model="writer", text=TEXT), 409)
    assert problem["error"]["code"] == "wrong_task"
    assert problem["detail"] == (
        "writer is a causal-lm model: it continues texts and does not fill gaps. Have it continue "
        "a text (POST /api/v1/generate), or choose one that does: bert."
    )


def test_its_inside_is_shown_with_attention_to_both_sides(client: FlaskClient) -> None:
    body = {"model": "bert", "prompt": TEXT, "layers": [0], "lens": 1}
    answer = client.post("/api/v1/explain", json=body, headers={"Accept": "application/json"})
    found = answer.get_json()
    (attention,) = found["arrays"]
    first_row = attention["values"][0][0]
    assert found["bidirectional"] is True
    assert sum(first_row) == pytest.approx(1, abs=1e-5)
    assert all(share > 0 for share in first_row)
    assert found["surprisals"] == [None] * len(found["tokens"])
    assert found["lens"]["next"] is None
    (gap,) = [asked(client, text=TEXT, top=5).get_json()["texts"][0]["gaps"][0]]
    last = found["lens"]["layers"][-1]["top"]
    assert [one["id"] for one in last] == [one["id"] for one in gap["distribution"]["alternatives"]]
