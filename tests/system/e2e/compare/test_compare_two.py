"""A second model on Compare's axis: its marks, its name on each figure, and why it is not there."""

from __future__ import annotations

import re
import urllib.parse
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect
from system.e2e.combinations import looks
from system.e2e.conftest import serving
from system.e2e.instrument import (
    LANES,
    MODEL,
    OpenPage,
    choose_model,
    drawn,
    opened,
    post,
    saved,
    saved_run,
    show,
    tool,
)
from system.e2e.page.test_access import violations

PROSE = "house-prose"
HOUSE, NAME = "house-gpt2", "House GPT-2, taught by episodes"
LINK = "#v1/compare?task=same-word&second="
AS_TABLE = {"en": "Show as table", "zh": "看表格"}
ASKED = {"en": f"Run {NAME}", "zh": f"运行 {NAME}"}


def chosen(page: Page, id: str = HOUSE) -> Page:
    """With the second model's marks in every lane."""
    page.get_by_role("button", name="+ Second model").click()
    page.get_by_role("combobox", name="Second model").select_option(id)
    return answered(page)


def answered(page: Page) -> Page:
    for id in LANES:
        page.locator(f"[data-second] .mark[data-lane={id}]").first.wait_for()
    return page


def of(page: Page, id: str, model: str) -> dict[str, float]:
    """A model's marks in a lane by answer ("" is any other token)."""
    mark = f".mark[data-lane={id}]"
    rows = page.locator("g[data-second]" if model == HOUSE else "g[data-row]:not([data-second])")
    return {
        row.get_attribute("data-row") or "": float(
            row.locator(f":scope > {mark}").get_attribute("data-p") or "nan"
        )
        for row in rows.all()
    }


def lane_of(run: dict[str, Any], id: str) -> dict[str, Any]:
    lane: dict[str, Any] = next(lane for lane in run["results"]["lanes"] if lane["id"] == id)
    return lane


def said(address: str, model: str, run: dict[str, Any], id: str) -> dict[str, float]:
    """What the API says of one lane of the saved run, by answer."""
    lane = lane_of(run, id)
    asked = {key: lane[key] for key in ("id", "shot_set", "shots") if lane.get(key) is not None}
    body = {"model": model, "prompt": run["question"]["prompt"], "lanes": [asked], "stream": False}
    events = post(address, "/api/v1/compare", {**body, "settings": {"n": 1, "max_tokens": 1}})
    score = next(event for event in events["events"] if event["type"] == "score")
    return {label["text"]: label["p"] for label in score["labels"]} | {"": 1 - score["mass"]}


def test_the_marks_of_both_models_are_what_the_api_says_of_each(
    open_page: OpenPage, address: str
) -> None:
    page = chosen(opened(open_page()))
    figure = page.locator("#details figure").first
    run = saved_run(page)
    for id in LANES:
        assert of(page, id, HOUSE) == pytest.approx(said(address, HOUSE, run, id), abs=1e-6)
        assert of(page, id, MODEL) == pytest.approx(said(address, MODEL, run, id), abs=1e-4)
    heads = saved(page, tool(figure, "Save as CSV")).splitlines()[0]
    assert heads.count(NAME) == 3
    assert heads.count(figure.locator("ul strong").first.inner_text()) == 6
    expect(figure.get_by_role("img")).to_have_attribute("aria-label", re.compile(f"{NAME} below"))


@pytest.mark.slow
def test_it_follows_the_examples_and_is_said_by_name(open_page: OpenPage) -> None:
    page = chosen(opened(open_page()))
    spoken = page.get_by_role("status").filter(has_text=f"{NAME}.")
    expect(spoken).to_contain_text("Four examples:")
    show(page, 2)
    digit = page.locator("[data-row=' slow'][data-second] .mark[data-lane=few] text")
    expect(digit).to_have_text("2")
    expect(spoken).to_contain_text("Two examples:")


@pytest.mark.by_need
def test_a_link_runs_nothing_and_remove_takes_the_model_away(open_page: OpenPage) -> None:
    page = chosen(opened(open_page()))
    page.wait_for_function("id => location.hash.includes(`second=${id}`)", arg=HOUSE)
    page.reload()
    drawn(page)
    ask = page.get_by_role("button", name=ASKED["en"])
    expect(ask).to_be_visible()
    assert page.locator("[data-second]").count() == 0
    ask.click()
    answered(page)
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("[data-second]")).to_have_count(0)
    expect(page.get_by_role("button", name="+ Second model")).to_be_focused()
    page.wait_for_function("() => !location.hash.includes('second=')")


