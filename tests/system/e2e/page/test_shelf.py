"""The first screen: recorded, there before anything is fetched; poured, guessed and opened; and who
lands on it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import MODEL, ROOT, OpenPage, post
from system.e2e.page.test_access import violations

RECORDED = json.loads((ROOT / "web/src/gallery/shelf.json").read_text("utf-8"))
ANSWERS = ("slow", "faster", "fastest", "FAST")
FIRST_SCRIPT = 115_000  # bytes over the wire
CALM = {"reduced_motion": "reduce"}


def glass(page: Page, row: int, k: int) -> None:
    page.locator(f".under[data-row='{row}'][data-k='{k}']").click()


def prompt(page: Page) -> str:
    return page.get_by_role("group", name=re.compile("^The prompt")).inner_text()


def says(page: Page, row: int) -> str:
    return page.locator("main svg text.says").nth(row).text_content() or ""


@pytest.fixture
def tolerated() -> list[str]:
    return ["Failed to load resource", "Failed to fetch"]  # the server that is taken away


def test_a_newcomer_finds_it_at_once_and_without_a_server(open_page: OpenPage) -> None:
    page = open_page("/?shelf", base=None)
    page.route("**/api/**", lambda route: route.abort())
    page.route("**/health/**", lambda route: route.abort())
    page.reload()
    expect(page.locator(".walls")).to_have_count(36)
    assert [says(page, row) for row in range(4)] == list(ANSWERS)
    scripts = page.evaluate(
        """() => performance.getEntriesByType("resource")
          .filter(({ initiatorType }) => initiatorType === "script")
          .map(({ name, encodedBodySize }) => [name, encodedBodySize])"""
    )
    assert all("/index-" in name for name, _ in scripts), scripts  # none but the first
    assert 0 < sum(size for _, size in scripts) <= FIRST_SCRIPT
    assert "Shotglass" in page.title()
    assert violations(page) == []


def test_the_model_still_says_what_was_recorded(address: str) -> None:
    for row in RECORDED["rows"]:
        lines = row["prompt"].split("\n")
        for k in (0, 1, 4, 8):
            text = "\n".join([*lines[:k], lines[-1]])
            body = {"model": MODEL, "prompt": text, "labels": RECORDED["answers"]}
            labels = post(address, "/api/v1/score", body)["labels"]
            parts = [label["p"] for label in labels]
            assert parts == pytest.approx(row["glasses"][k]["parts"], abs=1e-3)


def test_pouring_fills_glass_after_glass_and_asks_before_the_last_row(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    page.get_by_role("button", name="Pour the examples").click()
    expect(page.get_by_role("button", name="All at once")).to_be_visible()
    assert says(page, 3) == "?"
    question = page.get_by_role("group", name="What will it say with CAPITALS?")
    expect(question).to_be_visible()
    assert [says(page, row) for row in range(4)] == ["slow", "faster", "fastest", "?"]
    assert violations(page) == []
    question.get_by_role("button", name="faster", exact=True).click()
    verdict = page.get_by_role("status").filter(has_text="You said")
    expect(verdict).to_have_text("You said faster. It says FAST.")
    assert says(page, 3) == "FAST"
    assert prompt(page).splitlines()[0] == "hot -> HOT"


def test_a_right_guess_is_marked_and_nothing_moves_for_who_wants_it_calm(
    open_page: OpenPage,
) -> None:
    page = open_page("/?shelf", **CALM)
    page.get_by_role("button", name="Pour the examples").click()
    page.get_by_role("button", name="FAST", exact=True).click()
    expect(page.get_by_text("You said FAST, and so does it.")).to_be_visible()


def test_a_glass_opens_its_prompt_with_the_answer_in_place_and_two_doors(
    open_page: OpenPage,
) -> None:
    page = open_page("/?shelf")
    assert prompt(page) == "fast -> ?"
    glass(page, 1, 2)
    assert prompt(page).splitlines() == ["hot -> hotter", "tall -> taller", "fast -> faster"]
    expect(page.get_by_text("With 2 examples of comparatives it says this in 56")).to_be_visible()
    glass(page, 0, 1)
    expect(page.get_by_text("it says none of the four")).to_be_visible()
    assert prompt(page).splitlines()[-1] == "fast -> fast"
    page.get_by_role("link", name="Where does it look?").click()
    page.wait_for_url(re.compile(r"#v1/inside\?.*set=opposite"))
    page.go_back()
    glass(page, 2, 3)
    page.get_by_role("link", name="Change the prompt").click()
    page.wait_for_url(re.compile(r"#v1/compare\?.*set=superlative.*k=3"))


def test_the_arrows_go_from_glass_to_glass(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    glasses = page.get_by_role("slider")
    expect(glasses).to_have_count(1)
    glasses.focus()
    page.keyboard.press("ArrowRight")
    expect(glasses).to_have_attribute("aria-valuetext", re.compile("^1 example of opposites: fast"))
    page.keyboard.press("ArrowDown")
    value = re.compile("^1 example of comparatives: faster 21")
    expect(glasses).to_have_attribute("aria-valuetext", value)
    assert prompt(page).splitlines() == ["hot -> hotter", "fast -> faster"]


def test_ones_own_question_begins_with_an_empty_task(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    page.get_by_role("link", name="Ask your own").click()
    page.wait_for_url("**#v1/compare**")
    expect(page.locator("#task")).to_have_value("")
    page.go_back()
    expect(page.locator(".walls")).to_have_count(36)


def test_a_visitor_lands_where_the_link_says_or_where_they_were(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    root = page.url.split("?")[0]

    def lands(address: str) -> str:
        page.goto("about:blank")
        page.goto(root + address)
        page.get_by_role("heading", level=1).first.wait_for(state="attached")
        page.wait_for_timeout(400)  # the address is written
        return page.url.removeprefix(root)

    assert lands("") == ""  # still a newcomer
    expect(page.locator(".walls")).to_have_count(36)
    assert lands("?stage=1").startswith("?stage=1#v1/compare")
    assert lands("#v1/compare?task=reviews&k=2").startswith("#v1/compare?task=reviews")
    assert lands("").startswith("#v1/compare?task=reviews")
    assert lands("#v1/lessons?lesson=mask") == "#v1/lessons?lesson=mask"
    assert lands("") == "#v1/lessons?lesson=mask"
    assert lands("?shelf") == "?shelf"
    expect(page.locator(".walls")).to_have_count(36)
    page.get_by_role("link", name="Shotglass").focus()
    assert lands("#v1/") == "#v1/lessons?lesson=mask"
    expect(page.get_by_text("cannot read")).to_have_count(0)


def test_the_letters_are_the_pages_own(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    page.wait_for_function("document.fonts.status === 'loaded'")
    code = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    assert {"Inter", "Plex Mono"} <= set(page.evaluate(code))


def test_a_link_to_the_page_is_shown_with_a_picture_and_a_title(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    picture = page.locator("meta[property='og:image']").get_attribute("content")
    code = """address => new Promise(done => {
      const image = new Image();
      image.onload = () => done([image.naturalWidth, image.naturalHeight]);
      image.src = address;
    })"""
    assert page.evaluate(code, picture) == [1200, 630]
    title = page.locator("meta[property='og:title']").get_attribute("content")
    assert title == page.title()
