"""Whoever reads tables alone misses nothing: every figure has one, reached by keyboard."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Page, Route, expect
from system.e2e.combinations import LANGUAGES
from system.e2e.instrument import TOOLS, OpenPage
from system.e2e.page.test_keyboard import tab_to

pytestmark = pytest.mark.by_need

SHOW = {"en": "Show as table", "zh": "看表格"}
KINDS = {"en": ("opposites", "comparatives"), "zh": ("反义词", "比较级")}
VIEWS = (
    "compare",
    "inside",
    "inside?view=layers",
    "inside?view=mask",
    "decode",
    "train",
    "forward",
    "shapes",
    "lessons?lesson=autoregressive",
    "lessons?lesson=mask",
    "lessons?lesson=decoders",
    "lessons?lesson=shots",
    "lessons?lesson=gpt2",
)


def turned_into_tables(page: Page, language: str) -> int:
    """Presses every "Show as table" by keyboard; how many there were. Figures that are still being
    computed are waited for: one that came meanwhile would not be turned."""
    openers = page.get_by_role("button", name=TOOLS)
    openers.first.wait_for()
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)
    for opener in openers.all():
        opener.focus()
        page.keyboard.press("Enter")
        button = page.get_by_role("button", name=SHOW[language], exact=True)
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_count(0)
        expect(opener).to_be_focused()
    return openers.count()


@pytest.mark.parametrize(("view", "language"), list(product(VIEWS, LANGUAGES)))
def test_every_figure_of_a_view_has_a_table(open_page: OpenPage, view: str, language: str) -> None:
    page = open_page(f"/?lang={language}#v1/{view}")
    page.get_by_role("heading", level=1).wait_for()
    if view.startswith("inside"):
        page.locator("figure").first.wait_for()
        for summary in page.locator("main details.fold > summary").all():
            summary.click()
    turned = turned_into_tables(page, language)
    figures = page.locator("figure")
    assert turned >= 1
    assert figures.count() >= turned
    for figure in figures.all():
        assert figure.locator("tbody tr").count() >= 1
        assert figure.locator("svg[role=img], canvas").count() == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_answer_is_seen_to_move_in_the_table_alone(open_page: OpenPage, language: str) -> None:
    page = open_page(f"/?lang={language}")
    turned_into_tables(page, language)
    table = page.locator("#details figure table").first
    slow = table.locator("tr", has_text="slow").first
    before = slow.inner_text()
    opposite, comparative = KINDS[language]
    tab_to(page, page.get_by_label(opposite, exact=True))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label(comparative, exact=True)).to_be_checked()
    expect(slow).not_to_have_text(before)
    assert "faster" in table.inner_text()


@pytest.mark.parametrize("id", ["autoregressive", "beam", "decoders", "shots"])
def test_a_table_that_is_shown_stays_when_a_model_becomes_ready(
    open_page: OpenPage, address: str, id: str
) -> None:
    page = open_page("blank", base="about:")
    waiting: list[Route] = []
    page.route("**/api/v1/models", lambda route: waiting.append(route), times=1)
    page.goto(f"{address}/#v1/lessons?lesson={id}")
    turned = turned_into_tables(page, "en")
    assert waiting
    waiting.pop().continue_()
    expect(page.locator("header .ready")).to_be_visible()
    expect(page.locator("main [aria-busy=true]")).to_have_count(0)
    expect(page.locator("figure tbody")).to_have_count(turned)
