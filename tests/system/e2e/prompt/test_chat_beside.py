"""Beside in Chat: two models answer the same conversation, each as its own template writes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect
from support.models.tiny import give_chat_template, write_tiny_folder
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations
from system.e2e.prompt.test_prompt_chat import SETTINGS, WORDS, ask, texts

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


@pytest.mark.by_need
def test_two_models_answer_the_same_conversation_beside_each_other(
    answered: Page, two_that_chat: str
) -> None:
    shown = [[shown_answer(answered, number)] for number in range(2)]

    assert shown == [answer(two_that_chat, model) for model in NAMES]
    expect(answered.locator("[data-bits]")).to_be_visible()
    assert violations(answered) == []


@pytest.mark.slow
def test_each_conversation_is_shown_as_the_models_own_template_writes_it(
    answered: Page, two_that_chat: str
) -> None:
    shown = [sent_ids(answered, fold) for fold in ("chat-sent", "beside-sent")]

    assert shown == [prompt_ids(two_that_chat, model) for model in NAMES]
    assert violations(answered) == []


@pytest.mark.slow
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


@pytest.mark.slow
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
    expect(answered.locator("section.notice [role=status]")).to_contain_text("12 tokens")


@pytest.mark.slow
def test_a_model_without_a_template_writes_on_and_does_not_converse(answered: Page) -> None:
    beside = answered.get_by_label("Model beside")
    expect(beside.locator("option")).to_have_count(2)  # those that converse

    answered.get_by_role("radio", name="Text").check()
    expect(answered.locator("[data-sample]")).to_have_count(0)  # they answer the conversation
    beside.select_option("mute")
    answered.get_by_role("radio", name="Chat").check()
    expect(answered.get_by_role("alert")).to_contain_text("has no chat template")
    expect(answered.locator("button.run")).to_be_disabled()


@pytest.fixture(scope="module")
def one_that_chats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of one model that converses, and four that do not: three of them ship."""
    models = tmp_path_factory.mktemp("one-that-chats")
    give_chat_template(write_tiny_folder(models, "one", "gpt2", 0))
    write_tiny_folder(models, "mute", "gpt2", 1)
    yield from serving({"SHOTGLASS_MODELS": str(models)})


@pytest.mark.parametrize(
    ("lang", "reason"),
    [
        ("en", "No other model here can stand beside in Chat: 4 models here have no chat template"),
        ("zh", "在对话里，这里没有别的模型可以并排：有 4 个模型没有对话模板"),
    ],
)
@pytest.mark.slow
def test_where_no_other_model_converses_its_choice_says_why(
    open_page: OpenPage, one_that_chats: str, lang: str, reason: str
) -> None:
    page = open_page(
        f"/?lang={lang}&model=one#v1/prompt?mode=chat&user=Why%3F&beside=1", base=one_that_chats
    )
    choice = page.locator(".beside select")
    expect(choice).to_have_accessible_description(re.compile(reason))
    expect(choice.locator("option")).to_have_count(1)
    assert violations(page) == []
    page.locator("input[name=prompt-mode][value=text]").check(force=True)
    expect(choice.locator("option")).to_have_count(5)  # any may stand beside in Text
    expect(page.locator("#beside-without")).to_have_count(0)
    expect(page.locator("#prompt-text")).to_have_value("Why?")  # the question goes on


@pytest.mark.slow
def test_a_model_that_cannot_answer_where_no_other_can_is_refused_in_one_sentence(
    open_page: OpenPage, one_that_chats: str
) -> None:
    page = open_page(
        "/?lang=en&model=one#v1/prompt?mode=chat&user=Why%3F&beside=1&b_model=mute",
        base=one_that_chats,
    )
    beside = page.locator(".beside")
    expect(beside.get_by_role("alert")).to_contain_text("Nor can any other here")
    expect(beside.get_by_text("No other model")).to_have_count(0)
    beside.get_by_role("alert").get_by_role("button", name="Write in Text").click()
    expect(page.locator("input[name=prompt-mode][value=text]")).to_be_checked()
    expect(beside.locator("select")).to_have_value("mute")  # there it can stand beside
    expect(beside.get_by_role("alert")).to_have_count(0)
    page.locator("input[name=prompt-mode][value=chat]").check(force=True)
    beside.locator("select").select_option("")
    expect(beside.get_by_role("alert")).to_have_count(0)


@pytest.mark.slow
def test_models_that_cannot_stand_beside_in_chat_are_counted(
    open_page: OpenPage, two_that_chat: str
) -> None:
    page = open_page("/?model=one#v1/prompt?mode=chat&beside=1", base=two_that_chat)
    reason = page.locator("#beside-without")
    expect(reason).to_have_text(
        "4 models here have no chat template, so they do not converse. "
        "In Text they can stand beside. Write in Text"
    )


@pytest.mark.slow
def test_the_model_beside_is_named_when_it_becomes_the_first_too(
    open_page: OpenPage, two_that_chat: str
) -> None:
    page = open_page(
        "/?lang=en&model=mute#v1/prompt?mode=chat&user=Why%3F&beside=1&b_model=one",
        base=two_that_chat,
    )
    page.locator(".none").get_by_role("button", name="one").click()
    chosen = page.locator(".beside select option:checked")
    expect(chosen).to_contain_text("the same")


@pytest.mark.slow
def test_a_text_that_is_written_already_stays_when_chat_is_left(
    open_page: OpenPage, one_that_chats: str
) -> None:
    page = open_page("/?model=one#v1/prompt?text=The+cat", base=one_that_chats)
    page.locator("input[name=prompt-mode][value=chat]").check(force=True)
    page.locator("#chat-turn-0").fill("Why?")
    page.locator("input[name=prompt-mode][value=text]").check(force=True)
    expect(page.locator("#prompt-text")).to_have_value("The cat")
