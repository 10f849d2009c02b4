"""A tokenizer that puts a space before every text, as Llama 2's: it is none of the text's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.models.tiny import tiny_checkpoint, write_whole
from unit.backend.text.test_kinds import sentencepiece

from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig

TEXT = "the cat"


@pytest.fixture(scope="module")
def spaced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    made = tiny_checkpoint("llama")
    card = replace(made.card, start_id=1, stop_ids=(2,), adds_start=True)
    tokenizer = json.loads(sentencepiece()._inner.to_str())
    root = tmp_path_factory.mktemp("spaced")
    write_whole(replace(made, card=card, tokenizer=tokenizer), root / "spaced", add=())
    config = ServerConfig(roots=(root,), static=Path("none"), precision="fp32")
    services = make_services(config)
    yield create_app(config, services).test_client()
    services.hosting.close()


def answer(client: FlaskClient, path: str, **body: Any) -> Any:
    given = client.post(path, json={"model": "spaced", **body})
    assert given.status_code == 200, given.json
    return given.json


def test_what_is_echoed_is_what_was_given(spaced: FlaskClient) -> None:
    asked = {"echo": True, "logprobs": 0, "max_tokens": 1, "temperature": 0}
    [choice] = answer(spaced, "/v1/completions", prompt=TEXT, **asked)["choices"]
    assert choice["text"].startswith(TEXT)
    tokens, starts = choice["logprobs"]["tokens"], choice["logprobs"]["text_offset"]
    assert tokens[:3] == ["<s>", " the", " "]
    assert starts[:4] == [0, 0, 3, 4]
    assert starts[-1] == len(TEXT)


def test_ids_are_echoed_as_the_text_that_they_are_of(spaced: FlaskClient) -> None:
    ids = answer(spaced, "/tokenize", prompt=TEXT, add_special_tokens=False)["tokens"]
    asked = {"echo": True, "max_tokens": 1, "temperature": 0}
    [choice] = answer(spaced, "/v1/completions", prompt=ids, **asked)["choices"]
    assert choice["text"].startswith(TEXT)


def test_tokens_become_the_text_again(spaced: FlaskClient) -> None:
    for text in (TEXT, " the", "  the", "", "é"):
        ids = answer(spaced, "/tokenize", prompt=text, add_special_tokens=False)["tokens"]
        assert answer(spaced, "/detokenize", tokens=ids)["prompt"] == text
