"""A space at a text's end is warned of wherever a next token is asked for, and removed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import OpenPage

FIELDS = {"decode": "#decode-text", "inside": "#text", "prompt": "#prompt-text"}
WORDS = {"en": ("ends in a space", "Remove it"), "zh": ("末尾是空格", "去掉空格")}


@pytest.mark.by_need
@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("view", FIELDS)
def test_a_space_at_the_end_is_warned_of_and_removed(
    open_page: OpenPage, view: str, language: str
) -> None:
    warning, mend = WORDS[language]
    page = open_page(f"/?lang={language}#v1/{view}?text=The%20cat%20sat%20")
    expect(page.get_by_text(warning)).to_be_visible()
    page.get_by_role("button", name=mend).click()
    expect(page.locator(FIELDS[view])).to_have_value("The cat sat")
    expect(page.get_by_text(warning)).to_have_count(0)
