"""Every view in every theme, language and width: axe finds nothing, nothing runs off the side."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Page
from system.e2e.combinations import LANGUAGES, THEMES
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

WIDTHS = (1440, 768, 390, 320)
STATES = {
    "compare": "#v1/compare",
    "another task": "#v1/compare?task=reviews&k=2",
    "a task of its own": "#v1/compare?prompt=%7B%22instruction%22%3A%22%22%2C%22template%22%3A%22"
    "%7Binput%7D%20%3D%7Boutput%7D%5Cn%22%2C%22shot_sets%22%3A%7B%7D%2C%22query%22%3A%7B%22input"
    "%22%3A%22x%22%7D%2C%22labels%22%3A%5B%5D%2C%22readout%22%3A%22text%22%7D",
    "a bad address": "#v1/compare?k=999",
    "measure": "#v1/measure",
    "inside": "#v1/inside",
    "decode": "#v1/decode",
    "models": "#v1/models",
    "a model": "#v1/models?model=house-gpt2&format=portable",
    "lessons": "#v1/lessons",
    "forward": "#v1/forward",
    "shapes": "#v1/shapes",
}


def overhang(page: Page) -> list[str]:
    """What sticks out of the page to the right, unless it scrolls in a box of its own."""
    found: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll("body *")]
            .filter((e) => e.getBoundingClientRect().right > width + 1)
            .slice(0, 5)
            .map((e) => e.outerHTML.slice(0, 120));
        }"""
    )
    return found


@pytest.mark.parametrize(("width", "kind"), list(product(WIDTHS, product(THEMES, LANGUAGES))))
def test_every_view_is_accessible_and_fits(
    open_page: OpenPage, width: int, kind: tuple[str, str]
) -> None:
    scheme, language = kind
    page = open_page(
        f"/?lang={language}", color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    found = {}
    for state, fragment in STATES.items():
        page.evaluate("hash => { location.hash = hash }", fragment)
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_timeout(600)
        if faults := [*overhang(page), *violations(page)]:
            found[state] = faults
    assert found == {}
