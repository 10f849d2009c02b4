"""What a visitor could do before the views were drawn anew, and the presses that lead there now."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

MOST = 2  # presses


@dataclass(frozen=True)
class Feature:
    """``presses``: what is opened, by its words, in order. ``there``: the words of what stands
    there then, a control or a text."""

    at: str  # the address
    what: str
    presses: tuple[str, ...]
    there: str


def named(page: Page, words: str) -> Locator:
    """Whatever a person can press or fill that has these words, and else the text itself."""
    name = re.compile(words)
    controls = page.get_by_label(name)
    for role in ("button", "link", "radio", "checkbox", "tab", "combobox", "textbox", "slider"):
        controls = controls.or_(page.get_by_role(role, name=name))
    controls = controls.or_(page.locator("summary").filter(has_text=name))
    return controls.or_(page.get_by_text(name)).filter(visible=True).first


def reach(page: Page, feature: Feature) -> None:
    """Presses what leads to a feature, and finds it there."""
    for words in feature.presses:
        named(page, words).click()
    expect(named(page, feature.there)).to_be_visible()


def of(at: str, *rows: tuple[str, tuple[str, ...], str]) -> list[Feature]:
    return [Feature(at, what, presses, there) for what, presses, there in rows]
