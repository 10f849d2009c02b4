"""The lesson on the series: one GPT is chosen, by pointer or keys, and kept in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import OpenPage

pytestmark = pytest.mark.by_need

SHOWED = {
    "en": ("9 of 12 tasks", "7 of 8", "not disclosed"),
    "zh": ("12 个任务里有 9 个", "8 项", "未公开"),
}


@pytest.mark.parametrize("lang", SHOWED)
def test_each_gpt_says_what_it_showed_and_what_is_not_known(open_page: OpenPage, lang: str) -> None:
    first, second, unknown = SHOWED[lang]
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=leaps")
    about = page.locator("article dl").first
    expect(about).to_contain_text(first)
    page.get_by_role("radio", name=re.compile("^GPT-1")).press("ArrowRight")
    expect(about).to_contain_text(second)
    page.get_by_role("radio", name=re.compile("^GPT-4")).check()
    expect(about.locator("dd").nth(1)).to_have_text(unknown)
    expect(page).to_have_url(re.compile("values=4"))
    page.reload()
    expect(about.locator("dd").nth(1)).to_have_text(unknown)
