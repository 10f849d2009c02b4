"""The stage: large type, arrows, a guess before the marks; and guessing first on the page."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Page, Route, expect
from system.e2e.combinations import LANGUAGES, THEMES
from system.e2e.instrument import OpenPage, drawn, marks, opened, shows
from system.e2e.page.test_access import violations
from system.e2e.timers import let_timers_fire

# How large a drawing's texts are on the page.
DRAWN_SIZES = """texts => texts.map(
  (text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
ROOMS = ({"width": 1440, "height": 900}, {"width": 1920, "height": 1080})


def staged(open_page: OpenPage, query: str = "stage=1", **options: object) -> Page:
    page = open_page(f"/?{query}", **options)
    page.locator(".guess .answers .button").first.wait_for()
    return page


def size(page: Page, selector: str) -> float:
    code = "element => parseFloat(getComputedStyle(element).fontSize)"
    return float(page.locator(selector).first.evaluate(code))


def test_the_marks_wait_for_a_guess_which_is_then_marked_and_counted(open_page: OpenPage) -> None:
    page = staged(open_page)
    expect(page.locator(".mark, .liquid")).to_have_count(0)
    expect(page.get_by_text("goes from")).to_have_count(0)
    page.get_by_role("button", name="faster").click()
    drawn(page)
    expect(page.get_by_text("You said “faster”; it says “slow”.")).to_be_visible()
    expect(page.get_by_text("1 guess, 0 right")).to_be_visible()
    page.get_by_label("comparative").check()
    page.get_by_role("button", name="faster", exact=True).click()
    drawn(page)
    expect(page.get_by_text("2 guesses, 1 right")).to_be_visible()


@pytest.mark.slow
def test_a_guess_waits_for_what_the_model_says_after_the_chosen_examples(
    open_page: OpenPage,
) -> None:
    page = staged(open_page)
    held: list[Route] = []
    page.route("**/assets/*.json", lambda route: held.append(route))
    with page.expect_request("**/assets/*.json"):
        page.get_by_label("comparative").check()
    expect(page.get_by_role("heading", name="What will it say?")).to_be_visible()
    expect(page.locator(".guess .answers .button")).to_have_count(0)
    for route in held:
        route.continue_()
    page.get_by_role("button", name="faster", exact=True).click()
    drawn(page)
    expect(page.get_by_text("1 guess, 1 right")).to_be_visible()


@pytest.mark.slow
def test_arrows_step_the_examples_and_change_their_kind(open_page: OpenPage) -> None:
    page = staged(open_page)
    page.get_by_role("button", name="Show without a guess").click()
    drawn(page)
    page.keyboard.press("ArrowRight")
    shows(page, 5)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    shows(page, 3)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("comparative")).to_be_checked()
    expect(page.get_by_role("heading", name="What will it say?")).to_be_visible()  # asked anew
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("opposite")).to_be_checked()
    drawn(page)  # this was shown before


