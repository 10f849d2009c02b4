"""The lesson on training: steps, play and stop, the learning rate, little text, all seeded."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage, tool
from system.e2e.page.test_access import violations
from system.e2e.timers import let_timers_fire

pytestmark = pytest.mark.by_need

WORDS = {
    "en": {
        "play": "Play",
        "stop": "Stop",
        "step": "One step",
        "again": "Start again",
        "rate": "Learning rate",
        "little": "its first 400 characters",
        "own": "my own",
        "text": "A text of your own",
        "says": r"After ([\d\u202f]+) steps the net loses ([\d.]+) .* and ([\d.]+) on",
    },
    "zh": {
        "play": "开始",
        "stop": "停",
        "step": "走一步",
        "again": "从头再来",
        "rate": "学习率",
        "little": "只有开头 400 个字符",
        "own": "我自己的",
        "text": "你自己的文本",
        "says": r"([\d\u202f]+) 步之后.*损失 ([\d.]+) 奈特.*损失 ([\d.]+) 奈特",
    },
}
both = pytest.mark.parametrize("lang", WORDS)
EVEN = 3.66  # nats: the logarithm of the chapter's 39 characters


def state(page: Page, words: dict[str, str]) -> tuple[int, float, float]:
    """Steps so far, and the losses on what is learned and on what is held out."""
    text = page.get_by_text(re.compile(words["says"])).inner_text()
    match = re.search(words["says"], text)
    assert match is not None
    return int(match[1].replace("\u202f", "")), float(match[2]), float(match[3])


def reach(page: Page, words: dict[str, str], steps: int) -> None:
    page.wait_for_function(
        """([pattern, steps]) => {
          const match = new RegExp(pattern).exec(document.querySelector("article").innerText);
          return match !== null && Number(match[1].replaceAll("\\u202f", "")) >= steps;
        }""",
        arg=[words["says"], steps],
        timeout=90_000,
    )


@both
def test_the_net_learns_by_play_and_stop_and_by_single_steps(
    open_page: OpenPage, lang: str
) -> None:
    words = WORDS[lang]
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=training")
    play = page.get_by_role("button", name=words["play"], exact=True)
    play.wait_for()
    assert state(page, words) == (0, pytest.approx(EVEN, abs=0.05), pytest.approx(EVEN, abs=0.05))

    page.get_by_role("button", name=words["step"]).press("Enter")
    reach(page, words, 1)
    first = page.locator(".sample").inner_text()
    play.click()
    reach(page, words, 150)
    page.get_by_role("button", name=words["stop"], exact=True).click()
    steps, learned, held = state(page, words)
    assert learned < EVEN - 0.8
    assert held < EVEN - 0.8
    assert page.locator(".sample").inner_text() != first
    let_timers_fire(page, 200)
    assert state(page, words)[0] == steps
    assert violations(page) == []

    page.get_by_role("button", name=words["again"]).click()
    expect(page.get_by_text(re.compile(words["says"]))).to_contain_text("0")
    assert state(page, words)[0] == 0


def test_little_text_is_learned_by_heart_and_other_text_gets_worse(open_page: OpenPage) -> None:
    words = WORDS["en"]
    page = open_page("/#v1/lessons?lesson=training", reduced_motion="reduce")
    page.get_by_role("radio", name=words["little"]).check()
    let_timers_fire(page, 300)
    assert state(page, words)[0] == 0  # nothing starts by itself
    page.get_by_role("button", name=words["play"], exact=True).click()
    reach(page, words, 400)
    page.get_by_role("button", name=words["stop"], exact=True).click()
    _, learned, held = state(page, words)
    assert learned < 1
    assert held > EVEN
    expect(page).to_have_url(re.compile("values=5%2C1"))
    tool(page.locator("article figure").first, "Show as table").click()
    rows = page.locator("article figure").first.locator("tbody tr")
    assert rows.count() > 20
    early = [float(rows.nth(i).locator("td, th").nth(2).inner_text()) for i in range(10)]
    assert min(early) < EVEN - 0.4


@both
def test_the_rate_is_set_by_keys_and_a_text_of_ones_own_on_a_phone(
    open_page: OpenPage, lang: str
) -> None:
    words = WORDS[lang]
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=training")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.documentElement.scrollWidth === 390")
    rate = page.get_by_role("slider", name=re.compile(words["rate"]))
    rate.press("Home")
    expect(rate).to_have_attribute("aria-valuetext", "0.001")
    page.get_by_role("button", name=words["step"]).click()
    reach(page, words, 1)
    page.get_by_role("radio", name=words["own"]).check()
    page.get_by_label(words["text"]).fill("zu kurz")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label(words["text"]).fill("abcdefgh " * 12)
    page.get_by_role("button", name=words["step"]).click()
    reach(page, words, 1)
    assert re.fullmatch("[a-h ]+", page.locator(".sample").inner_text())
    assert violations(page) == []
    expect(page).to_have_url(re.compile("values=0%2C2"))
