"""Beside in Chat: two models answer the same conversation, each as its own template writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from e2e.conftest import serving
from e2e.instrument import OpenPage
from e2e.test_access import violations
from e2e.test_prompt_chat import SETTINGS, WORDS, ask, texts
from playwright.sync_api import Page, expect
from tiny import give_chat_template, write_tiny_folder

NAMES = ("one", "two")  # of the models that converse


@pytest.fixture
def two_that_chat(tmp_path: Path) -> Iterator[str]:
    """A server of two tiny models that converse, and one that does not."""
    for seed, name in enumerate((*NAMES, "mute")):
        folder = write_tiny_folder(tmp_path, name, "gpt2", seed)
        if name != "mute":
            give_chat_template(folder)
    yield from serving({"SHOTGLASS_MODELS": str(tmp_path)})


def answered_alike(page: Page, address: str, number: int) -> list[int]:
    """Asserts that a column's answer is what its model says when it is asked over the API; the ids
    of the conversation as that model's template writes it."""
    model = NAMES[number]
    messages = [{"role": "user", "content": "the cat"}]
    found = json.loads(ask(address, "chat/render", model=model, messages=messages))["tokens"]
    ids = [token["id"] for token in found]
    settings = SETTINGS | {"max_tokens": 6, "n": 1}
    asked = {"model": model, "prompt_ids": ids, "settings": settings, "stream": False}
    tokens = json.loads(ask(address, "generate", **asked))["events"]
    column = page.locator(".column").nth(number).locator(".token:not(.held)")
    shown = "".join(column.all_text_contents()).replace("⏎", "\n").replace("␣", " ")
    assert [shown] == texts([token for token in tokens if token["type"] == "token"])
    return ids


def test_two_models_answer_the_same_conversation_beside_each_other(
    open_page: OpenPage, two_that_chat: str
) -> None:
    page = open_page(
        "/#v1/prompt?model=one&mode=chat&user=the%20cat&n=1&max_tokens=6&beside=1&b_model=two",
        base=two_that_chat,
    )
    options = page.get_by_label("Model beside").locator("option")
    expect(options).to_have_count(2)  # those that converse
    page.locator("[data-tokens]").nth(1).wait_for()
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-sample]")).to_have_count(2)
    expect(page.locator("[data-sample][aria-busy=true]")).to_have_count(0)
    prompts = [answered_alike(page, two_that_chat, number) for number in range(2)]
    expect(page.locator("[data-bits]")).to_be_visible()
    for fold, ids in zip(("chat-sent", "beside-sent"), prompts, strict=True):
        page.locator(f"[aria-controls={fold}]").click()
        page.locator(f"#{fold} input").check()
        shown = page.locator(f"#{fold} li .soft").all_text_contents()
        assert [int(id) for id in shown] == ids
    assert violations(page) == []
    asked_of: dict[str, Any] = {}
    page.on(
        "request",
        lambda request: (
            asked_of.update({request.post_data_json["model"]: request.post_data_json})
            if request.url.endswith("/logits")
            else None
        ),
    )
    page.locator(".column").nth(1).locator(".token").nth(3).click()
    expect(page.get_by_text("token 4: what each says next")).to_be_visible()
    expect(page.locator("[data-bits]")).to_be_visible()
    assert [asked_of[model]["prompt_ids"] for model in NAMES] == prompts
    assert asked_of["one"]["continuation"] == asked_of["two"]["continuation"]
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)
    page.locator(".column").nth(1).get_by_role("button", name=WORDS["en"]["keep"]).click()
    expect(page.locator(".turns textarea")).to_have_count(3)
    expect(page.locator("[data-sample]")).to_have_count(0)

    page.get_by_role("button", name="History (1)").click()
    page.locator("#prompt-history li a").click()
    expect(page.locator(".column")).to_have_count(2)
    expect(page.locator(".turns textarea")).to_have_count(1)
    page.get_by_role("button", name="Run again").click()
    expect(page.locator(".outcome strong")).to_contain_text("The same: 12 tokens")
    page.get_by_text("Text", exact=True).click()
    expect(page.locator("[data-sample]")).to_have_count(0)  # they answer the conversation
    page.get_by_label("Model beside").select_option("mute")
    page.get_by_text("Chat", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("has no chat template")
    expect(page.locator("button.run")).to_be_disabled()
