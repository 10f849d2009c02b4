"""The lesson on BERT: one gap, measured with the experiment, and asked of both models live."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import OpenPage, post

pytestmark = pytest.mark.slow
LESSON = "/#v1/lessons?lesson=bert"
OWN = "They walked along the [MASK] of the river."


def drawing(page: Page) -> Locator:
    return page.get_by_role("img", name="The likeliest tokens in the gap")


def test_the_first_gap_is_the_experiments_and_the_reasons_are_told_with_its_figures(
    open_page: OpenPage, without_model: str
) -> None:
    page = open_page(LESSON, base=without_model)
    expect(page.get_by_text("Measured with the experiment, 20")).to_be_visible()
    expect(drawing(page)).to_contain_text("␣days")
    page.get_by_role("button", name="He drank a cup").click()
    expect(drawing(page)).to_contain_text("␣water")
    page.get_by_text("Why decoders prevailed").click()
    reasons = page.get_by_role("region", name="Why decoders prevailed")
    expect(reasons.get_by_role("definition")).to_have_count(10)
    assert "{" not in reasons.inner_text()


def test_a_text_of_ones_own_is_filled_by_both_models(open_page: OpenPage, address: str) -> None:
    page = open_page(LESSON)
    page.get_by_label("A text of your own with").fill(OWN)
    expect(page.get_by_text("Computed just now")).to_be_visible()
    body = {"model": "house-bert", "text": OWN, "top": 3}
    (gap,) = post(address, "/api/v1/fill", body)["texts"][0]["gaps"]
    for one in gap["distribution"]["alternatives"]:
        line = drawing(page).locator(f"[data-token='{one['text']}']")
        filled = float(line.get_attribute("data-filled") or "nan")
        assert filled == pytest.approx(one["p"], abs=1e-9)
    label = {"model": "house-prose", "prompt": "They walked along the", "labels": [" road"]}
    (road,) = post(address, "/api/v1/score", label)["labels"]
    said = drawing(page).locator("[data-token=' road']").get_attribute("data-next")
    assert float(said or "nan") == pytest.approx(2.718281828459045 ** road["logprob"], rel=1e-4)
    page.get_by_label("A text of your own with").fill("no gap at all")
    expect(page.get_by_text("Write [MASK] where a token is missing.")).to_be_visible()


def test_without_its_models_a_text_of_ones_own_says_why_there_is_no_figure(
    open_page: OpenPage, without_model: str
) -> None:
    page = open_page(LESSON, base=without_model)
    page.get_by_label("A text of your own with").fill(OWN)
    expect(page.get_by_text("This figure needs the model.")).to_be_visible()
