"""The lesson on positions: two places are moved; their product depends on their distance alone."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import Locator, expect
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

WORDS = {
    "en": ("A place:", "Another place:", r"the product of their 32 .* is ([−\d.]+)"),
    "zh": ("一个位置：", "另一个位置：", r"乘积之和是 ([−\d.]+)"),
}


def product(p: int, q: int) -> str:
    return f"{sum(math.cos((p - q) / 10_000 ** (i / 16)) for i in range(16)):.2f}"


@pytest.mark.parametrize("lang", WORDS)
def test_two_places_are_moved_by_keys_and_their_product_is_the_formula_s(
    open_page: OpenPage, lang: str
) -> None:
    first, second, says = WORDS[lang]
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=positions", viewport=size)

    def slider(name: str) -> Locator:
        return page.get_by_role("slider", name=re.compile(f"^{name}"))

    def shows(p: int, q: int) -> None:
        text = page.get_by_text(re.compile(says))
        expect(text).to_contain_text(product(p, q).replace("-", "−"))

    shows(3, 8)
    slider(first).press("ArrowRight")
    shows(4, 8)
    slider(second).press("Home")
    shows(4, 0)
    expect(page).to_have_url(re.compile("values=4%2C0|values=4,0"))
    page.reload()
    shows(4, 0)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
