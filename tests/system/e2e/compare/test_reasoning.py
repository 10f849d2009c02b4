"""The reasoning lane on the real model: asked for, read, drawn, kept in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import (
    MODEL,
    OpenPage,
    fields,
    lane,
    marks,
    narrowed,
    opened,
    post,
    saved_run,
    settled,
    tool,
)
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

LINK = "/#v1/compare?task=arithmetic&k=2&reason=2&reason_tokens=32"


def reasoned(open_page: OpenPage, **options: object) -> Page:
    page = open_page(LINK, **options)
    expect(page.get_by_role("button", name="Run Ctrl + Enter")).to_be_enabled()
    page.keyboard.press("Control+Enter")
    page.locator(".mark[data-lane=reason]").first.wait_for(timeout=120_000)
    settled(page)
    return page


def test_the_lane_is_only_where_the_template_reasons_and_only_when_asked_for(
    open_page: OpenPage,
) -> None:
    page = opened(open_page())
    expect(page.get_by_role("button", name="Reasoning first")).to_have_count(0)
    page.get_by_label("Task").select_option("arithmetic")
    page.get_by_role("button", name="Reasoning first").click()
    assert lane(page, "reason").count() == 0
    page.get_by_label("Longest, in tokens").fill("16")
    page.get_by_label("One more prompt").check()
    page.locator(".mark[data-lane=reason]").first.wait_for(timeout=120_000)
    settled(page)
    expect(page.get_by_role("button", name="Reasoning first: mean of 4 samples")).to_be_visible()
    page.get_by_label("One more prompt").uncheck()
    expect(lane(page, "reason")).to_have_count(0)
    assert page.locator(".mark[data-lane=reason]").count() == 0


def test_the_mark_is_the_mean_of_what_each_reasoning_gives(
    open_page: OpenPage, address: str
) -> None:
    page = reasoned(open_page)
    run = saved_run(page)
    kept = next(lane for lane in run["results"]["lanes"] if lane["reasoning"])
    assert kept["settings"]["n"] == 2
    assert run["settings"]["n"] == 1
    start, *others = kept["events"]
    *answers, mean = [event for event in others if event["type"] == "score"]
    chances = []
    for answer in answers:
        prompt = f"{start['prompt']}{answer['reasoning']}\nA:"
        body = {"model": MODEL, "prompt": prompt, "labels": [" 9", " 27"]}
        chances.append([label["p"] for label in post(address, "/api/v1/score", body)["labels"]])
        assert [label["p"] for label in answer["labels"]] == chances[-1]
    drawn = marks(page, "reason")
    for place, label in enumerate((" 9", " 27")):
        of_label = [chance[place] for chance in chances]
        assert drawn[label] == pytest.approx(sum(of_label) / 2, rel=1e-9)
        assert mean["spread"][place] == [min(of_label), max(of_label)]
    assert sum(drawn.values()) == pytest.approx(1, abs=1e-6)


@pytest.mark.slow
def test_each_sample_shows_its_reasoning_the_words_that_end_it_and_its_answer(
    open_page: OpenPage,
) -> None:
    page = reasoned(open_page)
    samples = lane(page, "reason").locator("article")
    expect(samples).to_have_count(2)
    for index in (1, 2):
        sample = samples.nth(index - 1)
        thought = sample.get_by_role("group", name=f"Reasoning of sample {index}")
        assert thought.locator(".token .bar").count() > 2
        expect(sample.get_by_title("These words of the template")).to_contain_text("A:")
        expect(sample.get_by_role("group", name=f"Answer of sample {index}")).to_be_visible()
    answer = samples.first.get_by_role("group", name="Answer of sample 1").locator(".token").first
    answer.click()
    card = page.get_by_role("group", name="What else could have stood here")
    expect(card).to_contain_text("no random number is drawn")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    tool(page.locator("#details"), "Show as table").click()
    table = page.locator("figure thead th").all_inner_texts()
    assert "2 examples, with reasoning" in table
    assert {"2 to R", "R, lowest sample", "R, highest sample"} <= set(table)


@pytest.mark.slow
def test_the_other_lanes_are_what_they_are_without_it(open_page: OpenPage) -> None:
    page = reasoned(open_page)
    beside = {id: marks(page, id) for id in ("zero", "one", "few")}
    alone = open_page("/#v1/compare?task=arithmetic&k=2")
    expect(alone.get_by_role("button", name="Run Ctrl + Enter")).to_be_enabled()
    alone.keyboard.press("Control+Enter")
    alone.locator(".mark[data-lane=few]").first.wait_for()
    settled(alone)
    assert {id: marks(alone, id) for id in beside} == beside


@pytest.mark.slow
def test_the_address_opens_with_the_lane_again(open_page: OpenPage) -> None:
    page = open_page(LINK)
    expect(lane(page, "reason")).to_be_visible()
    fields(page)
    expect(page.get_by_role("button", name="Reasoning first: mean of 2 samples")).to_be_visible()
    page.get_by_label("Samples", exact=True).last.fill("3")
    expect(page).to_have_url(re.compile("reason=3"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 320)])
def test_axe_finds_nothing_on_the_lane_and_no_page_scrolls_sideways(
    open_page: OpenPage, scheme: str, width: int
) -> None:
    page = reasoned(open_page, color_scheme=scheme)
    narrowed(page, width)
    assert violations(page) == []
