"""Texts that go on from another token than the one that was drawn, on Compare."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import (
    MODEL,
    SHOTS,
    OpenPage,
    lane,
    opened,
    post,
)
from system.e2e.page.test_access import violations


def card(page: Page) -> Locator:
    return page.get_by_role("group", name="What else could have stood here")


def branch(page: Page, id: str) -> Locator:
    return lane(page, id).locator(".branch")


def test_a_text_goes_on_from_another_token(open_page: OpenPage, address: str) -> None:
    page = opened(open_page())
    lane(page, "few").locator(".token").first.click()
    other = card(page).get_by_role("button", name="Continue from").first
    label = other.get_attribute("aria-label") or ""
    chosen = label.removeprefix("Continue from “").removesuffix("” instead")
    other.click()
    expect(card(page)).to_have_count(0)
    there = branch(page, "few")
    expect(there).to_have_count(1)
    expect(there).to_be_focused()
    expect(there).to_contain_text("instead of “slow”:")
    expect(there.locator("[role=group] strong")).to_have_text(chosen)
    prompt = "".join(f"{shot}\n" for shot in SHOTS) + "fast ->" + chosen
    settings = {"temperature": 0.8, "seed": 2, "max_tokens": 15, "stop": ["\n"]}
    body = {"model": MODEL, "prompt": prompt, "settings": settings, "stream": False}
    events = post(address, "/api/v1/generate", body)["events"]
    texts = [event["text"] for event in events if event["type"] == "token"]
    expect(there.locator(".token")).to_have_count(len(texts))
    if texts:
        there.locator(".token").first.click()
        expect(card(page)).to_be_visible()
        page.keyboard.press("Escape")
    assert violations(page) == []
    there.get_by_role("button", name="Remove the branch").click()
    expect(there).to_have_count(0)


@pytest.mark.slow
def test_branches_are_several_have_branches_and_go_with_their_own(open_page: OpenPage) -> None:
    page = opened(open_page())
    for i in (0, 1):
        lane(page, "zero").locator(".sample").first.locator(".token").nth(i).click()
        card(page).get_by_role("button", name="Continue from").first.click()
        expect(branch(page, "zero")).to_have_count(i + 1)
    second = branch(page, "zero").nth(1)
    second.locator(".token").nth(3).wait_for()
    second.locator(".token").nth(1).click()
    card(page).get_by_role("button", name="Continue from").first.click()
    expect(branch(page, "zero")).to_have_count(3)
    lane(page, "zero").get_by_role("button", name="Remove the branch").nth(1).click()
    expect(branch(page, "zero")).to_have_count(1)


@pytest.mark.slow
def test_a_text_is_forked_by_keyboard(open_page: OpenPage) -> None:
    page = opened(open_page())
    lane(page, "zero").locator(".token").first.focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(card(page).get_by_role("button", name="Continue from").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(branch(page, "zero")).to_be_focused()
    branch(page, "zero").locator(".token").first.wait_for()
    branch(page, "zero").get_by_role("button", name="Remove the branch").focus()
    page.keyboard.press("Enter")
    expect(branch(page, "zero")).to_have_count(0)
    expect(lane(page, "zero").locator(".token").first).to_be_focused()
