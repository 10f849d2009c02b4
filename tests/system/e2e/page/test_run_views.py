"""The run of each view leaves as a file, and opens where there is no model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from system.e2e.conftest import serving
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations
from system.e2e.page.test_run_files import HOUSE, open_file, saved

TEXT = "The+cat+sat+on+the"


@pytest.fixture(scope="module")
def house() -> Iterator[str]:
    yield from serving({}, "--model", HOUSE)


def written(page: Page) -> list[str]:
    """The texts that stand in Prompt's samples."""
    page.locator("[data-sample] .text").first.wait_for()
    return page.locator("[data-sample] .text").all_inner_texts()


def run(page: Page) -> None:
    page.locator("button.run").first.click()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_texts_of_prompt_are_saved_shown_without_a_model_and_written_again(
    open_page: OpenPage, house: str, without_model: str, tmp_path: Path
) -> None:
    page = open_page(f"/#v1/prompt?text={TEXT}&max_tokens=6", base=house)
    run(page)
    texts = written(page)
    path = saved(page, tmp_path)
    assert path.name == "shotglass-prompt.shotglass"
    away = open_page("/?shelf=1#v1/lessons", base=without_model)
    open_file(away, path)
    expect(away.get_by_text("shotglass-prompt.shotglass, recorded:")).to_be_visible()
    expect(away.get_by_text("Not here: House GPT-2")).to_be_visible()
    assert written(away) == texts
    assert violations(away) == []
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("The same: 12 tokens, to the last bit.")).to_be_visible()
    contents = json.loads(path.read_text(encoding="utf-8"))
    token = contents["results"]["columns"][0]["samples"][1]["parts"][2]["token"]
    token["id"] = (token["id"] + 1) % 1000
    path.write_text(json.dumps(contents), encoding="utf-8")
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    sentence = "Not the same: in column 1, sample 2 differs from token 3 on."
    expect(page.get_by_text(sentence)).to_be_visible()


ASK = {"decode": ("Ask the model", "/logits"), "inside": ("Look inside", "/explain")}


@pytest.mark.parametrize("view", ASK)
def test_what_was_computed_is_shown_without_a_model_and_computed_again(
    open_page: OpenPage, house: str, without_model: str, tmp_path: Path, view: str
) -> None:
    page = open_page(f"/#v1/{view}?text={TEXT}", base=house)
    name, route = ASK[view]
    with page.expect_response(lambda answer: route in answer.url):
        page.get_by_role("button", name=name).click()
    path = saved(page, tmp_path)
    away = open_page("/?shelf=1#v1/compare", base=without_model)
    open_file(away, path)
    expect(away.get_by_text(f"shotglass-{view}.shotglass, recorded:")).to_be_visible()
    expect(away.get_by_text("Not here: House GPT-2")).to_be_visible()
    assert violations(away) == []
    open_file(page, path)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_text(re.compile("The same: .+ numbers, to the last bit"))).to_be_visible()


def test_the_state_of_a_lesson_comes_back(
    open_page: OpenPage, without_model: str, tmp_path: Path
) -> None:
    page = open_page("/#v1/lessons?lesson=beam", base=without_model)
    title = page.locator("#lesson-title").inner_text()
    path = saved(page, tmp_path)
    away = open_page("/?shelf=1#v1/compare", base=without_model)
    open_file(away, path)
    expect(away.locator("#lesson-title")).to_have_text(title)
    expect(away.get_by_text("shotglass-lessons.shotglass, recorded:")).to_be_visible()


def test_a_view_refuses_a_run_whose_address_is_none(
    open_page: OpenPage, without_model: str, tmp_path: Path
) -> None:
    page = open_page("/#v1/lessons?lesson=beam", base=without_model)
    page.locator("#lesson-title").wait_for()
    path = saved(page, tmp_path)
    run = json.loads(path.read_text(encoding="utf-8"))
    run["question"]["address"] = "lesson=dream"
    path.write_text(json.dumps(run), encoding="utf-8")
    open_file(page, path)
    expect(page.get_by_role("alert").first).to_contain_text("question.address: expected")
    expect(page.get_by_text(", recorded:")).to_have_count(0)
