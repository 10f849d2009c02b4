"""The shapes table: exact counts, order, families, a shape of one's own, links; no model needed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.combinations import looks
from system.e2e.instrument import OpenPage, narrowed
from system.e2e.page.test_access import violations
from system.e2e.page.test_tables import turned_into_tables
from system.e2e.timers import let_timers_fire

THIN = "\u202f"


def thin(text: str) -> str:
    return text.replace(",", THIN)


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))


def names(page: Page) -> list[str]:
    return page.locator("tbody th > span:first-child").all_inner_texts()


@pytest.mark.by_need
def test_counts_stand_beside_what_was_published(open_page: OpenPage) -> None:
    page = open_page("/#v1/shapes")
    expect(row_of(page, "GPT-1")).to_contain_text(thin("116,534,784"))
    expect(row_of(page, "GPT-2 small")).to_contain_text(thin("124,439,808"))
    expect(row_of(page, "GPT-2 small")).to_contain_text(f"117{THIN}M")
    expect(row_of(page, "GPT-2 small")).to_contain_text(f"\u22126.0{THIN}%")
    expect(row_of(page, "BERT large")).to_contain_text("no cache")
    expect(row_of(page, "GPT-3 XL heads as printed")).to_contain_text(thin("1,517,123,584"))
    expect(row_of(page, "GPT-3 XL width as printed")).to_contain_text(thin("1,315,723,264"))
    expect(row_of(page, "GPT-4 rumour: 1.8 T")).to_contain_text("undisclosed")
    installed = row_of(page, "SmolLM2-135M-Instruct installed here")
    expect(installed).to_contain_text(thin("134,515,008"))
    expect(page.get_by_text("13.4x and 112x")).to_be_visible()


@pytest.mark.slow
def test_a_column_sorts_the_table_both_ways(open_page: OpenPage) -> None:
    page = open_page("/#v1/shapes")
    head = page.get_by_role("columnheader", name="Parameters, exact")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert all(name.startswith("House ") for name in names(page)[:4])
    assert names(page)[0].startswith("House BERT")
    assert names(page)[4] == "BERT base"
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert (names(page)[0], names(page)[-1]) == ("GPT-3 175B", "GPT-4")


@pytest.mark.by_need
def test_families_can_be_left_out_and_the_link_keeps_it(open_page: OpenPage) -> None:
    page = open_page("/#v1/shapes")
    page.get_by_role("checkbox", name="GPT-3").uncheck()
    page.get_by_role("checkbox", name="BERT, for contrast").uncheck()
    assert not [name for name in names(page) if name.startswith(("GPT-3", "BERT"))]
    let_timers_fire(page, 300)
    other = open_page(f"/{page.evaluate('location.hash')}")
    expect(other.get_by_role("checkbox", name="GPT-3")).not_to_be_checked()
    assert names(other) == names(page)


def test_a_shape_of_ones_own_is_counted_by_part(open_page: OpenPage) -> None:
    page = open_page("/#v1/shapes")
    own = page.get_by_role("region", name="Count one yourself")
    expect(own.locator(".whole")).to_contain_text(thin("124,439,808"))
    expect(own.get_by_role("listitem").first).to_contain_text("31.0")
    own.get_by_label("Start from").select_option("GPT-2 XL")
    expect(own.locator(".whole")).to_contain_text(thin("1,557,611,200"))
    own.get_by_label("Layers L").fill("24")
    expect(own.get_by_label("Start from")).to_have_value("")
    own.get_by_label("Heads H").fill("7")
    expect(own.get_by_role("alert")).to_contain_text("no multiple of the heads")
    own.get_by_label("Layers L").fill("0")
    expect(own.get_by_role("alert")).to_contain_text("whole number from 1 to 200")
    let_timers_fire(page, 300)
    assert "layers=24" in page.evaluate("location.hash")


@pytest.mark.slow
def test_the_table_asks_no_model_anything(open_page: OpenPage) -> None:
    page = open_page("/#v1/models")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("models", "shapes"))
    expect(row_of(page, "GPT-1")).to_be_visible()
    assert not [url for url in asked if "/api/v1/compare" in url or "/logits" in url]


@pytest.mark.by_need
@pytest.mark.parametrize(("width", "scheme", "language"), looks([1440, 390]))
def test_axe_finds_nothing_on_shapes(
    open_page: OpenPage, scheme: str, width: int, language: str
) -> None:
    size = {"width": width, "height": 900}
    page = open_page(f"/?lang={language}#v1/shapes", color_scheme=scheme, viewport=size)
    page.locator("#own-title").wait_for()
    assert violations(page) == []
    turned_into_tables(page, language)
    assert violations(page) == []


@pytest.mark.slow
def test_shapes_fit_the_width_as_cards(open_page: OpenPage) -> None:
    page = open_page("/#v1/shapes", viewport={"width": 768, "height": 800})
    expect(page.get_by_role("heading", level=2, name="GPT-1").first).to_be_visible()
    page.get_by_text("Layers, heads, cache").first.click()
    for width in (768, 390, 320):
        narrowed(page, width)
        expect(page.locator("dl", has_text="Head size").first).to_contain_text("Head size")
