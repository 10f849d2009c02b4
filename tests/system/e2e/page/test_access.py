"""axe finds nothing in either theme; the run is said once, in whole sentences."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from system.e2e.combinations import looks
from system.e2e.instrument import ROOT, OpenPage, drawn, fields, lane, opened, tool, unfold
from system.e2e.timers import let_timers_fire

TABLE = {"en": "Show as table", "zh": "看表格"}
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# What is in order is only counted, and no element is looked for anew by a path of its own.
FAULTS_ALONE = '{resultTypes: ["violations"], selectors: false}'


def violations(page: Page) -> list[Any]:
    """axe's findings, run in a world of its own that shares only the document with the page."""
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    context = world["executionContextId"]

    def evaluate(code: str) -> Any:
        wanted = {"expression": code, "contextId": context, "awaitPromise": True}
        answer = session.send("Runtime.evaluate", {**wanted, "returnByValue": True})
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    if evaluate("typeof axe") == "undefined":
        evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    run = f"axe.run(document, {FAULTS_ALONE})"
    report = evaluate(f"{run}.then(r => JSON.stringify(r.violations))")
    session.detach()
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in json.loads(report)]


@pytest.mark.parametrize(("width", "scheme", "lang"), looks([1440, 768, 390]))
def test_axe_finds_nothing_on_compare(
    open_page: OpenPage, scheme: str, width: int, lang: str
) -> None:
    size = {"width": width, "height": 900}
    page = drawn(open_page(f"/?lang={lang}", color_scheme=scheme, viewport=size))
    assert violations(page) == []
    page.locator("[aria-controls=other-tokens]").click()
    lane(page, "zero").locator(".token").first.click()
    let_timers_fire(page, 500)
    assert violations(page) == []
    page.keyboard.press("Escape")  # the card
    for figure in page.locator("figure").all():
        tool(figure, TABLE[lang]).click()
    assert violations(page) == []
    fields(page)
    page.locator("[aria-controls=wording]").click()
    page.locator("[aria-controls=sampling]").click()
    page.locator("#fields .answer").nth(2).fill("ancient")
    assert violations(page) == []
    if width == 390:
        page.keyboard.press("Escape")  # the sheet
    assert violations(page) == []  # what stands there is of an earlier text


@pytest.mark.by_need
@pytest.mark.parametrize(("scheme", "view"), [("light", "inside"), ("dark", "models")])
def test_axe_finds_nothing_on_the_other_views(open_page: OpenPage, scheme: str, view: str) -> None:
    page = open_page(f"/#v1/{view}", color_scheme=scheme)
    if view == "models":
        unfold(page.get_by_role("article").first)
    page.locator("[data-arc], article table").first.wait_for()
    assert violations(page) == []


@pytest.mark.by_need
def test_the_chosen_theme_is_kept(open_page: OpenPage) -> None:
    page = open_page(color_scheme="light")
    page.get_by_role("button", name="Dark", exact=True).click()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    expect(page.get_by_role("button", name="Light", exact=True)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper


@pytest.mark.by_need
def test_a_run_is_said_in_whole_sentences(open_page: OpenPage) -> None:
    page = opened(open_page())
    # The header's copied link and a run that waits have one each, empty until there is something.
    status = page.get_by_role("status").filter(has_text=re.compile(r"\S"))
    expect(status).to_have_count(1)
    expect(status).to_contain_text("Four examples: slow 6")
    expect(status).to_contain_text("percent, expected answer.")
    # What stands under the glass where that is none of the answers, or another one.
    expect(status).to_contain_text("Likeliest next word: (space).")


def test_nothing_moves_for_those_who_asked_for_less_motion(open_page: OpenPage) -> None:
    page = opened(open_page(reduced_motion="reduce"))
    duration = page.locator(".mark").first.evaluate("e => getComputedStyle(e).transitionDuration")
    assert duration == "0s"
