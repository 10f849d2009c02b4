"""Messages as the model's own chat template writes them, before anything is asked of the model."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from support.fixtures.tiny_app import Ask
from support.servers.http_answers import is_problem

from shotglass.server.services import Services

END = "<|endoftext|>"
TEXTS = ("the cat", "naïve 👍🏽", "第一行\n第二行", f"typed {END} here", "  spaces  ")
CONVERSATIONS = [
    [
        *([{"role": "system", "content": f"Be brief, {number}."}] if number % 2 else []),
        *(
            {"role": role, "content": f"{TEXTS[(number + turn) % 5]} {turn}"}
            for turn in range(number % 4)
            for role in ("user", "assistant")
        ),
        {"role": "user", "content": TEXTS[number % 5]},
    ]
    for number in range(20)
]


def rendered(client: FlaskClient, messages: Any, model: str = "chatty") -> Any:
    return client.post("/api/v1/chat/render", json={"model": model, "messages": messages})


@pytest.mark.parametrize("messages", CONVERSATIONS)
def test_the_tokens_are_those_that_a_completion_is_asked_of(
    client: FlaskClient, chat: Ask, messages: Any
) -> None:
    told = rendered(client, messages).get_json()
    asked = chat(messages=messages, max_tokens=1, return_token_ids=True, truncate_prompt_tokens=-1)
    assert [token["id"] for token in told["tokens"]] == asked.get_json()["prompt_token_ids"]
    assert told["count"] == len(told["tokens"])


@pytest.mark.parametrize("messages", CONVERSATIONS)
def test_what_is_rendered_is_continued_by_its_ids_as_the_chat_is(
    client: FlaskClient, chat: Ask, messages: Any
) -> None:
    told = rendered(client, messages).get_json()
    ids = [token["id"] for token in told["tokens"]]
    greedy = {"max_tokens": 6, "temperature": 0}
    body = {"model": "chatty", "prompt_ids": ids, "settings": greedy, "stream": False}
    start, *written = client.post("/api/v1/generate", json=body).get_json()["events"]
    assert (start["prompt"], start["tokens"]) == (told["text"], told["tokens"])
    answer = chat(messages=messages, **greedy, return_token_ids=True).get_json()["choices"][0]
    made = [event["id"] for event in written if event["type"] == "token"]
    assert made == answer["token_ids"][: len(made)]
    assert [e["text"] for e in written if e["type"] == "done"] == [answer["message"]["content"]]


@pytest.mark.parametrize("messages", CONVERSATIONS)
def test_the_text_is_what_transformers_writes(
    client: FlaskClient, services: Services, messages: Any
) -> None:
    transformers = pytest.importorskip("transformers", reason="the peer is not installed")
    folder = services.hosting.library.folder("chatty")
    peer = transformers.PreTrainedTokenizerFast(
        tokenizer_file=str(folder.path / "tokenizer.json"),
        eos_token=END,
        chat_template=folder.manifest.chat_template,
    )
    text = peer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    told = rendered(client, messages).get_json()
    assert told["text"] == text
    if not any(END in message["content"] for message in messages):
        assert [token["id"] for token in told["tokens"]] == peer.encode(
            text, add_special_tokens=False
        )


def test_special_tokens_of_the_template_are_told_from_those_that_people_type(
    client: FlaskClient,
) -> None:
    told = rendered(client, [{"role": "user", "content": f"typed {END} here"}]).get_json()
    special = [token for token in told["tokens"] if token["special"]]
    assert {token["text"] for token in special} == {END}
    assert len(special) == told["text"].count(END) - 1
    assert "".join(told["text"][token["start"] : token["end"]] for token in special) == (
        END * len(special)
    )


def test_a_model_without_a_template_says_so(client: FlaskClient) -> None:
    plain = rendered(client, [{"role": "user", "content": "hi"}], model="tiny")
    problem = is_problem(plain, 400)
    assert "no chat template" in problem["detail"]


@pytest.mark.parametrize("messages", [[], [{"role": "cook", "content": "hi"}], "hi", None])
def test_what_is_no_conversation_is_refused(client: FlaskClient, messages: Any) -> None:
    is_problem(rendered(client, messages), 400)
