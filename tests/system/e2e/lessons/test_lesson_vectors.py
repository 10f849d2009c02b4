"""The lesson on vectors: a word is chosen and the layer moved; how many of its ten vectors have a
nearest neighbour of the same sense is what the experiment measured."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import ROOT, OpenPage
from system.e2e.page.test_access import violations

from shotglass_research.experiments.result import read_result

pytestmark = pytest.mark.by_need

RESULT = read_result(ROOT / "web/src/extensions/course/lessons/vectors/result.json")
MARGINS = next(table for table in RESULT.tables if table.name == "margins")
SAYS = {
    "en": "At layer {layer}, {right} of the 10 vectors of “{word}”",
    "zh": "第 {layer} 层，“{word}”的 10 个向量里有 {right} 个",
}


def right(word: str, layer: int) -> int:
    rows = [row for row in MARGINS.rows if row[0] == word]
    return sum(float(row[3 + layer] or 0) > 0 for row in rows)


@pytest.mark.parametrize("lang", SAYS)
def test_a_word_is_chosen_and_its_layer_is_moved_by_keys(open_page: OpenPage, lang: str) -> None:
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=vectors", viewport=size)
    last = len(MARGINS.columns) - 4

    def shows(word: str, layer: int) -> None:
        says = SAYS[lang].format(word=word, layer=layer, right=right(word, layer))
        expect(page.get_by_text(says)).to_be_visible()

    shows("bank", last // 2)
    page.get_by_role("radio", name="party").check()
    shows("party", last // 2)
    slider = page.get_by_role("slider", name=re.compile(rf"{last // 2} "))
    slider.press("ArrowRight")
    shows("party", last // 2 + 1)
    expect(page).to_have_url(re.compile(r"values=6(%2C|,)16"))
    page.reload()
    shows("party", last // 2 + 1)
    page.get_by_role("slider").press("Home")
    expect(page.get_by_text("0.000")).to_have_count(10)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
