"""A figure in a lesson's words and its mark in the lesson's figure light up together."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import OpenPage

pytestmark = pytest.mark.by_need

LIT = re.compile(r"\blit\b")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_number_lights_its_mark_and_a_mark_its_number(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=descent")
    name = "distance[16 steps]"
    word = page.locator(f"button[data-of='{name}']").first
    mark = page.locator(f"svg [data-of='{name}']")
    expect(mark).to_have_count(1)
    word.hover()
    expect(mark).to_have_class(LIT)
    expect(word).to_have_class(LIT)
    expect(page.locator("svg .lit")).to_have_count(1)
    page.mouse.move(0, 0)
    expect(page.locator(".lit")).to_have_count(0)
    mark.hover()
    expect(word).to_have_class(LIT)
    page.mouse.move(0, 0)
    word.focus()
    expect(mark).to_have_class(LIT)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(mark).not_to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(mark).to_be_in_viewport()
