"""The forward pass by hand: its numbers, its arithmetic, edits, the mask switched off, links."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.combinations import LANGUAGES, THEMES
from system.e2e.instrument import OpenPage, narrowed
from system.e2e.page.test_access import violations
from system.e2e.page.test_tables import turned_into_tables
from system.e2e.timers import let_timers_fire


def grid(page: Page, name: str) -> Locator:
    return page.get_by_role("grid", name=name)


def at(page: Page, step: str) -> Page:
    """The page at a step: its grid, and that of the step before."""
    page.get_by_role("radio", name=step).check()
    expect(grid(page, step)).to_be_visible()
    return page


def changing(page: Page) -> Page:
    """The page with the input's numbers as fields."""
    page.get_by_role("button", name="Change the numbers").click()
    return page


def row_of(page: Page, name: str, row: int) -> list[str]:
    cells = grid(page, name).get_by_role("row").nth(row - 1).get_by_role("gridcell")
    return cells.all_inner_texts()[:4]


def sum_line(page: Page) -> Locator:
    return page.locator(".sum")


def test_the_steps_hold_the_notes_numbers_and_the_right_row_4(open_page: OpenPage) -> None:
    page = at(open_page("/#v1/forward"), "3 Mask")
    assert row_of(page, "2 Scale", 4) == ["0.520", "0.715", "0.835", "0.950"]
    assert row_of(page, "3 Mask", 2) == ["0.475", "0.845", "−∞", "−∞"]
    at(page, "5 Weighted sum")
    assert row_of(page, "4 Softmax", 4) == ["0.1952", "0.2372", "0.2675", "0.3001"]
    assert row_of(page, "5 Weighted sum", 2) == ["0.527", "0.796", "0.537", "0.277"]
    expect(page.get_by_text("the note’s row 4: 0.19 0.23 0.26 0.29, sum 0.97")).to_be_visible()
    slip = page.get_by_role("region", name="Where the note slips")
    expect(slip).to_contain_text("recomputed here in float64")


@pytest.mark.by_need
def test_a_cell_shows_its_arithmetic_to_pointer_and_keyboard(open_page: OpenPage) -> None:
    page = open_page("/#v1/forward")
    expect(sum_line(page)).to_have_text("1 × 1 + 0.5 × 0.5 + 0.3 × 0.3 + 0.1 × 0.1 = 1.350")
    at(page, "5 Weighted sum")
    grid(page, "5 Weighted sum").get_by_role("gridcell").nth(4).hover()
    expect(sum_line(page)).to_contain_text("0.4085 × 1 + 0.5915 × 0.2")
    expect(page.locator("[aria-labelledby=input-title] td.from")).to_have_count(4)
    page.mouse.move(0, 0)
    grid(at(page, "1 Scores"), "1 Scores").get_by_role("gridcell").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(sum_line(page)).to_have_text("0.2 × 0.2 + 1 × 1 + 0.7 × 0.7 + 0.4 × 0.4 = 1.690")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "row 2, column 2, 1.690")


@pytest.mark.slow
def test_the_stepper_walks_rows_and_steps(open_page: OpenPage) -> None:
    page = open_page("/#v1/forward")
    expect(page.get_by_role("radio", name="1 Scores")).to_be_checked()
    for _ in range(4):
        page.get_by_role("button", name="Next row").click()
    expect(page.get_by_role("radio", name="2 Scale")).to_be_checked()
    expect(page.get_by_text("Row 1 of 4")).to_be_visible()
    page.get_by_role("button", name="Previous row").click()
    expect(page.get_by_role("radio", name="1 Scores")).to_be_checked()
    expect(page.get_by_text("Row 4 of 4")).to_be_visible()


@pytest.mark.slow
def test_an_entry_can_be_changed_undone_and_reset(open_page: OpenPage) -> None:
    page = changing(open_page("/#v1/forward"))
    entry = page.get_by_label("Token 1, number 1", exact=True)
    entry.fill("2")
    assert row_of(page, "1 Scores", 1)[0] == "4.350"
    entry.fill("two")
    expect(page.get_by_role("alert").filter(has_text="no number")).to_be_visible()
    assert row_of(page, "1 Scores", 1)[0] == "4.350"
    entry.blur()
    expect(entry).to_have_value("2")
    page.get_by_role("button", name="Undo").click()
    assert row_of(page, "1 Scores", 1)[0] == "1.350"
    page.get_by_label("round, for paper").check()
    expect(page.get_by_label("Token 3, number 3", exact=True)).to_have_value("1.1")
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_label("Token 3, number 3", exact=True)).to_have_value("0.52")


@pytest.mark.slow
def test_without_the_mask_the_page_says_what_leaks(open_page: OpenPage) -> None:
    page = at(open_page("/#v1/forward"), "4 Softmax")
    page.get_by_label("causal mask").uncheck()
    weights = [float(p) for p in row_of(page, "4 Softmax", 1)]
    assert sum(weights) == pytest.approx(1, abs=2e-4)
    expect(page.locator("td.leak")).to_have_count(6)
    share = f"{100 * sum(weights[1:]):.1f}"
    expect(page.get_by_text(f"token 1 takes {share}")).to_be_visible()


@pytest.mark.by_need
def test_the_address_brings_numbers_mask_and_place_back(open_page: OpenPage) -> None:
    page = changing(open_page("/#v1/forward"))
    page.get_by_label("Token 2, number 4", exact=True).fill("-0.5")
    page.get_by_label("causal mask").uncheck()
    grid(at(page, "4 Softmax"), "4 Softmax").get_by_role("gridcell").nth(6).click()
    said = sum_line(page).inner_text()
    let_timers_fire(page, 300)
    other = changing(open_page(f"/{page.evaluate('location.hash')}"))
    expect(other.get_by_label("Token 2, number 4", exact=True)).to_have_value("−0.5")
    expect(other.get_by_label("causal mask")).not_to_be_checked()
    expect(sum_line(other)).to_have_text(said)


@pytest.mark.slow
def test_a_link_with_numbers_that_are_none_is_told(open_page: OpenPage) -> None:
    page = open_page("/#v1/forward?h=1+2+3")
    expect(page.get_by_text("a state this page cannot read")).to_be_visible()
    assert row_of(page, "1 Scores", 1)[0] == "1.350"


@pytest.mark.by_need
@pytest.mark.parametrize(("scheme", "language"), list(product(THEMES, LANGUAGES)))
def test_axe_finds_nothing_on_the_forward_pass(
    open_page: OpenPage, scheme: str, language: str
) -> None:
    page = open_page(f"/?lang={language}#v1/forward?mask=off&step=weights", color_scheme=scheme)
    page.locator("td.leak").first.wait_for()
    assert violations(page) == []
    turned_into_tables(page, language)
    assert violations(page) == []


@pytest.mark.slow
def test_the_forward_pass_fits_the_width(open_page: OpenPage) -> None:
    page = open_page("/#v1/forward")
    for width in (768, 390, 320):
        narrowed(page, width)
        at(page, "5 Weighted sum")
