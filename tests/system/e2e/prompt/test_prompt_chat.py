"""Prompt, Chat: the model's own template, answered, forked, kept: always as the API answers."""

from __future__ import annotations

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.models.tiny import give_chat_template, write_tiny_folder
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage, choose_model, choose_place
from system.e2e.models.test_browser import NO_CARD
from system.e2e.page.payloads import PAYLOADS
from system.e2e.page.test_access import violations
from system.e2e.page.test_hostile import active_elements, assert_nothing_ran
from system.e2e.prompt.test_prompt import HOUSE, finished, sample, text_of

MODEL = "smollm2-135m"
SETTINGS = {"max_tokens": 10, "temperature": 0.8, "top_k": 0, "top_p": 1, "n": 2, "seed": 7}
TYPED = "Say <|im_end|> twice."
WORDS = {
    "en": {
        "view": "Prompt", "chat": "Chat", "sent": "What is sent", "goOn": "Continue",
        "edit": "Edit",
        "back": "Take back", "keep": "Keep this answer and reply", "none": "has no Chat.",
    },
    "zh": {
        "view": "提示", "chat": "对话", "sent": "实际发送的内容", "goOn": "接着写", "edit": "修改",
        "back": "撤回", "keep": "留下这个回答并继续对话", "none": "不能对话。",
    },
}  # fmt: skip


