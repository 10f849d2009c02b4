"""The form of an answer: what is typed is checked, what is written fits, what was taken is told."""

from __future__ import annotations

import json
import re
import urllib.parse

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations
from system.e2e.prompt.test_prompt import finished, prompt_page, text_of

SCHEMA = {"type": "object", "properties": {"a": {"enum": ["good", "bad"]}}}
SCHEMA |= {"required": ["a"], "additionalProperties": False}
PATTERN = "(yes|no|maybe)[.!]"


def field(page: Page) -> str:
    """The text of the setting, which is unfolded."""
    if page.locator("#prompt-settings").is_hidden():
        page.locator("[aria-controls=prompt-settings]").click()
    return "#prompt-settings textarea"


def test_an_answer_is_json_by_the_schema_and_a_reload_keeps_all(open_page: OpenPage) -> None:
    page = prompt_page(open_page, max_tokens=40, form="json_schema", form_text=json.dumps(SCHEMA))
    page.get_by_role("button", name="Run").click()
    texts = [
        text_of(finished(page, number)).rstrip("·") for number in (1, 2)
    ]  # a token without text
    assert all(json.loads(text)["a"] in ("good", "bad") for text in texts)
    expect(page.locator("[data-sample='1']")).to_contain_text("the form took")
    page.locator("[data-sample='1'] [data-at='0']").click()
    expect(page.locator(".card")).to_contain_text("The form of the answer took away")
    expect(page.locator(".card li", has=page.locator("s")).first).to_contain_text("forbidden")
    assert violations(page) == []
    page.reload()
    assert [text_of(finished(page, number)).rstrip("·") for number in (1, 2)] == texts
    assert json.loads(page.locator(field(page)).input_value()) == SCHEMA


@pytest.mark.by_need
def test_a_fault_stands_beneath_the_field_and_nothing_is_lost(
    open_page: OpenPage, tolerated: list[str]
) -> None:
    tolerated.append("status of 400")  # what the server says of a fault
    page = prompt_page(open_page)
    page.locator("[aria-controls=prompt-settings]").click()
    form = page.get_by_label("Form of the answer")
    form.select_option("regex")
    area = page.locator("#prompt-settings textarea")
    area.fill("(yes|no")
    alert = page.locator("#prompt-settings [role=alert]")
    expect(alert).to_contain_text("unclosed group (at character 1 of the regex)")
    expect(page.get_by_role("button", name="Run")).to_be_disabled()
    form.select_option("json_schema")
    area.fill('{"type": ')
    expect(alert).to_contain_text("This is not JSON yet")
    form.select_option("regex")
    expect(area).to_have_value("(yes|no")
    area.fill("(yes|no)")
    expect(alert).to_have_count(0)
    expect(page.get_by_role("button", name="Run")).to_be_enabled()


@pytest.mark.by_need
def test_from_another_token_the_answer_goes_on_in_its_form(open_page: OpenPage) -> None:
    page = prompt_page(
        open_page, max_tokens=12, n=1, form="regex", form_text="[a-z]{3,6}( [a-z]+)?"
    )
    page.get_by_role("button", name="Run").click()
    assert re.fullmatch("[a-z]{3,6}( [a-z]*)?", text_of(finished(page, 1)))
    page.locator("[data-sample='1'] [data-at='1']").click()
    if page.locator(".card li .from").count() == 0:
        page.locator(".card .word", has_text="more").click()
    page.locator(".card li .from").first.click()
    expect(page.locator("[data-sample='1'] .chosen")).to_have_count(1)
    written = text_of(finished(page, 1))
    assert re.fullmatch("[a-z]{3,6}( [a-z]*)?", written), written


@pytest.mark.by_need
@pytest.mark.parametrize("language", ["en", "zh"])
def test_next_word_marks_what_the_form_forbids(open_page: OpenPage, language: str) -> None:
    query = urllib.parse.urlencode({"text": "Is it?", "form": "regex", "form_text": PATTERN})
    page = open_page(f"/?lang={language}#v1/decode?{query}")
    page.locator(".onwards .button").first.click()  # asks the model
    note = page.locator("[data-removed]")
    expect(note).to_contain_text({"en": "forbids tokens that hold", "zh": "禁止了此处"}[language])
    rows = page.locator("svg.plot .button[aria-disabled=true]")
    expect(rows).to_have_count(4)
    rows.first.click(force=True)
    expect(page.locator(".onwards nav li")).to_have_count(0)  # nothing was taken
    page.locator("svg.plot .button:not([aria-disabled])").first.click()
    expect(page.locator(".onwards nav li")).to_have_count(2)
    sum_of = {"en": "the form took away", "zh": "形式在这些位置共拿走"}[language]
    expect(page.locator(".onwards")).to_contain_text(sum_of)
    page.locator("#beam summary").click()
    page.locator("#beam .go .button").click()
    results = page.locator("#beam td.text")
    expect(results.first).to_be_visible()
    begun = page.locator(".onwards nav .token").last.inner_text()
    for text in results.all_inner_texts():
        assert any(
            f"{word}{end}".startswith(begun) for word in ("yes", "no", "maybe") for end in ".!"
        )
        assert re.search("^[a-z]*[.!]", text)
    took = {"en": "the form took", "zh": "形式拿走"}[language]
    expect(page.locator("#beam td.sum").first).to_contain_text(took)
