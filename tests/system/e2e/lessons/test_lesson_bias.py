"""The lesson on bias and truth: as it was measured, and asked of the model in use."""

from __future__ import annotations

import json
from math import exp

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import ROOT, OpenPage, choose_model, post, tool

pytestmark = pytest.mark.slow
LESSON = "/#v1/lessons?lesson=bias"
HOUSE, NAME = "house-gpt2", "House GPT-2, taught by episodes"
RESULT = json.loads(
    (ROOT / "web/src/extensions/course/lessons/bias/result.json").read_text("utf-8")
)


def test_without_a_server_the_measured_models_are_shown_and_none_can_be_asked(
    open_page: OpenPage, without_model: str
) -> None:
    page = open_page(LESSON, base=without_model)
    he = page.get_by_role("img", name="“he” among “he” and “she”")
    expect(he).to_contain_text("midwife")
    first = he.text_content() or ""
    page.get_by_label("House GPT-2, prose only, measured").check()
    expect(he).not_to_have_text(first)
    expect(page.get_by_role("button", name="Ask")).to_be_disabled()
    expect(page.get_by_text("A model that writes on can be asked")).to_be_visible()


def test_the_model_in_use_answers_the_same_questions(open_page: OpenPage, address: str) -> None:
    page = open_page(LESSON)
    choose_model(page, HOUSE)
    page.get_by_role("button", name=f"Ask {NAME}").click()
    expect(page.get_by_label(f"{NAME}, just now")).to_be_checked(timeout=120_000)
    tool(page, "Show as table").nth(1).click()
    row = page.locator("figure table tr", has_text="nurse").first
    table = next(one for one in RESULT["tables"] if one["name"] == "occupations")
    prompts = [prompt for prompt, *_, occupation in table["rows"] if occupation == "nurse"]
    shares = []
    for prompt in prompts:
        body = {"model": HOUSE, "prompt": prompt, "labels": [" he", " she"]}
        he, she = (one["logprob"] for one in post(address, "/api/v1/score", body)["labels"])
        shares.append(1 / (1 + exp(she - he)))
    said = row.locator("td").nth(1).inner_text()
    assert float(said.split()[0]) == pytest.approx(100 * sum(shares) / len(shares), abs=0.06)
