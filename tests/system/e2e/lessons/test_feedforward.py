"""The lesson on the feed-forward part: the slider's number goes through three activations."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_number_is_moved_by_keys_and_says_what_three_activations_give(
    open_page: OpenPage, lang: str
) -> None:
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=feedforward", viewport=size)
    slider = page.get_by_role("slider")
    says = page.get_by_text(re.compile(r"ReLU .*GELU .*SiLU"))

    def shows(x: float) -> None:
        below = (1 + math.erf(x / math.sqrt(2))) / 2
        for value in (max(0.0, x), x * below, x / (1 + math.exp(-x))):
            expect(says).to_contain_text(f"{abs(value):.3f}")

    shows(-1)
    slider.press("ArrowRight")
    shows(-0.9)
    slider.press("End")
    shows(5)
    expect(page).to_have_url(re.compile("values=5"))
    page.reload()
    shows(5)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
