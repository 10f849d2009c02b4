"""The lesson on emergence: the slider raises the measured accuracy of a digit to the power of n."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import OpenPage, tool
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

RESULT = Path(__file__).parents[4] / "web/src/extensions/course/lessons/emergence/result.json"
TABLE = {"en": "Show as table", "zh": "看表格"}


@pytest.mark.parametrize("lang", TABLE)
def test_n_is_moved_by_keys_and_by_pointer_and_stands_in_the_link(
    open_page: OpenPage, lang: str
) -> None:
    result = json.loads(RESULT.read_text("utf-8"))
    points = next(item["points"] for item in result["series"] if item["name"] == "digits")
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=emergence", viewport=size)
    figure = page.locator("article figure").first
    slider = page.get_by_role("slider")
    tool(figure, TABLE[lang]).click()

    def shows(n: int) -> None:
        for row in (15, 20):
            cell = figure.locator("tbody tr").nth(row).locator("td, th").nth(2)
            expect(cell).to_have_text(re.compile(f"^{100 * points[row]['y'] ** n:.1f}"))

    shows(7)
    slider.press("ArrowRight")
    shows(8)
    slider.press("Home")
    shows(1)
    slider.click(position={"x": 300, "y": 18})
    expect(page).to_have_url(re.compile(r"values=1\d"))
    shows(int(slider.input_value()) + 1)
    page.reload()
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"1\d"))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
