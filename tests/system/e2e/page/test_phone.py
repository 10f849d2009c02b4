"""Compare on a phone: glasses first, the axis in sight, steps at the thumb, edits in a sheet."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import OpenPage, drawn, fields, lane, marks, numbered, shows

PHONE = {"width": 390, "height": 844}
WIDTHS = (320, 390, 768)
AXIS = "Probability of each answer with no example, with 1 and with 4"
GLASSES = "Probability of each answer, by number of examples"


def phone(open_page: OpenPage, path: str = "/", **options: object) -> Page:
    page = open_page(path, **{"viewport": PHONE, **options})
    return drawn(page)


def box(element: Locator) -> dict[str, float]:
    found = element.bounding_box()
    assert found is not None
    return dict(found)


def focused_inside(page: Page, selector: str) -> bool:
    code = "selector => document.activeElement.closest(selector) !== null"
    return bool(page.evaluate(code, selector))


@pytest.mark.by_need
def test_the_axis_stays_in_sight_while_the_lanes_scroll(open_page: OpenPage) -> None:
    page = phone(open_page)
    for name in (GLASSES, AXIS):
        width = box(page.get_by_role("img", name=name))["width"]
        assert width == pytest.approx(358, abs=1)  # all there is beside the margins
    drawing = page.get_by_role("img", name=AXIS)
    lane(page, "one").evaluate("element => element.scrollIntoView({block: 'center'})")
    assert box(drawing)["y"] == pytest.approx(0, abs=1)
    assert box(lane(page, "one"))["y"] > 0


@pytest.mark.slow
def test_the_stepper_at_the_thumb_steps_and_says_how_many(open_page: OpenPage) -> None:
    page = phone(open_page)
    bar = page.get_by_role("group", name="Examples shown")
    before = marks(page, "few")
    bar.get_by_role("button", name="Add example 5").click()
    shows(page, 5)
    expect(page.get_by_role("heading", level=1)).to_contain_text("With five examples")
    numbered(page, 5)
    assert marks(page, "few") != before
    bar.get_by_role("button", name="One example fewer").click()
    shows(page, 4)
    for button in bar.get_by_role("button").all():
        size = box(button)
        assert size["width"] >= 44
        assert size["height"] >= 44
    foot = box(bar)
    assert foot["y"] + foot["height"] == pytest.approx(844, abs=1)


@pytest.mark.slow
def test_a_row_says_the_change_from_no_example_in_points(open_page: OpenPage) -> None:
    page = phone(open_page)
    change = 100 * (marks(page, "few")[" slow"] - marks(page, "zero")[" slow"])
    row = page.locator("[data-row=' slow']")
    expect(row).to_contain_text("0 → 4")
    expect(row).to_contain_text(f"+{change:.1f}")


def test_the_editor_is_a_sheet_that_keeps_the_focus(open_page: OpenPage) -> None:
    page = phone(open_page)
    page.get_by_role("button", name="Edit", exact=True).click()
    sheet = page.get_by_role("dialog", name="Edit")
    expect(sheet).to_be_visible()
    assert not focused_inside(page, "main > :not(.compare)")
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body") or focused_inside(
            page, "dialog"
        )
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_focused()


@pytest.mark.slow
def test_what_was_written_in_the_sheet_is_run_at_the_thumb(open_page: OpenPage) -> None:
    page = phone(open_page)
    fields(page).get_by_label("Example 3, answer").fill("ancient")
    page.keyboard.press("Escape")
    run = page.get_by_role("button", name="Run", exact=True)
    expect(run).to_be_enabled()
    run.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    few = lane(page, "few").get_by_role("group", name="The exact prompt")
    expect(few).to_contain_text("old -> ancient")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways_and_the_header_fits(
    open_page: OpenPage, width: int, lang: str
) -> None:
    size = {"width": width, "height": 844}
    page = phone(open_page, f"/?lang={lang}", viewport=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert box(page.locator("header"))["height"] <= 64  # one line
    for part in page.locator("header :is(a, button)").all():
        place = box(part)
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width
        assert 32 <= place["height"] < 50
    page.locator("header .opens").click()
    panel = box(page.locator("header .opens + .panel"))
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= width


@pytest.mark.by_need
def test_four_hundred_percent_of_a_laptop_reflows(open_page: OpenPage) -> None:
    page = phone(open_page, viewport={"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    bar = page.get_by_role("group", name="Examples shown")
    assert bar.evaluate("element => getComputedStyle(element).position") == "static"
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    for name in (GLASSES, AXIS):
        assert box(page.get_by_role("img", name=name))["y"] < 0  # it would hide all else


@pytest.mark.by_need
def test_every_kind_of_examples_and_the_likeliest_words_are_in_sight(open_page: OpenPage) -> None:
    page = phone(open_page, details=False)
    for name in ("opposites", "comparatives", "superlatives", "CAPITALS"):
        place = box(page.locator(".pill").filter(has_text=name))
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= PHONE["width"]
    figure = page.get_by_role("img", name=GLASSES)
    names = [figure.get_by_text(text, exact=True) for text in ("Likeliest next word", "100", "%")]
    for part in [*names, *figure.locator("text.word").all()]:
        shown = box(part)
        assert shown["x"] >= 0
        assert shown["y"] + shown["height"] <= PHONE["height"]
