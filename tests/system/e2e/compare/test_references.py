"""What a question without content gets, and what each example brings, on Compare."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import (
    MODEL,
    SHOTS,
    OpenPage,
    marks,
    opened,
    post,
    run,
    settled,
    show,
    tool,
)
from system.e2e.timers import let_timers_fire


def references(page: Page, kind: str) -> dict[str, float]:
    """A kind of reference mark by answer; chance stands once for all of them."""
    found = page.locator(f"[data-reference={kind}]").all()
    return {
        mark.locator("xpath=..").get_attribute("data-row") or "": float(
            mark.get_attribute("data-p") or "nan"
        )
        for mark in found
    }


LABELS = [" slow", " faster", " fastest", " FAST"]


def scored(address: str, shots: list[str], query: str) -> dict[str, float]:
    prompt = "".join(f"{shot}\n" for shot in shots) + f"{query} ->"
    body = {"model": MODEL, "prompt": prompt, "labels": LABELS}
    return {label["text"]: label["p"] for label in post(address, "/api/v1/score", body)["labels"]}


@pytest.mark.by_need
def test_reference_marks_are_what_the_score_call_says(open_page: OpenPage, address: str) -> None:
    page = run(opened(open_page()))
    expect(page.locator("[data-reference=content-free]")).to_have_count(4)
    assert references(page, "content-free") == pytest.approx(scored(address, SHOTS, "N/A"))
    form = sum(p for label, p in marks(page, "few").items() if label)
    assert references(page, "chance") == {"": pytest.approx(form / 4)}
    assert page.locator(".mark").count() == 15  # they are no lanes


@pytest.mark.slow
def test_reference_marks_can_be_switched_off_and_stand_in_the_table(open_page: OpenPage) -> None:
    page = opened(open_page())
    expect(page.locator("[data-reference]")).to_have_count(5)
    page.get_by_role("button", name="Reference marks").click()
    page.get_by_label("an even split").uncheck()
    expect(page.locator("[data-reference=chance]")).to_have_count(0)
    tool(page.locator("#details"), "Show as table").click()
    heads = page.locator("figure thead th").all_inner_texts()
    assert heads[-2:] == ["expected", "if the question is blank"]
    page.get_by_label("if the question is blank").uncheck()
    assert page.locator("figure thead th").all_inner_texts()[-1] == "expected"


def test_what_each_example_brings_is_the_points_and_log_odds_lost_without_it(
    open_page: OpenPage, address: str
) -> None:
    page = run(opened(open_page()))
    expect(page.get_by_text("points without it", exact=True)).to_be_visible()
    expect(page.locator("[data-brought]")).to_have_count(4)

    def odds(p: float) -> float:
        return math.log(p / (1 - p))

    p = scored(address, SHOTS, "fast")[" slow"]
    with_all = odds(p)
    lost = []
    for i in range(4):
        left = scored(address, SHOTS[:i] + SHOTS[i + 1 :], "fast")[" slow"]
        without = odds(left)
        found = float(page.locator("[data-brought]").nth(i).get_attribute("data-brought") or "")
        assert found == pytest.approx(with_all - without, abs=1e-4)
        shown = page.locator("[data-brought]").nth(i).inner_text()
        assert shown == f"{100 * (left - p):+.1f}".replace("-", "−")
        lost.append([shown, f"{found:.2f}".replace("-", "−")])
    figure = page.locator(".glass-figure")
    tool(figure, "Show as table").click()
    heads = figure.locator("thead th").all_inner_texts()
    assert heads[-2:] == ["points without it, of 4", "nats lost without it"]
    rows = figure.locator("tbody tr").all()[1:5]  # of 1 to 4 examples
    assert [row.locator("td").all_inner_texts()[-2:] for row in rows] == lost


@pytest.mark.slow
def test_what_examples_bring_goes_when_the_draft_moves_and_comes_back(open_page: OpenPage) -> None:
    page = run(opened(open_page()))
    expect(page.locator("[data-brought]")).to_have_count(4)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Example 1, answer").fill("colder")
    expect(page.locator(".brought")).to_have_count(0)
    page.get_by_label("Example 1, answer").fill("cold")
    expect(page.locator("[data-brought]")).to_have_count(4)
    assert [url for url in asked if "/api/" in url] == []


@pytest.mark.slow
def test_many_examples_are_left_out_only_on_request(open_page: OpenPage) -> None:
    page = run(opened(open_page()))
    page.get_by_role("button", name="Paste rows").click()
    page.get_by_label("Rows of a spreadsheet").fill("up,down\nin,out")
    page.get_by_role("button", name="Add 2 rows").click()
    show(page, 9)
    settled(page)
    let_timers_fire(page, 1200)
    expect(page.locator(".brought")).to_have_count(0)
    page.get_by_role("button", name="What does each example bring?").click()
    expect(page.locator("[data-brought]")).to_have_count(9)
