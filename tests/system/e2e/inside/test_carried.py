"""The arcs of what attention carries: attention times the length of what each token hands on."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect
from system.e2e.instrument import MODEL, SHOTS, OpenPage
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

TEXT = "\n".join(SHOTS) + "\nfast ->"
PLACE = "/?lang={}#v1/inside?view=attention&lane=few&head=17.5"
KIND = {"en": "how much it carries", "zh": "它带来多少"}


def explained(address: str) -> dict[str, Any]:
    """The last token's row of head 5 of layer 17, and the lengths of its values."""
    body = {"model": MODEL, "prompt": TEXT, "layers": [17], "values": 17, "surprisal": False}
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    request = urllib.request.Request(
        address + "/api/v1/explain", json.dumps(body).encode(), headers
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        arrays = {each["name"]: np.array(each["values"]) for each in json.load(answer)["arrays"]}
    return {"row": arrays["attentions.17"][5, -1], "norms": arrays["value_norms.17"][5]}


def arcs(page: Page) -> dict[int, float]:
    return {
        int(arc.get_attribute("data-arc") or -1): float(arc.get_attribute("data-p") or "nan")
        for arc in page.locator("[data-arc]").all()
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_arcs_are_attention_times_lengths_and_stay_in_the_address(
    open_page: OpenPage, address: str, lang: str
) -> None:
    page = open_page(PLACE.format(lang))
    page.locator("[data-arc]").first.wait_for()
    page.locator("header .ready").wait_for()
    looked = arcs(page)
    numbers = explained(address)
    assert looked == pytest.approx({to: numbers["row"][to] for to in looked}, abs=1e-4)
    page.locator("label", has=page.get_by_role("radio", name=KIND[lang])).click()
    lengths = numbers["row"] * numbers["norms"]
    expected = lengths / lengths.sum()
    expect(page.locator("figure .legend").first).to_contain_text("W_O")
    shown = arcs(page)
    drawn = {to: p for to, p in enumerate(expected[:-1]) if p >= 0.02}  # as the arcs are
    assert shown == pytest.approx(drawn, abs=1e-5)
    assert shown != pytest.approx(looked, abs=1e-3)
    assert violations(page) == []
    assert "arcs=carried" in page.url
    page.reload()
    expect(page.locator("figure .legend").first).to_contain_text("W_O")
    expect(page.get_by_role("radio", name=KIND[lang])).to_be_checked()


def test_lengths_that_come_after_the_model_s_own_answer_are_shown(open_page: OpenPage) -> None:
    """They were asked for while its recording stood there."""
    page = open_page("/?shelf")
    held: list[Route] = []  # the text's own answer, then the lengths

    def hold(route: Route) -> None:
        lens = route.request.post_data_json.get("lens")
        held.append(route) if lens is None else route.continue_()

    page.route("**/api/v1/explain", hold)
    with page.expect_request("**/api/v1/explain"):
        page.evaluate("hash => location.hash = hash", PLACE.partition("#")[2])
    page.locator("[data-arc]").first.wait_for()
    with page.expect_request("**/api/v1/explain"):
        page.locator("label", has=page.get_by_role("radio", name=KIND["en"])).click()
    expect(page.get_by_text("The model reads the text")).to_be_visible()
    held[0].continue_()
    expect(page.get_by_text("Exact (fp32 arithmetic, 4-bit weights).")).to_be_visible()
    held[1].continue_()
    expect(page.locator("figure .legend").first).to_contain_text("W_O")
    expect(page.locator("[data-arc]")).not_to_have_count(0)
    assert len(held) == 2
