"""The page's state in the address: links, reloads, back and forward; nothing runs by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect
from system.e2e.instrument import (
    OpenPage,
    fields,
    lane,
    marks,
    numbered,
    opened,
    reaches,
    settled,
    show,
    shows,
)
from system.e2e.timers import let_timers_fire


def asked(page: Page) -> list[str]:
    """The runs that the page asks for from now on."""
    urls: list[str] = []

    def note(request: Request) -> None:
        if "compare" in request.url:
            urls.append(request.url)

    page.on("request", note)
    return urls


def written(page: Page) -> str:
    """The fragment, once edits of the last moment are in it."""
    let_timers_fire(page, 300)
    return str(page.evaluate("location.hash"))


def test_the_address_restores_a_gallery_state_and_runs_nothing(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("button", name="strong").click()
    page.get_by_label("superlative").check()
    show(page, 2)
    numbered(page, 2, " strongest")
    settled(page)
    before = marks(page, "few")
    fragment = written(page)

    other = open_page(f"/{fragment}")
    runs = asked(other)
    expect(other.get_by_label("superlative")).to_be_checked()
    shows(other, 2)
    let_timers_fire(other, 1000)
    assert runs == []
    assert other.locator(".mark").count() == 0
    other.get_by_role("button", name="Run this task").click()
    assert marks(opened(other), "few") == before


@pytest.mark.by_need
def test_the_address_restores_edits_and_settings(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_label("Question", exact=True).fill("quiet")
    page.get_by_role("textbox", name="Expected answer").fill("loud")
    page.get_by_label("Example 2, answer").fill("tiny")
    page.get_by_role("button", name="Sampling").click()
    page.get_by_label("Temperature").fill("0")
    other = fields(open_page(f"/{written(page)}"))
    expect(other.get_by_label("Question", exact=True)).to_have_value("quiet")
    expect(other.get_by_role("textbox", name="Expected answer")).to_have_value("loud")
    expect(other.get_by_label("Example 2, answer")).to_have_value("tiny")
    expect(other.get_by_role("button", name="Sampling: temperature 0,")).to_be_visible()
    expect(lane(other, "few").get_by_text("Not run yet")).to_be_visible()


def test_back_and_forward_go_through_what_was_chosen(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_label("CAPITALS").check()
    reaches(page, "few", " FAST", least=0.5)
    settled(page)
    capital = marks(page, "few")
    page.get_by_role("link", name="Inside", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("attention")
    page.go_back()
    expect(page.get_by_label("CAPITALS")).to_be_checked()
    assert marks(opened(page), "few") == capital
    page.go_back()
    expect(page.get_by_label("opposite")).to_be_checked()
    page.go_forward()
    expect(page.get_by_label("CAPITALS")).to_be_checked()
    assert marks(opened(page), "few") == capital


def test_a_broken_address_is_told_and_the_opening_task_shown(open_page: OpenPage) -> None:
    page = open_page("/#v1/compare?k=99999")
    expect(page.get_by_text("a state this page cannot read")).to_be_visible()
    opened(page)
    expect(page.get_by_label("Question", exact=True)).to_have_value("fast")
