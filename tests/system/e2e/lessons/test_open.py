"""The lesson of the open questions: a hypothesis's outcome is shown once it was guessed or asked
for, and is that of its result."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

LESSONS = Path(__file__).parents[4] / "web/src/extensions/course/lessons"
ORDER = ("scaling", "predicted", "bayes", "descent", "meta", "ceiling", "lookup", "emergence")
GUESSES = ("held", "refuted", "null")
SHOW = {"en": "Show all outcomes", "zh": "显示全部结果"}


@pytest.mark.parametrize("lang", SHOW)
def test_an_outcome_is_guessed_and_then_shown(open_page: OpenPage, lang: str) -> None:
    outcomes = [
        json.loads((LESSONS / id / "result.json").read_text("utf-8"))["outcome"] for id in ORDER
    ]
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=open", viewport=size, has_touch=True)
    cards = page.locator(".hypothesis")
    expect(cards).to_have_count(len(ORDER))
    expect(cards.locator("strong")).to_have_count(0)
    for place in (0, 3):
        buttons = cards.nth(place).get_by_role("button")
        buttons.nth(GUESSES.index(outcomes[place])).tap()
        expect(cards.nth(place).locator("strong")).to_be_visible()
    cards.nth(5).get_by_role("button").nth((GUESSES.index(outcomes[5]) + 1) % 3).press("Enter")
    tally = page.locator("article [role=status]").first
    expect(tally).to_have_text(re.compile(r"3\D+8\D+2\D+$"))
    values = [0] * len(ORDER)
    for place in (0, 3):
        values[place] = GUESSES.index(outcomes[place]) + 1
    values[5] = (GUESSES.index(outcomes[5]) + 1) % 3 + 1
    expect(page).to_have_url(re.compile("values=" + "%2C".join(map(str, values))))
    page.reload()
    expect(cards.locator("strong")).to_have_count(3)
    page.get_by_role("button", name=SHOW[lang]).click()
    expect(cards.locator("strong")).to_have_count(len(ORDER))
    expect(tally).to_have_text(re.compile(r"3\D+8\D+2\D+$"))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
