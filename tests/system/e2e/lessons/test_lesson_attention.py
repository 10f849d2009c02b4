"""Attention in its numbers: each that the figure shows follows from those that the server gives, by
mouse and by keys, in both languages."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

Array = np.ndarray[Any, np.dtype[np.float64]]
SENTENCE = "The cat sat on the mat because it was tired."
LAYER, HEAD, ROW, KEY, NUMBER, PRODUCT = 1, 2, 5, 3, 7, 11


def traced(address: str, page: Page, layer: int = LAYER) -> dict[str, Any]:
    """What the server gives of the model that the page shows."""
    model = page.locator(".chip[data-model]").get_attribute("data-model")
    body = json.dumps({"model": model, "prompt": SENTENCE, "layer": layer}).encode()
    kinds = {"Content-Type": "application/json", "Accept": "application/json"}
    with urlopen(Request(f"{address}/api/v1/trace", body, kinds), timeout=60) as reply:
        answer = json.loads(reply.read())
    arrays = {entry["name"]: np.array(entry["values"]) for entry in answer["arrays"]}
    return answer | {"arrays": arrays}


def number_of(text: str) -> float:
    return float(text.replace("\u2212", "-"))


def numbers_in(text: str) -> list[float]:
    return [number_of(found) for found in re.findall(r"\u2212?\d+(?:\.\d+)?(?:e\u2212?\d+)?", text)]


def opened(open_page: OpenPage, step: int, **options: Any) -> Page:
    values = (LAYER, HEAD, ROW, KEY, NUMBER, PRODUCT, step)
    page = open_page(
        f"/#v1/lessons?lesson=attention&values={','.join(map(str, values))}", **options
    )
    page.locator("article .numbers[aria-busy=false]").wait_for()
    return page


def test_a_score_is_the_products_of_query_and_key(open_page: OpenPage, address: str) -> None:
    page = opened(open_page, step=1)
    numbers = traced(address, page)
    arrays, group = numbers["arrays"], HEAD // (numbers["heads"] // numbers["kv_heads"])
    query, key = arrays["query"][HEAD, ROW], arrays["key"][group, KEY]

    product = numbers_in(page.locator("[data-of=product]").inner_text())
    expected = [query[NUMBER], key[NUMBER], query[NUMBER] * key[NUMBER]]
    assert product == pytest.approx(expected, rel=2e-3)
    shown = numbers_in(page.locator("[data-of=score]").inner_text())
    score = query @ key * numbers["scale"]
    assert shown == pytest.approx([query @ key, 1 / numbers["scale"], score], rel=2e-3)
    assert score == pytest.approx(arrays["scores"][HEAD, ROW, KEY], abs=1e-4)
    shares = arrays["attentions"][HEAD, ROW]
    pair = page.locator("[data-of=pair]").inner_text()
    assert numbers_in(pair) == pytest.approx([score, shares[KEY]], rel=2e-3)


def test_the_shares_of_a_row_are_softmax_of_what_the_mask_leaves(
    open_page: OpenPage, address: str
) -> None:
    page = opened(open_page, step=3)
    arrays = traced(address, page)["arrays"]
    rows = page.locator("[data-shares] tbody tr")
    scores = arrays["scores"][HEAD, ROW, : ROW + 1]
    exps = np.exp(scores - scores.max())
    for place in range(ROW + 1):
        cells = [number_of(text) for text in rows.nth(place).locator("td").all_inner_texts()]
        share = exps[place] / exps.sum()
        assert cells == pytest.approx([scores[place]] * 2 + [exps[place], share], rel=5e-3)
    later = rows.nth(ROW + 1).locator("td").all_inner_texts()
    assert later[1:] == ["\u2212∞", "0", "0"]


@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
def test_keys_lead_from_pair_to_pair_and_from_number_to_number(
    open_page: OpenPage, address: str, language: str
) -> None:
    page = opened(open_page, step=1, locale=language)
    arrays = traced(address, page)["arrays"]
    cell = page.locator("[role=gridcell][tabindex='0']")
    cell.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(f"values={LAYER}%2C{HEAD}%2C{ROW - 1}%2C{KEY - 1}%2C"))
    pair = numbers_in(page.locator("[data-of=pair]").inner_text())
    score = arrays["scores"][HEAD, ROW - 1, KEY - 1]
    assert pair[0] == pytest.approx(score, rel=2e-3)
    strip = page.get_by_role("slider").last
    strip.focus()
    page.keyboard.press("ArrowRight")
    expect(strip).to_have_attribute("aria-valuenow", str(NUMBER + 1))
    query = arrays["query"][HEAD, ROW - 1, NUMBER + 1]
    assert numbers_in(page.locator("[data-of=product]").inner_text())[0] == pytest.approx(
        query, rel=2e-3
    )
    assert violations(page) == []


def test_a_number_of_the_query_is_its_weights_times_what_the_layer_reads(
    open_page: OpenPage, address: str
) -> None:
    page = opened(open_page, step=0)
    numbers = traced(address, page)
    arrays = numbers["arrays"]
    row = HEAD * numbers["head_size"] + NUMBER
    page.locator("[data-of=sum]").wait_for()
    whole = numbers_in(page.locator("[data-of=sum]").inner_text())[-1]
    made = arrays["query_map"][ROW, row]
    assert whole == pytest.approx(made, rel=5e-3, abs=1e-3)
    assert numbers_in(page.locator("[data-of=product]").inner_text())[1] == pytest.approx(
        arrays["attention_in"][ROW, PRODUCT], rel=2e-3
    )


def test_a_head_gives_values_by_their_shares_and_all_heads_are_mapped(
    open_page: OpenPage, address: str
) -> None:
    page = opened(open_page, step=4)
    numbers = traced(address, page)
    arrays, size = numbers["arrays"], numbers["head_size"]
    whole = numbers_in(page.locator("[data-of=sum]").inner_text())[-1]
    assert whole == pytest.approx(arrays["mixed"][ROW, HEAD * size + NUMBER], rel=5e-3, abs=1e-3)
    page.get_by_role("radio", name=re.compile("Heads")).check(force=True)
    page.locator("[data-of=sum]").wait_for()
    strip = page.get_by_role("slider", name="what attention adds")
    strip.locator("svg").click(position={"x": 3, "y": 5})
    expect(strip).to_have_attribute("aria-valuenow", "0")
    sums = numbers_in(page.locator("[data-of=sum]").inner_text())
    assert sums[-1] == pytest.approx(arrays["attention_out"][ROW, 0], rel=5e-3, abs=1e-3)


def test_another_text_is_followed_at_once(open_page: OpenPage) -> None:
    page = opened(open_page, step=1)
    page.get_by_label("A text of your own").fill("One two three")
    expect(page.locator("[role=gridcell]")).to_have_count(9)
    expect(page.locator("[data-of=pair]")).to_contain_text("“three” asks, “three” answers")
