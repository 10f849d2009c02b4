"""Requests of OpenAI's clients to a model whose source puts a start token before every text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.fixtures.tiny_app import choices
from support.models.tiny import END, give_start_token, write_tiny_folder

from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig

TEXT = "the cat sat on the mat"
ASKED = {"max_tokens": 3, "temperature": 0, "return_token_ids": True}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    root = tmp_path_factory.mktemp("models")
    give_start_token(write_tiny_folder(root, "started", "llama", 3))
    write_tiny_folder(root, "without", "llama", 3)
    config = ServerConfig(roots=(root,), static=Path("none"), precision="fp32")
    services = make_services(config)
    yield create_app(config, services).test_client()
    services.hosting.close()


def post(client: FlaskClient, route: str, **body: Any) -> Any:
    return client.post(route, json={"model": "started"} | body)


def ids(client: FlaskClient) -> list[int]:
    """Of the text, without the start token."""
    answer = post(client, "/tokenize", prompt=TEXT, add_special_tokens=False)
    return list(answer.get_json()["tokens"])


def complete(client: FlaskClient, **body: Any) -> dict[str, Any]:
    (choice,) = choices(post(client, "/v1/completions", **ASKED | body))
    return choice


def test_a_text_is_read_behind_the_start_token_and_ids_as_they_are(client: FlaskClient) -> None:
    said = complete(client, prompt=TEXT)
    assert said["prompt_token_ids"] == [0, *ids(client)]
    assert complete(client, prompt=[0, *ids(client)])["token_ids"] == said["token_ids"]
    assert complete(client, prompt=ids(client))["prompt_token_ids"] == ids(client)
    assert complete(client, prompt=TEXT, model="without")["prompt_token_ids"] == ids(client)


def test_it_can_be_left_out(client: FlaskClient) -> None:
    bare = complete(client, prompt=TEXT, add_special_tokens=False)
    assert bare == complete(client, prompt=TEXT, model="without")


def test_it_is_counted_and_an_empty_prompt_is_nothing_else(client: FlaskClient) -> None:
    answer = post(client, "/v1/completions", prompt=TEXT, max_tokens=1).get_json()
    assert answer["usage"]["prompt_tokens"] == len(ids(client)) + 1
    assert complete(client, prompt="")["prompt_token_ids"] == [0]


def test_an_echo_is_the_text_and_its_first_token_has_no_probability(client: FlaskClient) -> None:
    said = complete(client, prompt=TEXT, echo=True, logprobs=1)
    told = said["logprobs"]
    assert said["text"].startswith(TEXT)
    assert told["tokens"][0] == END
    assert told["token_logprobs"][0] is None
    assert all(isinstance(logprob, float) for logprob in told["token_logprobs"][1:])
    assert told["text_offset"][:2] == [0, 0]
    same = complete(client, prompt=[0, *ids(client)], echo=True, logprobs=1)["logprobs"]
    assert told["token_logprobs"] == same["token_logprobs"]
    assert [at + len(END) for at in told["text_offset"][1:]] == same["text_offset"][1:]


@pytest.mark.parametrize(("asked", "kept"), [(4, 3), (1, 0), (500, None)])
def test_a_prompt_that_is_cut_keeps_it(client: FlaskClient, asked: int, kept: int | None) -> None:
    own = ids(client)
    expected = own if kept is None else own[len(own) - kept :]
    said = complete(client, prompt=TEXT, truncate_prompt_tokens=asked)
    assert said["prompt_token_ids"] == [0, *expected]


def test_as_much_as_fits_leaves_room_for_it(client: FlaskClient) -> None:
    said = complete(client, prompt="the cat " * 300, truncate_prompt_tokens=-1)
    assert len(said["prompt_token_ids"]) == 320 - 3
    assert said["prompt_token_ids"][0] == 0


def test_tokenize_follows_the_source_unless_it_is_told(client: FlaskClient) -> None:
    own = ids(client)
    for model, expected in (("started", [0, *own]), ("without", own)):
        told = post(client, "/tokenize", prompt=TEXT, model=model).get_json()
        assert (told["tokens"], told["count"]) == (expected, len(expected))
        info = client.get(f"/tokenizer_info?model={model}").get_json()
        assert info["add_bos_token"] is (model == "started")


def test_a_prompt_that_is_too_long_is_told_in_words_that_clients_know(client: FlaskClient) -> None:
    answer = post(client, "/v1/completions", prompt="x" * 999, max_tokens=5)
    error = answer.get_json()["error"]
    assert error["code"] == "context_length_exceeded"
    assert error["message"] == (
        "This model's maximum context length is 320 tokens as served here; the prompt is too "
        "long by 685: it is 1000 tokens and 5 are asked for. Shorten the prompt or ask for fewer "
        "tokens."
    )
