"""The bar that opens the page: shots are poured, turned round and guessed without a server, and the
address keeps them; beyond a full glass the model is asked."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import ROOT, OpenPage
from system.e2e.page.test_access import violations

RECORDED = ROOT / "web/src/recordings/bar/mixes.json"
CALM = {"reduced_motion": "reduce"}
BOTTLES = ("opposite", "comparative", "superlative", "CAPITALS")


def bottle(page: Page, place: int) -> Locator:
    return page.get_by_role("button", name=re.compile(f"{BOTTLES[place]}.*: pour one example"))


def prompt(page: Page) -> Locator:
    return page.get_by_role("group", name="What the model reads, and what it says")


def reads(page: Page, *lines: str) -> None:
    expect(prompt(page)).to_have_text(re.compile(r"\s*".join(map(re.escape, lines))))


def turned(page: Page) -> Locator:
    return page.get_by_role("button", name="Same four, other order")


@pytest.fixture
def tolerated() -> list[str]:
    return ["Failed to load resource", "Failed to fetch"]  # the server that is taken away


def test_it_says_its_thing_untouched_and_turns_the_order_round_without_a_server(
    open_page: OpenPage,
) -> None:
    page = open_page("/?shelf", base=None)
    page.route("**/api/**", lambda route: route.abort())
    page.reload()
    reads(page, "hot -> HOT", "tall -> TALL", "old -> young", "rich -> poor", "fast ->", "slow")
    assert "pour=" not in page.url
    turned(page).click()
    reads(page, "old -> young", "rich -> poor", "hot -> HOT", "tall -> TALL", "fast ->", "FAST")
    expect(page.get_by_text("Same four, other order: slow became FAST.")).to_be_visible()
    mixes = json.loads(RECORDED.read_text("utf-8"))
    parts = mixes["other"]["3300"]["parts"]
    expect(page.locator(".bar .share").first).to_have_text(re.compile(rf"^{round(100 * parts[3])}"))
    expect(page.get_by_text(re.compile(r"^In \d+ of 252 mixes another order says"))).to_be_visible()
    assert violations(page) == []


def test_four_presses_at_one_point_pour_four_examples_and_nothing_pressed_moves(
    open_page: OpenPage,
) -> None:
    page = open_page("/?shelf", **CALM)
    controls = [*(bottle(page, place) for place in range(4)), turned(page)]
    before = [control.bounding_box() for control in controls]
    place = before[1]
    assert place is not None
    for _ in range(4):
        page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.wait_for_url(re.compile(r"pour=1111$"))
    reads(page, "hot -> hotter", "tall -> taller", "old -> older", "rich -> richer", "fast ->")
    assert [control.bounding_box() for control in controls] == before
    turned(page).click()
    assert [control.bounding_box() for control in controls] == before


def test_an_address_brings_the_same_shots_in_the_same_order(open_page: OpenPage) -> None:
    page = open_page("/?shelf#v1/shelf?pour=3300&order=other")
    reads(page, "old -> young", "rich -> poor", "hot -> HOT", "tall -> TALL", "fast ->", "FAST")
    expect(page.get_by_role("figure", name="The same examples in two orders")).to_be_visible()
    turned(page).click()
    page.wait_for_url(re.compile(r"pour=3300&order=own$"))
    page.reload()
    reads(page, "hot -> HOT", "tall -> TALL", "old -> young", "rich -> poor", "fast ->", "slow")


def test_by_keyboard_it_is_emptied_poured_and_guessed(open_page: OpenPage) -> None:
    page = open_page("/?shelf", **CALM)
    empty = page.get_by_role("button", name="Empty", exact=True)
    empty.focus()
    page.keyboard.press("Enter")
    reads(page, "fast ->", "(space)")
    bottle(page, 3).focus()
    page.keyboard.press("Space")
    reads(page, "hot -> HOT", "fast ->")
    page.get_by_role("button", name="Pour for me").press("Enter")
    guess = page.get_by_role("group", name="Last shot: rich → poor. What will it say?")
    expect(guess).to_be_visible()
    assert violations(page) == []
    guess.get_by_role("button", name="FAST", exact=True).press("Enter")
    expect(page.get_by_text("You said FAST. It says slow.")).to_be_visible()


def test_a_fifth_shot_asks_the_model_and_the_doors_carry_what_was_made(open_page: OpenPage) -> None:
    page = open_page("/?shelf#v1/shelf?pour=3300", **CALM)
    page.locator("header .ready").wait_for()
    bottle(page, 1).click()
    reads(page, "rich -> poor", "hard -> harder", "fast ->")
    expect(page.locator(".bar .share").first).to_have_text(re.compile("%"))
    page.get_by_role("link", name="Try your own words").click()
    page.wait_for_url(re.compile(r"#v1/compare\?.*poured"))
    expect(page.locator("main")).to_contain_text("harder")
    page.go_back()
    reads(page, "rich -> poor", "hard -> harder", "fast ->")
