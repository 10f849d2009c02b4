"""The pass: from the model to one multiply-add and back, and each number is made of those that it
is said to be made of."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage
from system.e2e.lessons.test_lesson_attention import number_of, numbers_in, traced
from system.e2e.page.test_access import violations

LAYER, TOKEN, NUMBER, PRODUCT = 1, 5, 7, 11


def opened(open_page: OpenPage, zoom: int, stage: int = 0, layer: int = LAYER, **more: Any) -> Page:
    values = (zoom, layer, TOKEN, stage, NUMBER, PRODUCT)
    page = open_page(f"/#v1/lessons?lesson=pass&values={','.join(map(str, values))}", **more)
    page.locator("article .numbers[aria-busy=false]").wait_for()
    return page


def test_one_goes_in_from_the_model_to_a_product_and_out_again(
    open_page: OpenPage, address: str
) -> None:
    page = opened(open_page, zoom=0)
    cell = page.locator(f'[data-cell="{LAYER}-{TOKEN}"]')
    expect(cell).to_have_attribute("tabindex", "0")
    numbers = traced(address, page, LAYER)["arrays"]
    length = float(np.linalg.norm(numbers["stream"][TOKEN]))
    expect(cell).to_have_attribute("aria-label", re.compile("length (?!0$)"))
    said = numbers_in((cell.get_attribute("aria-label") or "").rsplit("length", 1)[1])
    assert said == pytest.approx([length], rel=2e-3)
    page.locator("[data-of=next] .mono").first.wait_for()

    page.get_by_role("button", name="→").click()
    page.locator("[data-stage=ffn_up]").click()
    expect(page.locator("[data-of=made]")).to_contain_text("Number 0 is")
    strip = page.get_by_role("slider").first
    strip.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-of=made]")).to_contain_text("Number 1 is")
    made = number_of(page.locator("[data-of=made]").inner_text().split()[-1].rstrip("."))
    assert made == pytest.approx(numbers["ffn_up"][TOKEN, 1], rel=2e-3)
    expect(page.get_by_role("slider")).to_have_count(2)
    whole = numbers_in(page.locator("[data-of=sum]").inner_text())[-1]
    assert whole == pytest.approx(made, rel=5e-3, abs=2e-3)
    first = numbers_in(page.locator("[data-of=product]").inner_text())
    assert first[2] == pytest.approx(first[0] * first[1], rel=5e-3)
    page.get_by_role("button", name="← layer").click()
    page.get_by_role("button", name="← Model").click()
    expect(cell).to_be_visible()
    assert violations(page) == []


@pytest.mark.by_need
@pytest.mark.parametrize("stage", ["attention_in", "mixed", "middle", "ffn_hidden", "after"])
def test_a_number_is_what_it_is_made_of(open_page: OpenPage, address: str, stage: str) -> None:
    page = opened(open_page, zoom=1)
    numbers = traced(address, page, LAYER)
    row = numbers["arrays"][stage][TOKEN]
    page.locator(f"[data-stage={stage}]").click()
    expect(page.locator("[data-of=made]")).to_contain_text("Number 0 is")
    made = number_of(page.locator("[data-of=made]").inner_text().split()[-1].rstrip("."))
    assert made == pytest.approx(row[0], rel=2e-3)
    if stage == "mixed":
        whole = numbers_in(page.locator("[data-of=sum]").inner_text())[-1]
        assert whole == pytest.approx(made, rel=5e-3, abs=2e-3)
        return
    left, right = page.locator("[data-of=equation]").inner_text().split(" = ")
    parts = [number_of(part) for part in re.findall(r"\u2212?\d[\d.]*(?:e\u2212\d+)?", left)]
    assert number_of(right) == made
    if stage in ("middle", "after"):
        assert sum(parts) == pytest.approx(made, rel=5e-3, abs=2e-2)
    if stage == "attention_in":
        *_, root, weight = parts[: len(parts) - (numbers["norm"] == "layer")]
        assert root > 0
        norm = numbers["arrays"]["attention_norm.weight"][0]
        assert weight == pytest.approx(norm, rel=2e-3)


@pytest.mark.by_need
def test_the_first_layer_reads_the_tables_and_the_end_makes_logits(
    open_page: OpenPage, address: str
) -> None:
    page = opened(open_page, zoom=2, layer=0, locale="zh-CN")
    page.locator("[data-of=token]").wait_for()
    parts = [number_of(page.locator("[data-of=token]").inner_text())]
    numbers = traced(address, page, 0)
    if numbers["positions"] == "learned":
        parts.append(number_of(page.locator("[data-of=position]").inner_text()))
    stream = numbers["arrays"]["stream"][TOKEN, NUMBER]
    assert sum(parts) == pytest.approx(stream, rel=5e-3, abs=1e-3)

    page = opened(open_page, zoom=1, layer=99)
    end = traced(address, page, numbers["layers"])["arrays"]["logits"][TOKEN]
    page.locator("[data-stage=logits]").click()
    best = int(np.argmax(end))
    expect(page.locator("[data-of=made]")).to_contain_text(f"Number {best} is")
    page.locator("[data-of=sum]").wait_for()
    whole = numbers_in(page.locator("[data-of=sum]").inner_text())[-1]
    assert whole == pytest.approx(end[best], rel=5e-3)
