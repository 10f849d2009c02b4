"""What meets the eye before anybody scrolls: so many controls and words at most in every view, and
a figure on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage
from system.e2e.timers import let_timers_fire

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

# By view: controls and words above the fold of a desk at most.
BOUNDS = {
    "shelf": (21, 70),  # of these the header has 11 and 10
    "compare": (28, 140),
    "prompt": (23, 100),
    "measure": (27, 170),
    "inside": (30, 170),
    "decode": (28, 170),
    "train": (26, 170),
    "models": (30, 170),
    "lessons": (30, 170),
    "shapes": (30, 170),
    "forward": (30, 170),
}
# By view: where its first figure ends on a phone at most, in pixels; 844 is the first screen.
FOOT = {
    "shelf": 400,
    "compare": 600,
    "inside": 844,
    "decode": 844,
    "train": 716,
    "lessons": 640,
}
FIGURE = "main :is(figure svg, figure [role=img], [role=grid])"

COUNT = r"""() => {
  const CONTROLS = `a[href], button, input, select, textarea, summary, [tabindex="0"],
    [role=tab], [role=radio]`;
  const inSight = ({ width, height, top, bottom, left, right }) =>
    width > 1 && height > 1 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen, [inert]");
  const controls = [...document.querySelectorAll(CONTROLS)].filter(
    (element) => shown(element) && inSight(element.getBoundingClientRect()),
  );
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [];
  while (walker.nextNode()) {
    const { currentNode: text } = walker;
    const parent = text.parentElement;
    if (!shown(parent) || parent.closest("option, script, style")) continue;
    for (const { 0: word, index } of text.data.matchAll(/\p{L}[^\s]*/gu)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (inSight(range.getBoundingClientRect())) words.push(word);
    }
  }
  return [controls.length, words.length];
}"""


def settled(page: Page) -> Page:
    """The page once nothing more comes into it."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(re.compile("^(Looking for|Opening|Reading)"))).to_have_count(0)
    counts: list[Any] = []
    while len(counts) < 3 or counts[-3:] != [counts[-1]] * 3:
        counts.append(page.evaluate(COUNT))
        let_timers_fire(page, 400)
        assert len(counts) < 30, counts
    return page


@pytest.mark.parametrize("view", BOUNDS)
def test_the_first_screen_of_a_view_holds_few_controls_and_few_words(
    open_page: OpenPage, view: str
) -> None:
    controls, words = settled(
        open_page(f"/?lang=en#v1/{view}", viewport=DESK, details=False)
    ).evaluate(COUNT)
    most_controls, most_words = BOUNDS[view]
    print(f"{view}: {controls} controls, {words} words")
    assert controls <= most_controls
    assert words <= most_words


@pytest.mark.parametrize("view", FOOT)
def test_the_first_figure_of_a_view_ends_on_the_first_screen_of_a_phone(
    open_page: OpenPage, view: str
) -> None:
    page = settled(open_page(f"/?lang=en#v1/{view}", viewport=PHONE, details=False))
    box = page.locator(FIGURE).first.bounding_box()
    assert box is not None
    foot = round(box["y"] + box["height"])
    print(f"{view}: first figure ends at {foot}")
    assert foot <= FOOT[view]
