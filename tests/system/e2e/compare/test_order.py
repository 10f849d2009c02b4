"""Examples put into another order by hand: by keys, by dragging, by a press."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage, fields, glasses, opened, poured, settled

FULL = ".glasses .poured:not(.stale) .liquid"


def questions(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator(".rail ol textarea:first-child").all()]


def filled(page: Page) -> dict[int, float]:
    """What the glass of four examples holds once every glass is of this very prompt."""
    settled(page)
    expect(page.locator(".glasses .poured.stale")).to_have_count(0)
    expect(page.locator(FULL).first).to_be_visible()
    return poured(page, 4)


def drag(page: Page, example: int, onto: int) -> None:
    """By its number, past the middle of the other row."""
    rows = page.locator(".rail ol > li")
    hand = rows.nth(example).locator(".place").bounding_box()
    goal = rows.nth(onto).bounding_box()
    assert hand is not None
    assert goal is not None
    beyond = goal["height"] * (0.8 if onto > example else 0.2)
    page.mouse.move(hand["x"] + 8, hand["y"] + hand["height"] / 2)
    page.mouse.down()
    page.mouse.move(hand["x"] + 12, goal["y"] + beyond, steps=8)
    page.mouse.up()


def test_examples_are_reordered_by_keys_and_the_glasses_follow(open_page: OpenPage) -> None:
    page = opened(open_page())
    first = questions(page)
    before = filled(page)
    page.get_by_label("Example 4, answer").press("Alt+ArrowUp")
    expect(page.get_by_label("Example 3, answer")).to_be_focused()
    swapped = [*first[:2], first[3], first[2], *first[4:]]
    assert questions(page) == swapped
    after = filled(page)
    way = re.compile("In the task’s own order “slow” has (.*), in this one (.*)\\.")
    expect(page.locator("#verdict")).to_contain_text(way)
    assert after != pytest.approx(before, abs=1e-4)  # another prompt says something else
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_label("Example 4, answer")).to_be_focused()
    assert filled(page) == pytest.approx(before, abs=1e-6)
    expect(page.locator("#verdict")).not_to_contain_text(way)
    page.get_by_label("Example 1, question").press("Alt+ArrowUp")  # there is no place above
    assert questions(page) == first


@pytest.mark.by_need
def test_an_example_is_dragged_by_its_number_and_back_undoes_it(open_page: OpenPage) -> None:
    page = opened(open_page())
    first = questions(page)
    drag(page, 0, 2)
    assert questions(page) == [first[1], first[2], first[0], *first[3:]]
    filled(page)
    drag(page, 3, 0)
    assert questions(page) == [first[3], first[1], first[2], first[0], *first[4:]]
    page.go_back()
    page.go_back()
    expect(fields(page).locator(".rail ol textarea").first).to_have_value(first[0])
    assert questions(page) == first


@pytest.mark.by_need
def test_a_press_on_a_number_moves_its_example_one_up(open_page: OpenPage) -> None:
    page = opened(open_page())
    first = questions(page)
    page.get_by_role("button", name=f"Move example 2, {first[1]}, one up").click()
    assert questions(page) == [first[1], first[0], *first[2:]]
    page.locator(".rail ol > li .place").first.click()
    assert questions(page) == [first[0], *first[2:], first[1]]
    expect(glasses(page)).to_have_value("4")
