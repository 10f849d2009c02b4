"""Models: what is installed, to the last digit."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect
from system.e2e.instrument import MODEL, OpenPage, choose_model, unfold, uses_model


@pytest.mark.by_need  # making the 8-bit graph takes half a minute
@pytest.mark.usefixtures("in_8_bits")
def test_models_shows_exact_parameters_digests_and_downloads(open_page: OpenPage) -> None:
    page = open_page("/#v1/models")
    sheet = page.get_by_role("article", name="SmolLM2-135M-Instruct")
    unfold(sheet)
    expect(page).to_have_url(re.compile(f"models\\?model={MODEL}$"))
    expect(sheet).to_contain_text("134\u202f515\u202f008")
    expect(sheet).to_contain_text("Apache-2.0")
    expect(sheet).to_contain_text("mean KL from fp32")
    for kind, least in (("native", 100_000_000), ("native-fp32", 500_000_000)):
        link = sheet.get_by_role("link", name=f"Download {kind}", exact=True)
        assert link.get_attribute("href") == f"/api/v1/models/{MODEL}/download/{kind}"
        answer = page.request.head(link.evaluate("element => element.href"))
        assert answer.ok
        assert int(answer.headers["content-length"]) > least


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_models_is_a_line_for_each_and_no_longer_than_two_screens(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/models")
    lines = page.locator("article")
    expect(lines.nth(2)).to_be_visible()
    expect(lines.first).to_contain_text("Apache-2.0")
    assert page.evaluate("document.documentElement.scrollHeight") < 1500
    assert all(box["height"] < 60 for line in lines.all() if (box := line.bounding_box()))
    page.goto(page.url + f"?model={MODEL}")
    page.reload()
    expect(page.locator("article > details[open]")).to_have_count(1)


@pytest.mark.slow
def test_a_models_rest_is_folded_out_by_keys(open_page: OpenPage) -> None:
    page = open_page("/#v1/models")
    line = page.locator("article > details > summary").first
    line.focus()
    page.keyboard.press("Enter")
    expect(page.locator("article > details[open]")).to_have_count(1)
    inner = page.locator("details details > summary").first
    expect(inner).to_be_visible()  # the manifest is here: before, Tab goes on to the next model
    page.keyboard.press("Tab")
    expect(inner).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("article > details[open]")).to_have_count(0)


@pytest.mark.slow
def test_equal_notes_and_equal_names_of_facts_stand_in_a_models_sheet(open_page: OpenPage) -> None:
    def doubled(route: Route) -> None:
        body = route.fetch().json()
        for sheet in body.get("models", [body]):
            sheet["notes"] = ["Same.", "Same."]
            sheet["parity"] = {"a b": 1, "a_b": 2}
        route.fulfill(json=body)

    page = open_page(f"/#v1/models?model={MODEL}")
    page.route("**/api/v1/models", doubled)
    page.route(f"**/api/v1/models/{MODEL}", doubled)
    page.reload()
    sheet = page.get_by_role("article", name="SmolLM2-135M-Instruct")
    unfold(sheet)
    expect(sheet.get_by_text("Same.", exact=True)).to_have_count(2)
    expect(sheet.locator("dt").filter(has_text=re.compile("^a b$"))).to_have_count(2)


@pytest.mark.slow
def test_a_model_of_a_long_name_does_not_break_the_header(open_page: OpenPage) -> None:
    def renamed(route: Route) -> None:
        body = route.fetch().json()
        for model in body["models"]:
            if model["id"] != MODEL:
                model["name"] = "A model of a name that is longer than most names of models are"
        route.fulfill(json=body)

    page = open_page("/")
    page.route("**/api/v1/models", renamed)
    page.reload()
    header = page.locator("header")
    uses_model(page, MODEL)
    before = header.bounding_box()
    choose_model(page, "house-gpt2")
    uses_model(page, "house-gpt2")
    assert header.bounding_box() == before
    assert before is not None
    assert before["height"] < 70
