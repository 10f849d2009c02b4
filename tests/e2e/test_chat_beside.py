"""Beside in Chat: two models answer the same conversation, each as its own template writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from e2e.conftest import serving
from e2e.instrument import OpenPage
from e2e.test_access import violations
from e2e.test_prompt_chat import SETTINGS, WORDS, ask, texts
from playwright.sync_api import Page, Request, expect
from tiny import give_chat_template, write_tiny_folder

NAMES = ("one", "two")  # of the models that converse


@pytest.fixture(scope="module")
def two_that_chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of two tiny models that converse, and one that does not."""
    models = tmp_path_factory.mktemp("two-that-chat")
    for seed, name in enumerate((*NAMES, "mute")):
        folder = write_tiny_folder(models, name, "gpt2", seed)
        if name != "mute":
            give_chat_template(folder)
    yield from serving({"SHOTGLASS_MODELS": str(models)})


@pytest.fixture
def answered(open_page: OpenPage, two_that_chat: str) -> Page:
    """The page after both have answered the same conversation."""
    page = open_page(
        "/#v1/prompt?model=one&mode=chat&user=the%20cat&n=1&max_tokens=6&beside=1&b_model=two",
        base=two_that_chat,
    )
    page.locator("[data-tokens]").nth(1).wait_for()
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-sample]")).to_have_count(2)
    expect(page.locator("[data-sample][aria-busy=true]")).to_have_count(0)
    return page


def prompt_ids(address: str, model: str) -> list[int]:
    """The conversation as the model's own template writes it."""
    messages = [{"role": "user", "content": "the cat"}]
    found = json.loads(ask(address, "chat/render", model=model, messages=messages))["tokens"]
    return [token["id"] for token in found]


def answer(address: str, model: str) -> list[str]:
    """What the model says when it is asked over the API."""
    settings = SETTINGS | {"max_tokens": 6, "n": 1}
    asked = {"prompt_ids": prompt_ids(address, model), "settings": settings, "stream": False}
    events = json.loads(ask(address, "generate", model=model, **asked))["events"]
    return texts([event for event in events if event["type"] == "token"])


def shown_answer(page: Page, number: int) -> str:
    column = page.locator(".column").nth(number).locator(".token:not(.held)")
    return "".join(column.all_text_contents()).replace("⏎", "\n").replace("␣", " ")


def sent_ids(page: Page, fold: str) -> list[int]:
    """The token ids that the page shows in the part ``fold``, which is opened."""
    page.locator(f"[aria-controls={fold}]").click()
    page.locator(f"#{fold} input").check()
    return [int(id) for id in page.locator(f"#{fold} li .soft").all_text_contents()]


def asked_logits(page: Page) -> dict[str, Any]:
    """Filled with the page's later requests for logits, by model."""
    asked_of: dict[str, Any] = {}

    def heard(request: Request) -> None:
        if request.url.endswith("/logits"):
            asked_of[request.post_data_json["model"]] = request.post_data_json

    page.on("request", heard)
    return asked_of


def test_two_models_answer_the_same_conversation_beside_each_other(
    answered: Page, two_that_chat: str
) -> None:
    shown = [[shown_answer(answered, number)] for number in range(2)]

    assert shown == [answer(two_that_chat, model) for model in NAMES]
    expect(answered.locator("[data-bits]")).to_be_visible()
    assert violations(answered) == []


def test_each_conversation_is_shown_as_the_models_own_template_writes_it(
    answered: Page, two_that_chat: str
) -> None:
    shown = [sent_ids(answered, fold) for fold in ("chat-sent", "beside-sent")]

    assert shown == [prompt_ids(two_that_chat, model) for model in NAMES]
    assert violations(answered) == []


def test_a_token_of_one_answer_asks_both_what_they_say_next(
    answered: Page, two_that_chat: str
) -> None:
    asked_of = asked_logits(answered)

    answered.locator(".column").nth(1).locator(".token").nth(3).click()
    expect(answered.get_by_text("token 4: what each says next")).to_be_visible()
    expect(answered.locator("[data-bits]")).to_be_visible()

    prompts = [prompt_ids(two_that_chat, model) for model in NAMES]
    assert [asked_of[model]["prompt_ids"] for model in NAMES] == prompts
    assert asked_of["one"]["continuation"] == asked_of["two"]["continuation"]
    assert violations(answered) == []
    answered.keyboard.press("Escape")
    expect(answered.locator(".card")).to_have_count(0)


def test_an_answer_is_kept_and_the_run_comes_back_from_the_history(answered: Page) -> None:
    keep = answered.locator(".column").nth(1).get_by_role("button", name=WORDS["en"]["keep"])
    keep.click()
    expect(answered.locator(".turns textarea")).to_have_count(3)
    expect(answered.locator("[data-sample]")).to_have_count(0)

    answered.get_by_role("button", name="History (1)").click()
    answered.locator("#prompt-history li a").click()
    expect(answered.locator(".column")).to_have_count(2)
    expect(answered.locator(".turns textarea")).to_have_count(1)
    answered.get_by_role("button", name="Run again").click()
    expect(answered.locator(".outcome strong")).to_contain_text("The same: 12 tokens")


def test_a_model_without_a_template_writes_on_and_does_not_converse(answered: Page) -> None:
    beside = answered.get_by_label("Model beside")
    expect(beside.locator("option")).to_have_count(2)  # those that converse

    answered.get_by_text("Text", exact=True).click()
    expect(answered.locator("[data-sample]")).to_have_count(0)  # they answer the conversation
    beside.select_option("mute")
    answered.get_by_text("Chat", exact=True).click()
    expect(answered.get_by_role("alert")).to_contain_text("has no chat template")
    expect(answered.locator("button.run")).to_be_disabled()
