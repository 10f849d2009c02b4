"""The lesson on fine-tuning: a task as GPT-1 reads it, known beforehand or cut by the tokenizer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import OpenPage, post, tool

pytestmark = pytest.mark.slow
LESSON = "/#v1/lessons?lesson=finetuning"
OWN = "The cat sat. $ A cat sat down. $ No cat."


def figure(page: Page) -> Locator:
    return page.locator("article figure").first


def test_each_kind_of_task_has_its_rows_without_any_model(
    open_page: OpenPage, without_model: str
) -> None:
    page = open_page(LESSON, base=without_model)
    said = {
        "entailment": "startAn␣oakdelimA␣treeextract→ h1",
        "one text": "startThe␣king␣rode␣home.extract→ h1",
    }
    for kind, row in said.items():
        page.get_by_role("radio", name=kind).check(force=True)
        expect(figure(page).locator("svg")).to_have_text(row)
    page.get_by_role("radio", name="similarity").check(force=True)
    expect(figure(page).locator("svg")).to_contain_text("→ h2")
    expect(page.get_by_text("the sum h1 + h2")).to_be_visible()
    page.get_by_label("A text of your own").fill("only one")
    expect(page.get_by_text("Write two texts with $ between them.")).to_be_visible()
    page.get_by_label("A text of your own").fill("one $ two")
    expect(page.get_by_text("This figure needs the model.")).to_be_visible()


def test_a_text_of_ones_own_is_cut_by_the_models_tokenizer_and_kept_in_the_link(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(LESSON)
    page.get_by_role("radio", name="choice").check(force=True)
    page.get_by_label("A text of your own").fill(OWN)
    expect(figure(page).locator("svg")).to_contain_text("No␣cat")
    first, *answers = (
        [token["id"] for token in post(address, "/api/v1/tokenize", body)["tokens"]]
        for body in ({"model": "house-prose", "text": part.strip()} for part in OWN.split("$"))
    )
    rows = [[8192, *first, 8193, *answer, 8194] for answer in answers]
    tool(figure(page), "Show as table").click()
    cells = figure(page).locator("tbody tr td:last-child").all_inner_texts()
    assert [int(cell.replace("\u202f", "")) for cell in cells] == sum(rows, [])
    page.reload()
    page.get_by_role("button", name="Ask the model").click()
    expect(page.get_by_role("radio", name="choice")).to_be_checked()
    expect(figure(page).locator("svg")).to_contain_text("No␣cat")
