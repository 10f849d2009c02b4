"""A run that fails says so at the Run button, and what is not of the text on screen is marked."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from system.e2e.instrument import LANES, OpenPage, drawn, fields, lane, marks
from system.e2e.timers import let_timers_fire

LONG = ("a very long question that asks for the opposite of fast again and " * 400)[:20_000]
RUN = {"en": "Run Ctrl + Enter", "zh": "运行 Ctrl + Enter"}
STOP = {"en": "Stop Esc", "zh": "停止 Esc"}
DONE = {"en": "Done", "zh": "完成"}
QUESTION = {"en": "Question", "zh": "问题"}
EDITED = {"en": "Edited since the last run.", "zh": "上次运行之后改动过。"}
OLD_MARKS = {
    "en": "Edited since: the marks are those of the last run.",
    "zh": "已改动：图中仍是上次运行的结果。",
}
NOTHING = {"en": "Nothing was computed.", "zh": "没有算出任何结果。"}
EMPTY = {
    "en": "The question is empty. Write what the model is to answer.",
    "zh": "问题是空的。请写下要让模型回答什么。",
}
TOO_LONG = {
    "en": "This prompt did not run: its prompt is too long.",
    "zh": "这个提示没有运行：提示太长。",
}
STOPPED = {"en": "Stopped.", "zh": "已停止。"}
CUT = {"en": "stopped", "zh": "已停止"}  # in a lane
NO_VERDICT = {"en": "What do the examples change?", "zh": "例子会改变什么？"}
FLIP = {"en": "Flip labels", "zh": "对调标签"}

both = pytest.mark.parametrize("lang", ["en", "zh"])


@pytest.fixture
def tolerated() -> list[str]:
    return ["500"]  # the browser tells of an answer that a test makes fail


def opened(open_page: OpenPage, lang: str, **options: object) -> Page:
    page = drawn(open_page(f"/?lang={lang}", **options))
    page.locator("header .ready").wait_for()
    return fields(page)


def button(page: Page, lang: str) -> Locator:
    return page.get_by_role("button", name=RUN[lang])


def question(page: Page, lang: str) -> Locator:
    return page.get_by_label(QUESTION[lang], exact=True)


def foot(page: Page) -> Locator:
    return page.locator(".next")


def finished(page: Page, lang: str) -> None:
    expect(page.get_by_role("button", name=STOP[lang])).to_have_count(0)
    expect(page.locator(".lane[aria-busy=true]")).to_have_count(0)


@pytest.mark.by_need
@both
def test_a_question_of_20_000_characters_is_refused_at_the_run_button(
    open_page: OpenPage, lang: str
) -> None:
    page = opened(open_page, lang)
    question(page, lang).fill(LONG)
    button(page, lang).click()
    alert = foot(page).get_by_role("alert")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("tokens")
    expect(alert).to_be_in_viewport(ratio=1)
    finished(page, lang)
    expect(foot(page)).to_contain_text(NOTHING[lang])
    expect(foot(page)).not_to_contain_text("ms")
    for id in LANES:
        assert marks(page, id) == {}
        expect(lane(page, id).locator(".problem")).to_have_text(TOO_LONG[lang])
    expect(page.locator("#verdict strong")).to_have_count(
        0
    )  # nothing is said of what was not computed


@both
@pytest.mark.slow
def test_a_long_question_is_clipped_in_the_heading_and_shown_whole_on_demand(
    open_page: OpenPage, lang: str
) -> None:
    page = opened(open_page, lang)
    question(page, lang).fill(LONG)
    page.get_by_role("button", name=DONE[lang], exact=True).click()
    asked = page.locator(".asked")
    expect(asked).to_have_text(LONG[:140].rstrip() + "…")
    box = asked.bounding_box()
    assert box is not None
    assert box["height"] < 100
    more = page.locator(".much button[aria-expanded]")
    more.focus()
    page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    assert len(asked.inner_text()) > 19_000
    box = asked.bounding_box()
    assert box is not None
    assert box["height"] <= 320
    more.click()
    expect(asked).to_have_text(LONG[:140].rstrip() + "…")


@pytest.mark.by_need
@both
def test_an_empty_question_is_refused_before_anything_is_sent(
    open_page: OpenPage, lang: str
) -> None:
    page = opened(open_page, lang)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    question(page, lang).fill("  ")
    expect(button(page, lang)).to_be_disabled()
    expect(page.locator(".rail").get_by_role("alert")).to_have_text(EMPTY[lang])
    expect(foot(page)).to_contain_text(EMPTY[lang])
    page.keyboard.press("Control+Enter")
    let_timers_fire(page, 300)
    assert [url for url in asked if "/compare" in url] == []
    question(page, lang).fill("slow")
    expect(button(page, lang)).to_be_enabled()


@pytest.mark.slow
def test_a_prompt_of_one_token_is_counted_in_the_singular(open_page: OpenPage) -> None:
    page = opened(open_page, "en")
    page.get_by_role("button", name="Wording").click()
    page.get_by_label("Template").fill("{input}{output}")
    question(page, "en").fill("fast")
    button(page, "en").click()
    expect(lane(page, "zero").locator(".about")).to_contain_text("1 token of 2")


@both
def test_a_double_click_runs_and_does_not_stop(open_page: OpenPage, lang: str) -> None:
    page = opened(open_page, lang)
    question(page, lang).fill("quick")
    button(page, lang).dblclick()
    finished(page, lang)
    expect(page.locator(".lane .stale")).to_have_count(0)
    expect(foot(page)).to_contain_text("ms")
    expect(foot(page)).not_to_contain_text(STOPPED[lang])
    for id in LANES:
        assert sum(marks(page, id).values()) == pytest.approx(1, abs=1e-6)


@pytest.mark.by_need
@both
def test_running_again_while_lanes_are_under_way_leaves_none_stopped(
    open_page: OpenPage, lang: str
) -> None:
    page = opened(open_page, lang)
    page.locator("#task").select_option("reviews")
    finished(page, lang)
    with page.expect_request("**/api/v1/compare"):  # flipping asks the lanes that it changed
        page.get_by_role("button", name=FLIP[lang]).click()
    page.keyboard.press("Control+Enter")
    finished(page, lang)
    expect(page.locator(".lane .recorded")).to_have_count(0)
    expect(page.locator(".lane").get_by_text(CUT[lang], exact=True)).to_have_count(0)
    for id in LANES:
        assert sum(marks(page, id).values()) == pytest.approx(1, abs=1e-6)


@pytest.mark.by_need
@both
def test_results_of_an_earlier_text_are_marked_and_nothing_moves(
    open_page: OpenPage, lang: str
) -> None:
    page = opened(open_page, lang)
    places = "['.glasses .axis', '#details .axis', '.verdict', '.lanes .prompt', '.next button']"
    places += ".map((name) => {"
    places += " const { x, y } = document.querySelector(name).getBoundingClientRect();"
    places += " return [name, x, y]; })"
    before = page.evaluate(places)
    expect(page.locator(".result.old")).to_have_count(0)
    question(page, lang).fill("last")
    expect(page.locator(".result .was")).to_have_text(OLD_MARKS[lang])
    expect(foot(page)).to_contain_text(EDITED[lang])
    expect(page.locator(".lane .stale")).to_have_count(3)
    expect(page.locator(".result.old")).to_have_count(1)
    assert page.evaluate(places) == before
    question(page, lang).fill("fast")
    expect(page.locator(".result.old")).to_have_count(0)
    expect(page.locator(".result .was")).to_have_text("")


def fails(route: Route) -> None:
    problem = {
        "type": "/errors/internal_error",
        "title": "The server failed",
        "status": 500,
        "detail": "Something broke while the model was asked.",
    }
    route.fulfill(status=500, content_type="application/problem+json", body=json.dumps(problem))


@both
def test_a_failure_of_the_server_is_told_at_the_run_button_until_the_next_edit(
    open_page: OpenPage, lang: str
) -> None:
    page = opened(open_page, lang)
    page.route("**/api/v1/compare", fails)
    question(page, lang).fill("quick")
    page.keyboard.press("Control+Enter")
    alert = foot(page).get_by_role("alert")
    expect(alert).to_contain_text("Something broke while the model was asked.")
    expect(alert).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.locator(".result .was")).to_have_text(OLD_MARKS[lang])  # still those of "fast"
    question(page, lang).fill("slow")
    expect(alert).to_have_count(0)
    page.goto(page.url.split("#")[0] + "#v1/decode")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


@both
@pytest.mark.slow
def test_a_phone_shows_the_failure_above_the_glasses(open_page: OpenPage, lang: str) -> None:
    page = fields(drawn(open_page(f"/?lang={lang}", viewport={"width": 390, "height": 844})))
    page.route("**/api/v1/compare", fails)
    question(page, lang).fill("quick")
    page.get_by_role("dialog").get_by_role("button", name=DONE[lang], exact=True).click()
    page.locator(".bar .run").click()
    alert = page.locator(".failure")
    expect(alert).to_contain_text("Something broke while the model was asked.")
    expect(alert).to_have_count(1)
    expect(alert).to_be_in_viewport(ratio=1)
    [failure, figure] = [alert.bounding_box(), page.locator(".glasses").bounding_box()]
    assert failure is not None
    assert figure is not None
    assert failure["y"] + failure["height"] <= figure["y"]


@both
@pytest.mark.slow
def test_old_marks_beside_new_prompts_are_hollow_and_no_verdict_is_of_both(
    open_page: OpenPage, lang: str
) -> None:
    page = opened(open_page, lang)
    slow: list[Route] = []
    page.route("**/api/v1/compare", lambda route: slow.append(route))
    page.get_by_role("button", name=FLIP[lang]).click()
    old = page.locator("figure .mark[data-lane=few] .stale")
    expect(old).to_have_count(page.locator("figure .mark[data-lane=few]").count())
    expect(page.get_by_role("heading", level=1)).to_have_text(NO_VERDICT[lang])
    expect(page.locator("#verdict :is(strong, .relabelled)")).to_have_count(0)
    expect(page.locator(".result .was")).not_to_be_empty()
    for route in slow:
        route.continue_()
    page.unroute("**/api/v1/compare")
    expect(page.locator("#verdict .relabelled")).to_be_visible()
    expect(page.locator("figure .stale")).to_have_count(0)
    expect(page.locator(".result .was")).to_be_empty()
