"""Beam search in Decode on the real model: its tree is the engine's, its scores are spelled out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect
from system.e2e.combinations import looks
from system.e2e.inside.test_decode import TEXT, address_of, there
from system.e2e.inside.test_inside import turn_into_tables
from system.e2e.instrument import MODEL, OpenPage, post
from system.e2e.page.test_access import violations
from system.e2e.timers import let_timers_fire

DEFAULTS = {"width": 4, "max_tokens": 8, "n": 3}
MINUS = "\u2212"


def section(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("Beam search|束搜索"))


def searched(page: Page) -> Page:
    """The page once its search is over."""
    more = page.locator("details").filter(has=page.locator("> summary")).last
    more.wait_for()
    if more.get_attribute("open") is None:
        more.locator("summary").first.click()
    go = section(page).locator(".go button")
    expect(go).to_be_enabled(timeout=30_000)
    go.click()
    section(page).locator("h3").wait_for()
    return page


def nodes(page: Page) -> Locator:
    return section(page).locator("g[data-node]")


def events(address: str, **settings: Any) -> list[dict[str, Any]]:
    body = {"model": MODEL, "prompt": TEXT, "settings": DEFAULTS | settings, "stream": False}
    answer: list[dict[str, Any]] = post(address, "/api/v1/beam", body)["events"]
    return answer


def nats(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)


@pytest.mark.by_need
@pytest.mark.parametrize("norm", ["length", "gnmt"])
def test_the_tree_is_the_server_s_and_its_scores_add_up(
    open_page: OpenPage, address: str, norm: str
) -> None:
    page = searched(open_page(address_of(beam_alpha=0.7, beam_norm=norm)))
    told = events(address, alpha=0.7, normalisation=norm)
    expected = [node for event in told if event["type"] == "beam" for node in event["nodes"]]
    shown = nodes(page).evaluate_all(
        "all => all.map(e => [+e.dataset.node, e.parentNode.querySelector('.sum').textContent])"
    )
    assert shown == [[node["node"], nats(node["total"])] for node in expected]
    expect(section(page).locator("g.pruned").first).to_be_visible()
    (found,) = [event for event in told if event["type"] == "found"]
    rows = section(page).locator("tbody tr")
    expect(rows).to_have_count(len(found["results"]))
    for row, result in zip(rows.all(), found["results"], strict=True):
        length = len(result["ids"])
        base = f"{length}" if norm == "length" else f"((5 + {length}) / 6)"
        said = f"{nats(result['logprob'])} / {base}0.7 = {nats(result['score'])}"
        assert re.sub(r"\s+", " ", row.locator("td").last.text_content() or "") == said


@pytest.mark.by_need
def test_a_search_is_gone_along_by_keys_and_its_tokens_taken(open_page: OpenPage) -> None:
    page = searched(open_page(address_of()))
    best = section(page).locator("g[data-node][tabindex='0']")
    expect(best).to_have_attribute("aria-label", re.compile("ended, answer 1"))
    best.focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    second = section(page).locator("g[data-node]:focus")
    first = page.evaluate("[...document.querySelectorAll('g.node.way')].map(e => e.className)")
    assert len(first) == 2
    expect(second).to_have_attribute("aria-pressed", "true")
    section(page).get_by_role("button", name="Take these tokens").click()
    there(page, step=2)
    expect(section(page).get_by_text("The tree belongs to an earlier text")).to_be_visible()
    tree = page.get_by_role("group", name="The tokens taken as a tree")
    expect(tree.get_by_role("button")).to_have_count(3)  # the text and both


@pytest.mark.slow
def test_a_link_brings_the_search_s_settings_and_searches_nothing(open_page: OpenPage) -> None:
    page = open_page("about:blank", base="")
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/beam"):
            asked.append(request.url)

    page.on("request", note)
    other = open_page(address_of(beam_width=7, beam_alpha=0, beam_norm="gnmt", beam_stop="early"))
    page.goto(other.url)
    expect(page.get_by_label("Beam width")).to_have_value("7")
    expect(page.get_by_label("Power α")).to_have_value("0")
    expect(page.get_by_role("radio", name="as in GNMT")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Stop once")).to_be_checked()
    page.get_by_label("Answers shown").fill("8")
    expect(page.get_by_role("alert")).to_contain_text("from 1 to 7")
    page.get_by_label("Beam width").fill("2")
    expect(page.get_by_label("Answers shown")).to_have_value("2")
    let_timers_fire(page, 500)
    assert asked == []


@pytest.mark.by_need
@pytest.mark.parametrize(("width", "scheme", "lang"), looks([1440, 320]))
def test_axe_finds_nothing_on_a_search(
    open_page: OpenPage, width: int, scheme: str, lang: str
) -> None:
    size = {"width": width, "height": 900}
    page = open_page(f"/?lang={lang}#v1/decode", color_scheme=scheme, viewport=size)
    searched(page)
    let_timers_fire(page, 300)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    turn_into_tables(section(page))
    expect(section(page).locator("figure table tbody tr").nth(8)).to_be_attached()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
