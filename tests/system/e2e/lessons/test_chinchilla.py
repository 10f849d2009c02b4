"""The lesson on compute: its controls show what the formula says, worked out here anew."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from scipy.optimize import minimize_scalar
from system.e2e.instrument import OpenPage

pytestmark = pytest.mark.by_need

REFITTED = (482.0, 0.348, 2085.0, 0.366)  # Besiroglu et al. 2024
PRINTED = (406.4, 0.34, 410.7, 0.28)  # Hoffmann et al. 2022
WORDS = {
    "en": ("Budget of compute", "as printed in 2022", r"(\d+) tokens a parameter"),
    "zh": ("算力预算", "2022 年印出的", r"每个参数 (\d+) 个词元"),
}


def tokens_each(fit: tuple[float, ...], budget: float) -> int:
    """Tokens a parameter where the loss above the floor is least, by search."""
    a, alpha, b, beta = fit

    def lost(log_size: float) -> float:
        size = 10**log_size
        return a / size**alpha + b / (budget / (6 * size)) ** beta

    size = 10 ** minimize_scalar(lost, bounds=(6, 14), method="bounded").x
    return round(budget / (6 * size) / size)


@pytest.mark.parametrize("lang", WORDS)
def test_the_budget_and_the_constants_are_chosen_by_pointer_and_keys(
    open_page: OpenPage, lang: str
) -> None:
    budget, printed, each = WORDS[lang]
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=chinchilla")

    def shows(tokens: int, model: str) -> None:
        says = page.get_by_text(re.compile(each)).filter(has_text="FLOPs")
        expect(says).to_have_text(re.compile(each.replace(r"(\d+)", str(tokens))))
        expect(says).to_contain_text(model)

    shows(tokens_each(REFITTED, 6 * 280e9 * 300e9), "Gopher")
    page.get_by_role("radio", name="GPT-3").check()
    shows(tokens_each(REFITTED, 6 * 175e9 * 300e9), "GPT-3")
    page.get_by_role("radio", name=printed).check()
    shows(tokens_each(PRINTED, 6 * 175e9 * 300e9), "GPT-3")
    expect(page).to_have_url(re.compile("values=[^&]+%2C1"))  # the second choice too is kept
    page.reload()
    shows(tokens_each(PRINTED, 6 * 175e9 * 300e9), "GPT-3")
    page.get_by_label(budget).press("Home")
    shows(tokens_each(PRINTED, 1e18), "10¹⁸")
    page.get_by_label(budget).press("ArrowRight")
    shows(tokens_each(PRINTED, 10**18.1), "10¹⁸")
    expect(page.get_by_role("radio", name="GPT-3")).not_to_be_checked()
