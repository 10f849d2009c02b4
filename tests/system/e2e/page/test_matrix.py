"""Every view in every theme, language and width: axe finds nothing, nothing runs off the side."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Page
from system.e2e.combinations import LANGUAGES, THEMES
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

WIDTHS = (1440, 768, 390, 320)
PHONE = 640  # px; the header is another from here down
READ_BY_AXE = (1440, 390)
STATES = {  # in an order to walk: a prompt from another's address is read only when asked to
    "compare": "#v1/compare",
    "inside": "#v1/inside",
    "layers": "#v1/inside?view=layers",
    "mask": "#v1/inside?view=mask",
    "decode": "#v1/decode",
    "another task": "#v1/compare?task=reviews&k=2",
    "a task of its own": "#v1/compare?prompt=%7B%22instruction%22%3A%22%22%2C%22template%22%3A%22"
    "%7Binput%7D%20%3D%7Boutput%7D%5Cn%22%2C%22shot_sets%22%3A%7B%7D%2C%22query%22%3A%7B%22input"
    "%22%3A%22x%22%7D%2C%22labels%22%3A%5B%5D%2C%22readout%22%3A%22text%22%7D",
    "a bad address": "#v1/compare?k=999",
    "shelf": "#v1/shelf",
    "prompt": "#v1/prompt",
    "measure": "#v1/measure?task=reviews",
    "train": "#v1/train",
    "models": "#v1/models",
    "a model": "#v1/models?model=house-gpt2&format=portable",
    "lessons": "#v1/lessons",
    "forward": "#v1/forward",
    "shapes": "#v1/shapes",
    "note": "#v1/note",
    "no class": "#v1/class",  # of a server that was started without one
}
# What a view is there for, by a selector; it comes after the rest where a model is asked for it.
CONTROL = {
    "shelf": "main .primary",
    "compare": ".glasses input[type=range]",
    "prompt": "#prompt-text",
    "measure": "button.run",
    "inside": "[role=listbox]",
    "layers": "[role=gridcell]",
    "mask": "[role=gridcell]",
    "decode": "#slide-temperature",
    "train": ".runs :is(button, select)",
    "models": "article summary",
    "lessons": "main figure :is(input, button)",
    "forward": "button.wide-44",
    "shapes": "main input[type=checkbox]",
    "no class": "main code + button",
}


def shown(page: Page, state: str) -> Page:
    """The page in a state, in which nothing moves any more."""
    page.evaluate("hash => { location.hash = hash }", STATES[state])
    page.get_by_role("heading", level=1).wait_for()
    if state in CONTROL:
        page.locator(CONTROL[state]).first.wait_for()
    at_rest(page)
    return page


def as_wide(page: Page, width: int) -> None:
    """Makes the window so wide, in CSS pixels, and waits for the page to follow."""
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("header.phone" if width <= PHONE else "header:not(.phone)").wait_for()
    at_rest(page)


def at_rest(page: Page) -> None:
    """Waits until nothing is busy and the page has the same height as a moment before."""
    page.wait_for_function(
        """() => {
          const height = document.documentElement.scrollHeight;
          const before = window.heightBefore;
          window.heightBefore = height;
          return before === height && document.querySelector("main [aria-busy=true]") === null;
        }""",
        polling=150,
    )


def overhang(page: Page) -> list[str]:
    """What sticks out of the page to the right, unless it scrolls in a box of its own."""
    elements: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const scrolls = (e) => e !== document.body && e.parentElement !== null
            && (getComputedStyle(e).overflowX === "auto" || scrolls(e.parentElement));
          const outside = [...document.querySelectorAll("body *")]
            .filter((e) => e.getBoundingClientRect().right > width + 1)
            .filter((e) => !scrolls(e.parentElement));
          return ["the page is wider than the window"]
            .concat(outside.slice(0, 5).map((e) => e.outerHTML.slice(0, 120)));
        }"""
    )
    return elements


@pytest.mark.parametrize(("scheme", "language"), list(product(THEMES, LANGUAGES)))
def test_every_view_is_accessible_and_fits(open_page: OpenPage, scheme: str, language: str) -> None:
    page = open_page(f"/?lang={language}", color_scheme=scheme)
    faults = {}
    for state in STATES:
        shown(page, state)
        for width in WIDTHS:
            as_wide(page, width)
            faults[state, width] = [
                *overhang(page),
                *(violations(page) if width in READ_BY_AXE else []),
            ]
    assert {place: fault for place, fault in faults.items() if fault} == {}
