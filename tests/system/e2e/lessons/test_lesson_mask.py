"""The lesson on the mask: its strength is chosen by touch and by keys, its weights are numpy's; and
a text is read step by step."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from contract.forward_cases import INPUTS
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

NEXT = {"en": "Next step", "zh": "下一步"}


def weights(strength: float) -> np.ndarray:
    x = np.array(INPUTS["exact"])
    powers = np.exp(x @ x.T / 2 + np.where(np.tri(4) == 1, 0, strength))
    return np.asarray(powers / powers.sum(1, keepdims=True))


def shows(page: Page, strength: float) -> None:
    """The third matrix holds the weights, row by row."""
    cells = page.locator("article figure svg g").nth(2).locator("text[text-anchor=middle]")
    first = {0: r"^0\.\d+$", -10: "e−5$", -math.inf: "^0$"}[strength]
    expect(cells.nth(3)).to_have_text(re.compile(first))
    values = [float(text.replace("−", "-")) for text in cells.all_text_contents()]
    assert np.allclose(np.reshape(values, (4, 4)), weights(strength), atol=0.0051)
    drawing = page.locator("article figure svg").first
    assert (drawing.text_content() or "").count("−∞") == (6 if strength == -math.inf else 0)


@pytest.mark.by_need
@pytest.mark.parametrize("lang", NEXT)
def test_the_mask_is_set_by_touch_and_by_keys(open_page: OpenPage, lang: str) -> None:
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=mask", viewport=size, has_touch=True)
    shows(page, -math.inf)
    page.locator("article .segments label").first.tap()
    shows(page, 0)
    leak = f"{100 * weights(0)[0, 1:].sum():.1f}"
    expect(page.get_by_text(re.compile(leak))).to_be_visible()
    expect(page).to_have_url(re.compile("values=0"))
    page.reload()
    shows(page, 0)
    for _ in range(3):
        page.locator("[name=strength]:checked").press("ArrowRight")
    shows(page, -10)
    parts = f"{round(1 / weights(-10)[0, 1:].sum()):,}".replace(",", "\u202f")
    expect(page.locator("p[aria-live]").first).to_contain_text(parts)
    page.locator("[name=strength]:checked").press("ArrowRight")
    shows(page, -math.inf)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("lang", NEXT)
def test_recurrent_states_wait_for_the_token_before_and_masked_ones_do_not(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=mask")
    recurrent, masked = (page.locator(".states").nth(place) for place in range(2))
    recurrent.locator(".token").first.wait_for()
    tokens = recurrent.locator(".token").count()
    for step in (2, 3, 4):
        ready = sum(layer + place < step for layer in range(2) for place in range(tokens))
        expect(recurrent.locator(".ready")).to_have_count(ready)
        expect(masked.locator(".ready")).to_have_count(2 * tokens)
        page.get_by_role("button", name=NEXT[lang]).click()
    page.locator("#reading-steps").press("End")
    expect(recurrent.locator(".ready")).to_have_count(2 * tokens)
    expect(page).to_have_url(re.compile(f"values=1%2C{tokens + 1}"))