@pytest.mark.by_need
def test_a_model_that_is_gone_or_is_the_first_is_said_in_words(open_page: OpenPage) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    page = open_page("/" + LINK + urllib.parse.quote(hostile))
    expect(page.get_by_role("alert").filter(has_text="is not on this server")).to_contain_text(
        hostile
    )
    assert page.locator("main img").count() == 0
    page = open_page("/" + LINK + MODEL)
    expect(page.get_by_text("is the model in use already")).to_be_visible()


@pytest.mark.slow
def test_without_a_model_it_says_what_is_missing(open_page: OpenPage, without_model: str) -> None:
    page = open_page("/" + LINK + HOUSE, base=without_model)
    page.locator(".mark").first.wait_for()
    section = page.get_by_role("region", name="Second model on the axis")
    expect(section.get_by_role("alert")).to_contain_text("is not on this server")
    assert page.locator("[data-second]").count() == 0


@pytest.mark.slow
def test_the_second_model_reasons_where_the_first_does(open_page: OpenPage, address: str) -> None:
    page = open_page(f"/#v1/compare?task=arithmetic&k=2&reason=2&reason_tokens=32&second={HOUSE}")
    expect(page.get_by_role("button", name="Run Ctrl + Enter")).to_be_enabled()
    page.keyboard.press("Control+Enter")
    page.locator("[data-second] .mark[data-lane=reason]").first.wait_for(timeout=120_000)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    run = saved_run(page)
    lane = lane_of(run, "reason")
    asked = {key: lane[key] for key in ("id", "shot_set", "shots", "reasoning")}
    body = {"model": HOUSE, "prompt": run["question"]["prompt"], "lanes": [asked], "stream": False}
    events = post(address, "/api/v1/compare", {**body, "settings": lane["settings"]})["events"]
    score = [event for event in events if event["type"] == "score"][-1]
    shown = of(page, "reason", HOUSE)
    for label in score["labels"]:
        assert shown[label["text"]] == pytest.approx(label["p"], abs=1e-6)
    assert sum(shown.values()) == pytest.approx(1, abs=1e-6)


@pytest.fixture
def tolerated() -> list[str]:
    # Of a server that a test takes away: while it shuts down it answers 503, then not at all.
    return ["ERR_CONNECTION_REFUSED", "503 (Service Unavailable)"]


@pytest.mark.slow
def test_a_server_that_goes_while_the_second_is_asked_leaves_the_firsts_marks(
    open_page: OpenPage, tmp_path: Path
) -> None:
    server = serving({"SHOTGLASS_MODELS": str(tmp_path)})
    page = open_page("/" + LINK + PROSE, base=next(server))
    choose_model(page, HOUSE)

    def go(route: Route, request: Request) -> None:
        if request.post_data_json["model"] == PROSE:
            server.close()
        route.continue_()

    page.route("**/api/v1/compare", go)
    page.keyboard.press("Control+Enter")
    section = page.get_by_role("region", name="Second model on the axis")
    expect(section.get_by_role("alert")).to_contain_text("server")
    expect(page.locator(".lane[aria-busy=true]")).to_have_count(0)
    for id in LANES:
        expect(page.locator(f".mark[data-lane={id}]").first).to_be_visible()
    assert page.locator("[data-second]").count() == 0


@pytest.mark.by_need
@pytest.mark.parametrize(("width", "scheme", "lang"), looks([1440, 768, 390]))
def test_axe_finds_nothing_and_nothing_sticks_out(
    open_page: OpenPage, scheme: str, width: int, lang: str
) -> None:
    size = {"width": width, "height": 900}
    page = open_page(f"/?lang={lang}{LINK}{HOUSE}", color_scheme=scheme, viewport=size)
    drawn(page).get_by_role("button", name=ASKED[lang]).click()
    answered(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    tool(page.locator("#details"), AS_TABLE[lang]).click()
    assert violations(page) == []
