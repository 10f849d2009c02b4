"""The lesson on the mask: switched off and on by touch and by keys, its weights are numpy's."""

from __future__ import annotations

import re

import numpy as np
import pytest
from contract.forward_cases import INPUTS
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

SWITCH = {"en": "The causal mask is on", "zh": "打开因果掩码"}


def weights(on: bool) -> np.ndarray:
    x = np.array(INPUTS["exact"])
    powers = np.exp(x @ x.T / 2) * (np.tri(4) if on else 1)
    return np.asarray(powers / powers.sum(1, keepdims=True))


def shows(page: Page, on: bool) -> None:
    """The third matrix holds the weights, row by row."""
    cells = page.locator("article figure svg g").nth(2).locator("text[text-anchor=middle]")
    expect(cells.nth(3)).to_have_text("0" if on else re.compile(r"0\.\d+"))
    values = [float(text) for text in cells.all_text_contents()]
    assert np.allclose(np.reshape(values, (4, 4)), weights(on), atol=0.0051)
    drawing = page.locator("article figure svg").first
    assert (drawing.text_content() or "").count("−∞") == (6 if on else 0)


@pytest.mark.parametrize("lang", SWITCH)
def test_the_mask_is_switched_by_touch_and_by_keys(open_page: OpenPage, lang: str) -> None:
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=mask", viewport=size, has_touch=True)
    switch = page.get_by_role("checkbox", name=SWITCH[lang])
    shows(page, True)
    switch.tap()
    shows(page, False)
    leak = f"{100 * weights(False)[0, 1:].sum():.1f}"
    expect(page.get_by_text(re.compile(leak))).to_be_visible()
    expect(page).to_have_url(re.compile("values=0"))
    page.reload()
    shows(page, False)
    switch.press("Space")
    shows(page, True)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
