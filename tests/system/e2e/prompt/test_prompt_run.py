"""Prompt's Run: a quick second click is no Stop, and nothing runs that is over what is served."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import OpenPage
from system.e2e.models.test_browser import HOUSE, served
from system.e2e.page.test_access import violations
from system.e2e.timers import let_timers_fire

SERVED = 512  # tokens, of the house models


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(HOUSE) as (address, _):
        yield address


def prompt(open_page: OpenPage, base: str, **query: object) -> Page:
    page = open_page(f"/#v1/prompt?{urlencode(query)}", base=base)
    expect(page.locator("[data-tokens]")).to_be_visible()
    return page


def run(page: Page) -> Locator:
    return page.locator("button.run")


def written(page: Page) -> None:
    sample = page.locator("[data-sample='1']")
    expect(sample).to_have_attribute("aria-busy", "false")
    assert sample.locator(".token").count() == 100
    expect(sample).not_to_contain_text("stopped")


@pytest.mark.parametrize("pause", [0, 300])  # ms
def test_a_quick_second_click_on_run_stops_nothing(
    open_page: OpenPage, base: str, pause: int
) -> None:
    page = prompt(open_page, base, text="The cat sat", max_tokens=100, n=1)
    run(page).click()
    let_timers_fire(page, pause)
    run(page).click()
    written(page)


@pytest.mark.by_need
def test_a_later_click_stops(open_page: OpenPage, base: str) -> None:
    page = prompt(open_page, base, text="The cat sat", max_tokens=500, n=8)
    run(page).click()
    let_timers_fire(page, 800)
    run(page).click()
    expect(page.locator("[data-sample='1']")).to_contain_text("stopped")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.slow
def test_run_is_off_with_the_reason_while_more_is_asked_than_is_served(
    open_page: OpenPage, base: str, lang: str
) -> None:
    query = urlencode({"text": "cat " * 700, "max_tokens": 20})
    page = open_page(f"/?lang={lang}#v1/prompt?{query}", base=base)
    note = page.locator("#prompt-ids-over")
    expect(note).to_contain_text(str(SERVED))
    expect(run(page)).to_be_disabled()
    described = run(page).get_attribute("aria-describedby") or ""
    assert "prompt-ids-over" in described.split()
    assert violations(page) == []
    page.keyboard.press("Control+Enter")  # runs nothing either
    page.locator("#prompt-text").fill("cat")
    expect(note).to_have_count(0)
    expect(run(page)).to_be_enabled()
    assert page.locator("[data-sample]").count() == 0


@pytest.mark.slow
def test_settings_name_what_is_served_and_each_that_is_wrong(
    open_page: OpenPage, base: str
) -> None:
    page = prompt(open_page, base, text="The cat sat")
    page.locator("[aria-controls=prompt-settings]").click()
    for field, value in (("max_tokens", "4096"), ("temperature", "-5"), ("n", "99")):
        page.locator(f"#prompt-settings-{field}").fill(value)
    faults = page.locator("#prompt-settings [role=alert]")
    expect(faults).to_have_count(3)
    expect(faults.first).to_contain_text(f"from 1 to {SERVED}")
    page.locator("#prompt-settings-max_tokens").fill(str(SERVED))
    expect(faults).to_have_count(2)
