"""Keys, fingers and a page enlarged four times reach what each view is there for."""

from __future__ import annotations

import pytest
from system.e2e.instrument import OpenPage
from system.e2e.page.test_matrix import CONTROL, STATES, overhang, shown

MOST_TABS = 10
LAPTOP_AT_400 = {"width": 320, "height": 256}

# Controls less than 32 pixels wide or high, but for links, terms and tokens in a line of text.
SMALL = """() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [role=tab]";
  const OTHERS = ".term, .token, p.mono > button, .skip, .unseen";
  return [...document.querySelectorAll(CONTROLS)].filter((element) => {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(OTHERS)
      || (element.matches("a") && getComputedStyle(element).display === "inline")) return false;
    const own = element.matches("[type=checkbox], [type=radio], .covering");
    const { width, height } = ((own && element.labels[0]) || element).getBoundingClientRect();
    return width > 0 && Math.min(width, height) < 31.5;
  }).map((element) => element.outerHTML.slice(0, 120));
}"""

# How much of the window is under what stays where it is while the page scrolls.
HELD = """() => {
  scrollTo(0, document.documentElement.scrollHeight);
  return [...document.querySelectorAll("body *")].filter((element) => {
    const { position } = getComputedStyle(element);
    const { width, top } = element.getBoundingClientRect();
    const sticks = position === "sticky" && Math.abs(top) < 1;
    return (position === "fixed" || sticks) && width > innerWidth / 2
      && element.checkVisibility({ visibilityProperty: true });
  }).reduce((sum, element) => sum + element.getBoundingClientRect().height, 0) / innerHeight;
}"""


@pytest.mark.parametrize("view", CONTROL)
def test_ten_tabs_after_the_skip_link_reach_what_a_view_is_there_for(
    open_page: OpenPage, view: str
) -> None:
    page = shown(open_page(f"/{STATES[view]}"), view)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("view => document.activeElement.matches(view)", CONTROL[view]):
            return
    raise AssertionError(f"{MOST_TABS} tabs do not reach it.")


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("state", STATES)
def test_whatever_is_pressed_is_as_large_as_a_finger_asks(
    open_page: OpenPage, state: str, width: int
) -> None:
    page = open_page(f"/{STATES[state]}", viewport={"width": width, "height": 900})
    assert shown(page, state).evaluate(SMALL) == []


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_four_hundred_percent_leaves_room_for_what_is_read(open_page: OpenPage, state: str) -> None:
    page = shown(open_page(f"/{STATES[state]}", viewport=LAPTOP_AT_400), state)
    assert overhang(page) == []
    assert page.evaluate(HELD) <= 0.5
