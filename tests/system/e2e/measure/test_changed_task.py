"""A changed task in Measure: what is recorded of it as it ships is one press away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import OpenPage

WORDS = {
    "en": (
        "Flip labels",
        "Your changed copy of Film reviews: “Measure it here” asks the model",
        "Film reviews as recorded",
        "its interval holds 0",
    ),
    "zh": (
        "对调标签",
        "这是你改过的“影评”；按“在这里测”就去问模型",
        "看“影评”录制的结果",
        "区间含 0",
    ),
}
EDIT = {"en": "Edit", "zh": "编辑"}
LUCK = {"en": "Is it luck?", "zh": "是运气吗？"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_changed_copy_says_so_and_leads_to_what_is_recorded(
    open_page: OpenPage, lang: str
) -> None:
    flip, changed, recorded, reason = WORDS[lang]
    page = open_page(f"/?lang={lang}#v1/compare?task=reviews", details=False)
    page.get_by_role("button", name=EDIT[lang], exact=True).click()
    page.get_by_role("button", name=flip).click()
    page.get_by_role("link", name=LUCK[lang]).click()
    page.locator("input[name=measured-question][value=labels]").check()
    summary = page.locator(".reason")
    expect(summary).to_contain_text(changed)
    summary.get_by_role("link", name=recorded).click()
    expect(summary).to_contain_text(reason)
    expect(summary.get_by_role("link", name=recorded)).to_have_count(0)
    page.go_back()
    expect(summary).to_contain_text(changed)
