"""A whole journey without a pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import (
    OpenPage,
    drawn,
    glasses,
    lane,
    marks,
    numbered,
    opened,
    settled,
    shows,
)


def tab_to(page: Page, target: Locator, most: int = 80) -> None:
    """Presses Tab until ``target`` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("Tab never reached it.")


def test_everything_can_be_reached_and_done_by_keyboard(open_page: OpenPage) -> None:
    page = drawn(open_page())
    page.locator("header .ready").wait_for()
    settled(page)
    tab_to(page, page.get_by_role("link", name="Skip to the content"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("opposite"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("comparative")).to_be_checked()
    settled(page)

    tab_to(page, page.get_by_role("button", name="Edit", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Question", exact=True)).to_be_focused()
    tab_to(page, page.get_by_label("Example 2, answer"))
    page.keyboard.press("End")
    page.keyboard.type("y")
    expect(lane(page, "few").get_by_text("Edited since this run")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Edited since")).to_have_count(0)
    settled(page)

    tab_to(page, glasses(page))
    page.keyboard.press("ArrowRight")
    shows(page, 5)
    numbered(page, 5, " faster")
    settled(page)
    assert marks(page, "few")[" faster"] > 0.3

    tab_to(page, lane(page, "few").locator(".token").first)
    card = page.get_by_role("group", name="What else could have stood here")
    expect(card).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)


def covered(page: Page) -> list[str]:
    """Tabs through a phone's page; what of it had the focus behind the bar at its foot, by its
    words."""
    behind = []
    for _ in range(90):
        page.keyboard.press("Tab")
        under, name = page.evaluate(
            """() => {
              const element = document.activeElement;
              const bar = document.querySelector("[data-foot]");
              const { bottom } = element.getBoundingClientRect();
              const { top } = bar.getBoundingClientRect();
              const name = element.ariaLabel || element.textContent || element.id;
              const other = element !== document.body && !bar.contains(element);
              return [other && bottom > top + 1, name.trim()];
            }"""
        )
        if under:
            behind.append(name)
    return behind


def test_the_focus_is_never_behind_the_bar_at_a_phones_foot(open_page: OpenPage) -> None:
    page = drawn(open_page(viewport={"width": 390, "height": 844}))
    settled(page)
    assert covered(page) == []


@pytest.mark.slow
def test_what_was_copied_is_told_beside_its_button(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("button", name="Save, open, copy as").press("Enter")
    page.locator("#task-tools").get_by_role("button", name="curl").press("Enter")
    told = page.locator("#task-tools [aria-live]")
    expect(told).not_to_be_empty()
    expect(told).to_be_in_viewport(ratio=1)


@pytest.mark.slow
def test_run_and_the_question_stand_above_the_examples_on_the_first_screen(
    open_page: OpenPage,
) -> None:
    page = opened(open_page())
    page.get_by_label("Example 2, answer").fill("tiny")
    page.evaluate("scrollTo(0, 0)")
    first = page.locator(".rail ol").bounding_box()
    assert first is not None
    for field in (page.locator("#question"), page.locator("#expected"), page.locator("button.run")):
        expect(field).to_be_in_viewport(ratio=1)
        box = field.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < first["y"]


@pytest.mark.slow
def test_enter_in_an_answer_goes_on_in_the_next_row_and_makes_it_where_there_is_none(
    open_page: OpenPage,
) -> None:
    page = opened(open_page())
    page.locator("#task").select_option("new")
    page.get_by_role("button", name="+ add an example").click()
    for row in (("up", "down"), ("in", "out"), ("hot", "cold")):
        page.keyboard.type(row[0])
        page.keyboard.press("Tab")
        page.keyboard.type(row[1])
        page.keyboard.press("Enter")
    answers = [field.input_value() for field in page.locator(".rail ol .answer").all()]
    assert answers == ["down", "out", "cold", ""]
    page.locator(".rail ol .answer").first.press("Enter")
    expect(page.get_by_label("Example 2, question")).to_be_focused()
    expect(page.locator(".rail ol > li")).to_have_count(4)
    page.locator(".rail ol .answer").first.press("Shift+Enter")
    expect(page.locator(".rail ol .answer").first).to_have_value("down\n")
