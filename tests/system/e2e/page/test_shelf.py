"""The shelf below the bar: recorded, poured, guessed and opened; and who lands on the page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import MODEL, ROOT, OpenPage, choose_model, post, saved, tool
from system.e2e.page.test_access import violations
from system.e2e.timers import let_timers_fire

RECORDED = json.loads((ROOT / "web/src/gallery/shelf.json").read_text("utf-8"))
ANSWERS = ("slow", "faster", "fastest", "FAST")
FIRST_SCRIPT = 112_500  # bytes over the wire, most English words of the page among them
PHONE = {"width": 390, "height": 844}
OTHER = "house-gpt2"  # another model than the recorded one
CALM = {"reduced_motion": "reduce"}


def glass(page: Page, row: int, k: int) -> None:
    page.locator(f".under[data-row='{row}'][data-k='{k}']").click()


def prompt(page: Page) -> str:
    return page.get_by_role("group", name=re.compile("^The prompt")).inner_text()


def says(page: Page, row: int) -> str:
    return page.locator(".shelf svg text.says").nth(row).text_content() or ""


def top(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


@pytest.fixture
def tolerated() -> list[str]:
    return ["Failed to load resource", "Failed to fetch"]  # the server that is taken away


def test_a_newcomer_finds_it_at_once_and_without_a_server(open_page: OpenPage) -> None:
    page = open_page("/?shelf", base=None)
    page.route("**/api/**", lambda route: route.abort())
    page.route("**/health/**", lambda route: route.abort())
    page.reload()
    expect(page.locator(".shelf .walls")).to_have_count(36)
    assert [says(page, row) for row in range(4)] == list(ANSWERS)
    scripts = page.evaluate(
        """() => performance.getEntriesByType("resource")
          .filter(({ initiatorType }) => initiatorType === "script")
          .map(({ name, encodedBodySize }) => [name, encodedBodySize])"""
    )
    # None but the first, and where the recordings lie that are fetched when it stands there.
    assert all("/index-" in name or "/addresses-" in name for name, _ in scripts), scripts
    assert 0 < sum(size for _, size in scripts) <= FIRST_SCRIPT
    assert "Shotglass" in page.title()
    assert violations(page) == []


@pytest.mark.by_need
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


@pytest.mark.by_need
def test_on_a_phone_the_question_stands_above_the_rows_and_the_guess_in_sight(
    open_page: OpenPage,
) -> None:
    page = open_page("/?shelf", viewport=PHONE, **CALM)
    rows = top(page.locator(".shelf figure svg"))
    question = top(page.locator(".shelf").get_by_text("fast ->"))
    assert question < rows
    assert page.locator(".shelf svg").get_by_text("%").count() == 4
    page.get_by_role("button", name="Pour the examples").click()
    guess = page.get_by_role("group", name="What will it say with CAPITALS?")
    for button in guess.get_by_role("button").all():
        expect(button).to_be_in_viewport()
    assert violations(page) == []
    guess.get_by_role("button", name="FAST", exact=True).click()
    expect(page.get_by_text("You said FAST, and so does it.")).to_be_in_viewport()


@pytest.mark.by_need
def test_on_a_phone_whatever_is_pressed_is_as_large_as_a_finger_asks(open_page: OpenPage) -> None:
    page = open_page("/?shelf", viewport=PHONE)
    page.locator(".shelf figure svg").click(position={"x": 100, "y": 200})
    expect(page.get_by_role("link", name="Where does it look?")).to_be_visible()
    for target in page.locator("main :is(a, button)").all():
        place = target.bounding_box()
        assert place is not None
        assert min(place["width"], place["height"]) >= 32, target.inner_text()


@pytest.mark.by_need
def test_the_shelf_has_its_table_and_files_as_every_figure(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    assert json.loads(saved(page, tool(page, "Save as JSON"))) == RECORDED
    lines = saved(page, tool(page, "Save as CSV")).splitlines()
    assert lines[0].startswith("Examples of,examples,slow,faster,fastest,FAST,")
    assert len(lines) == 37
    assert all(line.endswith(",fp32") for line in lines[1:])
    drawing = saved(page, tool(page, "Save as SVG"))
    assert drawing.count("<path") >= 36
    assert ">Probability in percent, by number of examples<" in drawing
    assert re.search(r">SmolLM2-135M-Instruct · 20\d\d-\d\d-\d\d · fp32 · Shotglass<", drawing)
    with page.expect_download() as download:
        tool(page, "Save as PNG").click()
    assert Path(download.value.path()).read_bytes()[:4] == b"\x89PNG"
    tool(page, "Show as table").click()
    expect(page.locator("main tbody tr")).to_have_count(36)
    assert violations(page) == []
    tool(page, "Show as figure").click()
    expect(page.locator(".shelf .walls")).to_have_count(36)


@pytest.mark.by_need
def test_the_model_on_the_chip_is_the_recorded_one_and_another_answers_in_compare(
    open_page: OpenPage,
) -> None:
    page = open_page(f"/?shelf&model={OTHER}")
    name = RECORDED["head"]["name"]
    expect(page.locator("header .chip")).to_contain_text(f"{name}, recorded")
    choose_model(page, OTHER)
    page.wait_for_url(re.compile(rf"model={OTHER}.*#v1/compare"))
    expect(page.locator("header .chip")).not_to_contain_text("recorded")
    page.go_back()
    expect(page.locator("header .chip")).to_contain_text(f"{name}, recorded")


def test_a_glass_opens_its_prompt_with_the_answer_in_place_and_two_doors(
    open_page: OpenPage,
) -> None:
    page = open_page("/?shelf")
    assert prompt(page) == "fast -> ?"
    glass(page, 1, 2)
    assert prompt(page).splitlines() == ["hot -> hotter", "tall -> taller", "fast -> faster"]
    expect(page.get_by_text("With 2 examples of comparatives this is 56")).to_be_visible()
    glass(page, 0, 1)
    expect(page.get_by_text("it says none of the four")).to_be_visible()
    assert prompt(page).splitlines()[-1] == "fast -> fast"
    page.get_by_role("link", name="Where does it look?").click()
    page.wait_for_url(re.compile(r"#v1/inside\?.*set=opposite"))
    page.go_back()
    glass(page, 2, 3)
    page.get_by_role("link", name="Change the prompt").click()
    page.wait_for_url(re.compile(r"#v1/compare\?.*set=superlative.*k=3"))


@pytest.mark.by_need
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


@pytest.mark.by_need
def test_ones_own_question_begins_with_an_empty_task(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    page.get_by_role("link", name="Ask your own").click()
    page.wait_for_url("**#v1/compare**")
    expect(page.locator("#task")).to_have_value("")
    page.go_back()
    expect(page.locator(".shelf .walls")).to_have_count(36)


def test_a_visitor_lands_where_the_link_says_or_where_they_were(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    root = page.url.split("?")[0]

    def lands(address: str) -> str:
        page.goto("about:blank")
        page.goto(root + address)
        page.get_by_role("heading", level=1).first.wait_for(state="attached")
        let_timers_fire(page, 400)  # the address is written
        return page.url.removeprefix(root)

    assert lands("") == ""  # still a newcomer
    expect(page.locator(".shelf .walls")).to_have_count(36)
    assert lands("?stage=1").startswith("?stage=1#v1/compare")
    assert lands("#v1/compare?task=reviews&k=2").startswith("#v1/compare?task=reviews")
    assert lands("").startswith("#v1/compare?task=reviews")
    assert lands("#v1/lessons?lesson=mask") == "#v1/lessons?lesson=mask"
    assert lands("") == "#v1/lessons?lesson=mask"
    assert lands("?shelf") == "?shelf"
    expect(page.locator(".shelf .walls")).to_have_count(36)
    page.get_by_role("link", name="Shotglass").focus()
    assert lands("#v1/") == "#v1/lessons?lesson=mask"
    expect(page.get_by_text("cannot read")).to_have_count(0)


@pytest.mark.by_need
def test_the_letters_are_the_pages_own(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    page.wait_for_function("document.fonts.status === 'loaded'")
    code = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    assert {"Inter", "Plex Mono"} <= set(page.evaluate(code))


def test_a_link_to_the_page_is_shown_with_a_picture_and_a_title(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    picture = page.locator("meta[property='og:image']").get_attribute("content")
    assert picture == page.url.split("?")[0] + "preview.png"  # whole, for who shows the link
    code = """address => new Promise(done => {
      const image = new Image();
      image.onload = () => done([image.naturalWidth, image.naturalHeight]);
      image.src = address;
    })"""
    assert page.evaluate(code, picture) == [1200, 630]
    title = page.locator("meta[property='og:title']").get_attribute("content")
    assert title == page.title()