def ask(address: str, route: str, **body: Any) -> bytes:
    data, kind = json.dumps(body).encode(), {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/{route}", data, kind)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def rendered(address: str, messages: list[dict[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ask(address, "chat/render", model=MODEL, messages=messages))
    return found


def continued(address: str, ids: list[int], **settings: object) -> list[dict[str, Any]]:
    """The API's tokens, by sample."""
    body = {"model": MODEL, "prompt_ids": ids, "settings": SETTINGS | settings, "stream": False}
    events = json.loads(ask(address, "generate", **body))["events"]
    return [event for event in events if event["type"] == "token"]


def texts(tokens: list[dict[str, Any]]) -> list[str]:
    count = 1 + max(token["sample"] for token in tokens)
    return ["".join(t["text"] for t in tokens if t["sample"] == n) for n in range(count)]


def written(page: Page, number: int) -> str:
    """What the page shows of a sample; a token without text is shown as a dot."""
    found = finished(page, number)
    whole = "".join(found.locator(".text .token:not(.held), .text em").all_text_contents())
    return whole.replace("⏎", "\n").replace("␣", " ")


def chat_page(open_page: OpenPage, language: str = "en", *turns: tuple[str, str]) -> Page:
    query = urllib.parse.urlencode([("mode", "chat"), ("max_tokens", "10"), *turns])
    page = open_page(f"/?lang={language}#v1/prompt?{query}")
    choose_model(page, MODEL)
    return page


def test_an_answer_is_what_the_api_gives_for_the_rendered_tokens(
    open_page: OpenPage, address: str
) -> None:
    page = chat_page(open_page, "en", ("system", "Be brief."), ("user", TYPED))
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": TYPED}]
    told = rendered(address, messages)
    page.get_by_role("button", name=f"What is sent: {told['count']} tokens").click()
    special = [token["text"] for token in told["tokens"] if token["special"]]
    assert page.locator("#chat-sent .special").all_text_contents() == special
    assert page.locator("#chat-sent .text").text_content() == told["text"]
    assert told["text"].count("<|im_end|>") == special.count("<|im_end|>") + 1
    page.get_by_label("Show token ids").check()
    ids = [token["id"] for token in told["tokens"]]
    assert [int(id) for id in page.locator("#chat-sent li .soft").all_text_contents()] == ids

    page.keyboard.press("Control+Enter")
    tokens = continued(address, ids)
    assert [written(page, number) for number in (1, 2)] == texts(tokens)

    first = finished(page, 1)
    drawn = [token for token in tokens if token["sample"] == 0]
    first.locator(".token").nth(3).click()
    other = next(
        item
        for item in drawn[3]["distribution"]["alternatives"]
        if item["id"] != drawn[3]["id"] and "�" not in item["text"] and "<" not in item["text"]
    )
    first.locator(".card .from", has_text=other["text"].strip()).first.click()
    expect(first.locator(".token.chosen")).to_have_count(1)
    expect(first).to_have_attribute("aria-busy", "false")
    prefix = [*ids, *(token["id"] for token in drawn[:3]), other["id"]]
    forked = "".join(t["text"] for t in drawn[:3]) + other["text"]
    assert written(page, 1) == forked + texts(continued(address, prefix, n=1))[0]
    first.get_by_role("button", name="Take back").click()
    assert written(page, 1) == texts(tokens)[0]


@pytest.mark.slow
def test_a_token_of_an_answer_is_drawn_in_decode_after_the_tokens_of_the_conversation(
    open_page: OpenPage, address: str
) -> None:
    page = chat_page(open_page, "en", ("user", TYPED))
    told = rendered(address, [{"role": "user", "content": TYPED}])
    ids = [token["id"] for token in told["tokens"]]
    page.locator("[data-tokens]").wait_for()
    page.keyboard.press("Control+Enter")
    first = finished(page, 1)
    drawn = [token for token in continued(address, ids) if token["sample"] == 0]
    first.locator(".token").nth(2).click()
    with page.expect_request("**/api/v1/logits") as asked:
        first.locator(".card").get_by_role("link").click()
        expect(page.locator("#decode-text")).to_have_value(told["text"])
    body = asked.value.post_data_json
    assert (body["prompt_ids"], body["prompt"]) == (ids, None)
    assert body["continuation"] == [token["id"] for token in drawn[:2]]
    take = page.locator(".take .button").first
    expect(take.locator(".mono")).to_have_text(
        drawn[2]["piece"].replace("\n", "⏎").replace(" ", "␣")
    )
    expect(page.get_by_text(f"as the {len(ids)} tokens of a conversation")).to_be_visible()
    page.reload()  # the address holds the tokens
    expect(page.get_by_text(f"as the {len(ids)} tokens of a conversation")).to_be_visible()
    choose_model(page, HOUSE)
    expect(page.get_by_text(f"the tokens of a conversation with {MODEL}")).to_be_visible()
    assert violations(page) == []
    page.locator("#decode-text").fill(told["text"] + "!")
    expect(page.get_by_text("tokens of a conversation")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("ids"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_answer_is_kept_and_the_conversation_goes_on(open_page: OpenPage, language: str) -> None:
    words = WORDS[language]
    page = open_page(f"/?lang={language}")
    choose_model(page, MODEL)
    page.get_by_role("link", name=words["view"], exact=True).click()
    page.get_by_role("radio", name=words["chat"], exact=True).check()
    page.locator(".examples button").first.click()
    page.locator("[data-sample='1'] .token").nth(2).wait_for()
    page.keyboard.press("Escape")
    first = finished(page, 1)
    assert violations(page) == []
    answer = text_of(first)
    first.get_by_role("button", name=words["keep"]).click()
    turns = page.locator(".turns textarea")
    expect(turns).to_have_count(3)
    expect(turns.nth(1)).to_have_value(answer)
    expect(turns.nth(2)).to_be_focused()
    assert "mode=chat" in page.url
    assert violations(page) == []


def test_a_base_model_says_why_it_has_no_chat(open_page: OpenPage) -> None:
    page = chat_page(open_page, "en", ("user", "Hi"))
    choose_model(page, HOUSE)
    expect(page.get_by_text(WORDS["en"]["none"])).to_be_visible()
    assert page.locator(".turns").count() == 0
    assert page.locator("button.run").count() == 0
    assert violations(page) == []
    page.get_by_role("button", name="SmolLM2").click()
    expect(page.locator("#chat-turn-0")).to_have_value("Hi")


@pytest.mark.by_need
def test_turns_are_edited_by_keyboard_and_payloads_stay_text(open_page: OpenPage) -> None:
    page = chat_page(open_page, "en", ("user", "Hi"))
    page.locator("#chat-turn-0").focus()
    before = active_elements(page)
    page.get_by_role("button", name="Add a turn").press("Enter")
    expect(page.locator("#chat-turn-1")).to_be_focused()
    page.get_by_role("button", name="System prompt").press("Enter")
    for payload in PAYLOADS:
        for id in ("#chat-system", "#chat-turn-0", "#chat-turn-1"):
            page.locator(id).fill(payload)
    page.get_by_role("button", name="Add a turn").press("Enter")
    page.locator("#chat-turn-2").fill(PAYLOADS[0])
    page.get_by_role("button", name="What is sent").press("Enter")
    page.keyboard.press("Control+Enter")
    finished(page, 1)
    page.get_by_role("button", name="Remove turn 2").press("Enter")
    expect(page.locator("#chat-turn-0")).to_be_focused()
    expect(page.locator(".turns textarea")).to_have_count(2)
    assert_nothing_ran(page, before)


@pytest.fixture
def chatty(tmp_path: Path) -> Iterator[str]:
    """A server of a tiny model that converses, and that a browser can run."""
    give_chat_template(write_tiny_folder(tmp_path, "chatty", "gpt2", 4, add=("web",)))
    yield from serving({"SHOTGLASS_MODELS": str(tmp_path)})


@pytest.mark.by_need
def test_in_this_browser_a_chat_is_written_there_and_says_where_its_template_runs(
    chatty: str, open_page: OpenPage, tolerated: list[str]
) -> None:
    tolerated.append(NO_CARD)
    page = open_page(
        "/?model=chatty#v1/prompt?mode=chat&user=the%20cat&n=1&max_tokens=6&temperature=0",
        base=chatty,
    )
    page.locator("[data-tokens]").wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    choose_place(page, "browser")
    expect(page.get_by_text("ready after")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("runs in the server’s sandbox")).to_be_visible()
    page.keyboard.press("Control+Enter")
    messages = [{"role": "user", "content": "the cat"}]
    body = {"model": "chatty", "messages": messages}
    ids = [token["id"] for token in json.loads(ask(chatty, "chat/render", **body))["tokens"]]
    settings = SETTINGS | {"max_tokens": 6, "n": 1, "temperature": 0}
    events = json.loads(
        ask(chatty, "generate", model="chatty", prompt_ids=ids, settings=settings, stream=False)
    )["events"]
    (text,) = texts([event for event in events if event["type"] == "token"])
    assert written(page, 1) == text
    assert "generate" not in asked
    page.get_by_role("radio", name="Text").check()
    page.locator("#prompt-text").fill("the dog")
    page.keyboard.press("Control+Enter")
    finished(page, 1)
    assert "generate" not in asked
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.slow
def test_chat_is_whole_on_a_phone_with_its_keyboard_open(open_page: OpenPage, theme: str) -> None:
    size = {"width": 390, "height": 420}  # what a keyboard leaves
    query = "mode=chat&user=Hi&assistant=Hello&user=How%20are%20you&max_tokens=8"
    page = open_page(f"/#v1/prompt?{query}", viewport=size, color_scheme=theme)
    choose_model(page, MODEL)
    last = page.locator("#chat-turn-2")
    last.focus()
    last.scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("Control+Enter")
    finished(page, 1)
    assert sample(page, 1).locator("[aria-live=polite]").count() == 1
    assert violations(page) == []
