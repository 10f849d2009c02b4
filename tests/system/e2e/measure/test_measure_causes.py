"""Measure's questions about causes: which example, which head, which vector. What is drawn is what
the server finds for the same request, and stopping keeps what was read."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage, choose_model, saved, tool
from system.e2e.page.test_access import violations

HOUSE = "house-gpt2"
ENGINE = 240_000  # ms; other tests measure beside this one


def causes_view(open_page: OpenPage, which: str, lang: str, **plan: str) -> Page:
    query = urlencode({"question": f"which-{which}", "task": "reviews", "questions": "8", **plan})
    page = open_page(f"/?lang={lang}#v1/measure?{query}")
    choose_model(page, HOUSE)
    expect(page.locator("button.run")).to_be_enabled()
    return page


def found(address: str, which: str, body: dict[str, Any]) -> Any:
    """The figures that the server finds for the same body."""
    request = urllib.request.Request(
        f"{address}/api/v1/measure/{which}",
        json.dumps(body | {"stream": False}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=240) as answer:
        return json.load(answer)["events"][-2]["figures"]


@pytest.mark.by_need
@pytest.mark.parametrize(
    ("which", "lang", "n"), [("example", "en", 8), ("head", "zh", 8), ("vector", "en", 4)]
)
def test_a_question_is_answered_with_the_figures_that_the_server_finds(
    open_page: OpenPage, address: str, which: str, lang: str, n: int
) -> None:
    page = causes_view(open_page, which, lang)
    with page.expect_request(
        lambda one: one.url.endswith(f"/measure/{which}") and "only_cost" not in one.post_data_json
    ) as asked:
        page.keyboard.press("Control+Enter")
    sentence = page.locator("[data-verdict]")
    sentence.wait_for(timeout=ENGINE)
    expect(page.locator(".right")).to_contain_text(f"n = {n}")
    name = {"en": "Save as JSON", "zh": "存为 JSON"}[lang]
    shown = json.loads(saved(page, tool(page, name)))
    assert shown == found(address, which, asked.value.post_data_json)
    assert page.locator("figure .mark").count() >= 12
    assert not violations(page)
    if lang == "en":
        record = reopened(page, sentence.inner_text())
        assert record["figures"] == shown
        assert len(record["planned"]["examples"]) == 4


def reopened(page: Page, sentence: str) -> Any:
    """The record of what is shown, after it was opened again from its file."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the record").click()
    path = Path(download.value.path())
    address = page.url
    page.goto("about:blank")
    page.goto(address)  # opened, not loaded anew: nothing of it is shown any more
    expect(page.get_by_role("button", name="Open a record")).to_be_visible()
    assert page.locator("[data-verdict]").count() == 0
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a record").click()
    text = path.read_bytes()
    file = {"name": "record.json", "mimeType": "application/json", "buffer": text}
    chooser.value.set_files(file)  # type: ignore[arg-type]
    expect(page.locator("[data-verdict]")).to_have_text(sentence)
    return json.loads(text)


def test_a_search_that_is_stopped_keeps_what_was_read_and_concludes_nothing(
    open_page: OpenPage,
) -> None:
    page = causes_view(open_page, "example", "en", questions="64")
    page.keyboard.press("Control+Enter")
    expect(page.locator("progress")).to_be_visible()
    page.locator("figure .mark").first.wait_for(timeout=ENGINE)
    page.keyboard.press("Escape")
    expect(page.locator("progress")).to_have_count(0)
    expect(page.locator("button.run")).to_be_enabled()
    expect(page.get_by_text("Partial: what was read until then")).to_be_visible()
    expect(page.get_by_role("button", name="Save the record")).to_have_count(0)
    assert page.locator("[data-verdict]").count() == 0


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "ended when this page was reloaded"), ("zh", "搜索就结束了")]
)
@pytest.mark.slow
def test_a_reload_says_that_it_ended_the_search(open_page: OpenPage, lang: str, said: str) -> None:
    page = causes_view(open_page, "head", lang, questions="64")
    page.keyboard.press("Control+Enter")
    expect(page.locator("progress")).to_be_visible()
    page.reload()
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.locator("button.run")).to_be_enabled()


@pytest.mark.slow
def test_the_question_and_its_settings_are_in_the_address(open_page: OpenPage) -> None:
    page = causes_view(open_page, "vector", "en", k="2")
    page.get_by_role("radio", name="attention heads").check(force=True)
    page.wait_for_url("**question=which-head**")
    page.reload()
    expect(page.get_by_role("radio", name="attention heads")).to_be_checked()
