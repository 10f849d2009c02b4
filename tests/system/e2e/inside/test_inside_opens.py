"""Inside opens at once what this page brings, says what it does not count, and moves nothing."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect
from system.e2e.inside.test_inside import drawn
from system.e2e.instrument import OpenPage, fields, opened, run, settled
from system.e2e.timers import let_timers_fire


def typed_in_compare(page: Page, question: str) -> Page:
    """Compare after a person asked another question there, and its door to Inside."""
    fields(opened(page)).locator("#question").fill(question)
    run(page)
    settled(page)
    page.get_by_role("link", name="Where does it look").click()
    return page


@pytest.mark.parametrize("start", ["/", "/#v1/compare?task=same-word&k=3"])
def test_a_text_that_a_door_of_this_page_brings_opens_at_once_and_so_does_its_reload(
    open_page: OpenPage, start: str
) -> None:
    page = typed_in_compare(open_page(start), "brave")
    for go in (lambda: None, page.reload):
        go()
        drawn(page)
        expect(page.get_by_role("listbox")).to_contain_text("brave")
        expect(page.get_by_role("button", name="Look inside")).to_have_count(0)


@pytest.mark.by_need
def test_another_s_address_waits_though_this_page_s_tabs_and_menu_lead_back_to_it(
    open_page: OpenPage,
) -> None:
    page = open_page("about:blank", base="")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    other = open_page("/#v1/inside?view=mask&text=" + quote("a b c"))
    page.goto(other.url)
    page.get_by_role("link", name="Attention", exact=True).click()
    expect(page.get_by_role("button", name="Look inside")).to_be_visible()
    page.get_by_role("link", name="Layers", exact=True).click()
    page.get_by_role("link", name="Inside", exact=True).click()
    expect(page.get_by_role("button", name="Look inside")).to_be_visible()
    let_timers_fire(page, 500)
    assert not any("explain" in url for url in asked)


@pytest.mark.by_need
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_views_of_all_heads_say_so_while_one_is_off(open_page: OpenPage, lang: str) -> None:
    said = {"en": "All heads are on here", "zh": "这里所有的头都开着"}[lang]
    page = open_page(f"/?lang={lang}#v1/inside?view=attention&head=17.5&lane=few&off=17.5")
    page.locator("[data-arc]").first.wait_for()
    expect(page.get_by_text(said)).to_have_count(0)
    tabs = page.locator("nav.tabs a")
    for tab in (2, 1):
        tabs.nth(tab).click()
        expect(page.get_by_text(said)).to_be_visible()
    tabs.nth(0).click()
    page.locator(".trial button[aria-pressed=true]").click()
    tabs.nth(2).click()
    page.locator("#decode-text").wait_for()
    expect(page.get_by_text(said)).to_have_count(0)


@pytest.mark.by_need
def test_arcs_stay_at_their_words_while_the_window_changes(open_page: OpenPage) -> None:
    page = drawn(open_page("/#v1/inside", viewport={"width": 1440, "height": 900}))
    page.evaluate(
        """() => {
            window.away = 0;
            const look = () => {
                for (const arc of document.querySelectorAll("[data-arc]")) {
                    const now = getComputedStyle(arc).d.match(/[\\d.]+/g).map(Number);
                    const own = arc.getAttribute("d").match(/[\\d.]+/g).map(Number);
                    const apart = own.map((place, i) => Math.abs(place - now[i]));
                    window.away = Math.max(window.away, ...apart);
                }
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    for width in (700, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        let_timers_fire(page, 300)
    assert page.evaluate("window.away") < 1


@pytest.mark.by_need
def test_every_head_is_drawn_and_none_is_cut_off(open_page: OpenPage) -> None:
    for width in (1440, 390):
        size = {"width": width, "height": 900}
        page = drawn(open_page("/#v1/inside?view=layers", viewport=size))
        fits = page.locator(".scroll:has(canvas)").evaluate(
            "e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight"
        )
        assert fits


@pytest.mark.by_need
def test_on_a_phone_the_glasses_stand_right_above_the_switch(open_page: OpenPage) -> None:
    page = drawn(open_page("/#v1/inside", viewport={"width": 390, "height": 844}))
    switch = page.get_by_role("button", name="Switch off layer 17, head 5")
    switch.scroll_into_view_if_needed()
    glasses, button = page.locator(".trial [data-k]").first.bounding_box(), switch.bounding_box()
    assert glasses is not None
    assert button is not None
    assert 0 < button["y"] - glasses["y"] < 340


@pytest.mark.by_need
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", ["inside", "inside?view=layers", "inside?view=mask", "decode"])
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_nothing_moves_while_it_opens(
    open_page: OpenPage, address: str, width: int, view: str, lang: str
) -> None:
    page = open_page("about:blank", base="", viewport={"width": width, "height": 900})
    page.add_init_script(
        """window.moved = 0; new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.moved += entry.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(f"{address}/?lang={lang}#v1/{view}")
    page.locator("[data-arc], [data-layer], [role=gridcell], svg[data-step]").first.wait_for()
    let_timers_fire(page, 1000)
    assert page.evaluate("window.moved") < 0.01


def test_a_text_whose_tokens_the_server_refuses_says_why(
    open_page: OpenPage, address: str, tolerated: list[str]
) -> None:
    tolerated.append("429")
    page = open_page("about:blank", base="")

    def refuse(route: Route) -> None:
        problem = {"type": "/errors/queue_full", "title": "", "status": 429, "detail": "Too many."}
        route.fulfill(status=429, content_type="application/problem+json", body=json.dumps(problem))

    page.route("**/api/v1/tokenize", refuse)
    page.goto(f"{address}/#v1/inside?lane=few&view=attention")
    expect(page.get_by_text("The server is busy")).to_be_visible()
