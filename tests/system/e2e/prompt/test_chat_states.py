"""Chat in each of its states, in both languages and themes: axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Page, expect
from system.e2e.combinations import LANGUAGES, THEMES
from system.e2e.instrument import OpenPage, choose_model
from system.e2e.page.test_access import violations
from system.e2e.prompt.test_prompt import HOUSE, finished, sample
from system.e2e.prompt.test_prompt_chat import WORDS, chat_page

IDS = {"en": "Show token ids", "zh": "显示词元编号"}


def empty(page: Page, lang: str) -> None:
    expect(page.locator("#chat-turn-0")).to_have_value("")


def mute(page: Page, lang: str) -> None:
    choose_model(page, HOUSE)
    expect(page.get_by_text(WORDS[lang]["none"])).to_be_visible()


def written(page: Page, lang: str) -> None:
    page.locator("#chat-turn-0").fill("Hi <b>there</b>")
    page.keyboard.press("Control+Enter")
    finished(page, 1)
    finished(page, 2)


def edited(page: Page, lang: str) -> None:
    written(page, lang)
    finished(page, 1).get_by_role("button", name=WORDS[lang]["edit"]).click()
    expect(sample(page, 1).locator("textarea")).to_be_focused()


def sent(page: Page, lang: str) -> None:
    page.locator("#chat-turn-0").fill("Hi <b>there</b>")
    page.get_by_role("button", name=WORDS[lang]["sent"]).click()
    page.get_by_label(IDS[lang]).check()
    expect(page.locator("#chat-sent li").first).to_be_visible()


STATES = (empty, mute, written, edited, sent)
LOOKS = tuple(product(THEMES, LANGUAGES))


@pytest.mark.by_need
@pytest.mark.parametrize(("state", "look"), list(product(STATES, LOOKS)))
def test_axe_finds_nothing_and_nothing_sticks_out(
    open_page: OpenPage, state: Callable[[Page, str], None], look: tuple[str, str]
) -> None:
    theme, lang = look
    size = {"width": 390, "height": 844}
    page = chat_page(lambda path: open_page(path, color_scheme=theme, viewport=size), lang)
    state(page, lang)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
