"""A whole journey without a pointer."""

from __future__ import annotations

from e2e.instrument import OpenPage, lane, marks, opened, settled
from playwright.sync_api import Locator, Page, expect


def tab_to(page: Page, target: Locator, most: int = 80) -> None:
    """Presses Tab until ``target`` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("Tab never reached it.")


def test_everything_can_be_reached_and_done_by_keyboard(open_page: OpenPage) -> None:
    page = opened(open_page())
    tab_to(page, page.get_by_role("link", name="Skip to the content"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("opposite"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("comparative")).to_be_checked()
    settled(page)

    tab_to(page, page.get_by_label("Example 2, answer"))
    page.keyboard.press("End")
    page.keyboard.type("y")
    expect(lane(page, "few").get_by_text("Edited since this run")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Edited since")).to_have_count(0)
    settled(page)

    tab_to(page, page.get_by_role("radio", name="4 examples", exact=True))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="5 examples", exact=True)).to_be_checked()
    expect(page.locator("[data-row=' faster'] .mark[data-lane=few] text")).to_have_text("5")
    settled(page)
    assert marks(page, "few")[" faster"] > 0.3

    tab_to(page, lane(page, "few").locator(".token").first)
    card = page.get_by_role("group", name="What else could have stood here")
    expect(card).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