def test_one_goes_onto_the_stage_and_off_again(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("button", name="Present").click()
    expect(page.get_by_role("heading", name="What will it say?")).to_be_visible()
    assert "stage=1" in page.url
    expect(page.get_by_label("Question", exact=True)).to_have_count(0)  # no rail
    page.keyboard.press("Escape")
    expect(page.get_by_label("Question", exact=True)).to_be_visible()
    assert "stage" not in page.url
    drawn(page)  # and no guess is asked for
    page.get_by_role("button", name="Present").click()
    page.get_by_role("button", name="Leave (Esc)").click()
    expect(page.get_by_label("Question", exact=True)).to_be_visible()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room["width"]))
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.slow
def test_the_type_is_large_and_marks_and_sentence_fit_the_room(
    open_page: OpenPage, room: dict[str, int], lang: str
) -> None:
    page = staged(open_page, f"stage=1&lang={lang}", viewport=room)
    assert size(page, ".asked") == 64
    page.locator(".answers .button").first.click()
    drawn(page)
    assert size(page, "h1") >= 40
    assert min(page.locator(".glasses text").evaluate_all(DRAWN_SIZES)) >= 24
    for part in ("h1", ".shots", ".asked", ".answer", ".glass-figure ul", ".glasses"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert min(box["x"], box["y"]) >= 0, part
        assert box["x"] + box["width"] <= room["width"], part
        assert box["y"] + box["height"] <= room["height"], part
    glass = page.locator(".glasses .walls").first.bounding_box()
    assert glass is not None
    assert glass["height"] >= 0.3 * room["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= room["width"]
    assert page.evaluate("document.documentElement.scrollHeight") <= room["height"]


@pytest.mark.by_need
@pytest.mark.parametrize(("scheme", "lang"), list(product(THEMES, LANGUAGES)))
def test_axe_finds_nothing_on_the_stage(open_page: OpenPage, scheme: str, lang: str) -> None:
    page = staged(open_page, f"stage=1&lang={lang}", color_scheme=scheme)
    assert violations(page) == []
    page.locator(".answers .button").first.click()
    drawn(page)
    assert violations(page) == []


@pytest.mark.slow
def test_guessing_first_is_a_switch_on_the_page_and_off_at_first(open_page: OpenPage) -> None:
    page = opened(open_page())
    switch = page.get_by_label("Guess first")
    expect(switch).not_to_be_checked()
    switch.check()
    expect(page.locator(".mark, .lane")).to_have_count(0)
    page.get_by_role("button", name="slow").click()
    drawn(page)
    expect(page.get_by_text("1 guess, 1 right")).to_be_visible()
    switch.uncheck()
    expect(page.get_by_text("You said")).to_have_count(0)


@pytest.mark.slow
def test_nothing_is_said_aloud_before_the_guess(open_page: OpenPage) -> None:
    page = staged(open_page)
    let_timers_fire(page, 1500)
    assert page.locator(".unseen[role=status][aria-live]").inner_text() == ""
    page.get_by_role("button", name="slow").click()
    expect(page.locator(".unseen[role=status][aria-live]")).to_contain_text("slow")


@pytest.mark.slow
def test_what_is_seen_stays_distinct_in_forced_colours(open_page: OpenPage) -> None:
    page = opened(open_page(forced_colors="active"))
    four = page.locator(".pill.on")
    code = "element => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]"
    other = page.locator(".pill:not(.on)").first
    assert four.evaluate(code) != other.evaluate(code)
    fills = {
        id: page.locator(f".mark[data-lane={id}] > :not(text)").first.evaluate(
            "element => getComputedStyle(element).fill"
        )
        for id in ("zero", "one", "few")
    }
    assert len(set(fills.values())) == 3
    assert marks(page, "few")


@pytest.mark.by_need
def test_a_printed_page_is_black_on_white_without_controls(open_page: OpenPage) -> None:
    page = opened(open_page(color_scheme="dark"))
    page.emulate_media(media="print", color_scheme="dark")
    ink, paper = page.evaluate(
        "(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))"
    )
    assert (ink, paper) == ("rgb(28, 27, 25)", "rgb(251, 250, 247)")
    expect(page.get_by_role("button", name="Play 0 to 8")).to_be_hidden()
    expect(page.locator(".lane[data-lane=few] .token").first).to_be_visible()


BOXES = """selector => [...document.querySelectorAll(selector)]
  .filter(element => element.checkVisibility())
  .map(element => element.getBoundingClientRect())
  .filter(({ width, height }) => width > 0 && height > 0)
  .map(({ left, top, right, bottom }) => [left, top, right, bottom])"""


def overlaps(page: Page, selector: str) -> list[tuple[int, int]]:
    """Pairs of elements, by their place, whose boxes lie over one another by more than a pixel."""
    boxes = page.evaluate(BOXES, selector)
    return [
        (i, j)
        for i, a in enumerate(boxes)
        for j, b in enumerate(boxes[:i])
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
    ]


@pytest.mark.slow
def test_nothing_printed_lies_over_the_examples(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.emulate_media(media="print")
    assert overlaps(page, ".next, .rail ol textarea, .rail .field, .rail fieldset") == []


@pytest.mark.slow
def test_no_printed_figure_lies_over_another(open_page: OpenPage) -> None:
    page = open_page("/#v1/lessons?lesson=sparse")
    expect(page.locator("figure svg[role=img]")).to_have_count(3)
    page.emulate_media(media="print")
    assert overlaps(page, "article figure, article h3, article .prose") == []
    # Chromium lays what must not break over one another where a page ends inside a grid.
    around = page.locator("main :has(figure)").evaluate_all(
        "elements => elements.map(element => getComputedStyle(element).display)"
    )
    assert set(around) == {"block"}
