"""The lecture note: introduced by name, read whole, its slips marked with their corrections."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import ROOT, OpenPage
from system.e2e.page.test_access import violations

NOTE = (ROOT / "web/src/extensions/course/views/note/gpt-note.txt").read_text(encoding="utf-8")
NAME = {"en": "“GPT: a lecture note”", "zh": "《GPT 讲义笔记》"}
LOST = {"en": "formulas were lost", "zh": "公式在转录时丢失了"}
WROTE = {"en": "A lecturer wrote", "zh": "是一位讲师"}
RATHER = {"en": "Better:", "zh": "更确切："}
READ = {"en": "read it there", "zh": "查看原文"}

both = pytest.mark.parametrize("lang", ["en", "zh"])


@both
def test_lessons_introduce_the_note_by_name_and_lead_to_its_text(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=gpt2")
    page.get_by_role("link", name=READ[lang]).click()
    head = page.get_by_role("heading", level=2, name="Evolution of the GPT Series")
    expect(head).to_be_focused()
    expect(head).to_be_in_viewport()
    page.go_back()
    page.get_by_role("link", name=NAME[lang]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME[lang])
    expect(page.locator(".lost")).to_contain_text(LOST[lang])
    expect(page.locator("main .prose").first).to_contain_text(WROTE[lang])


@pytest.mark.by_need
@both
def test_the_note_stands_there_whole_and_its_slips_are_corrected(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/note")
    article = page.get_by_role("article")
    shown = article.evaluate(
        """article => {
          const copy = article.cloneNode(true);
          copy.querySelectorAll(".rather, .restored").forEach(added => added.remove());
          for (const math of copy.querySelectorAll("math"))
            math.replaceWith(math.getAttribute("alttext"));
          return copy.textContent;
        }"""
    )
    typed = re.compile(r"[\s|-]|\\\(|\\\)")  # signs that are set and not shown
    assert typed.sub("", shown) == typed.sub("", NOTE)
    marks = page.locator("mark")
    expect(marks).to_have_count(18)
    asides = article.locator(".rather")
    expect(asides).to_have_count(17)
    for aside in asides.all():
        # The lessons' corrections come after the note itself.
        expect(aside).to_have_text(re.compile(rf"\s*{RATHER[lang]}.{{30,}}", re.DOTALL))
        expect(aside.get_by_role("link")).to_have_attribute(
            "href", re.compile(r"#v1/(les|for|sha)")
        )
    expect(asides.filter(has_text="13.4")).to_contain_text("112")
    assert violations(page) == []


@both
@pytest.mark.slow
def test_its_sections_are_jumped_to_and_kept_in_the_address(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/?lang={lang}#v1/note")
    contents = page.locator(".note nav")
    expect(contents.get_by_role("link")).to_have_count(11)
    contents.get_by_role("link", name="Decoding Strategies").click()
    head = page.get_by_role("heading", level=2, name="Decoding Strategies")
    expect(head).to_be_focused()
    expect(head).to_be_in_viewport()
    expect(page).to_have_url(re.compile("section=5"))
    open_now = contents.locator("[aria-current]")
    expect(open_now).to_have_text("Decoding Strategies")
    page.get_by_role("heading", level=2).nth(2).evaluate("title => title.scrollIntoView()")
    title = page.get_by_role("heading", level=2).nth(2).inner_text()
    expect(open_now).to_have_text(title)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(open_now).to_have_text(page.get_by_role("heading", level=2).last.inner_text())


@pytest.mark.slow
def test_the_note_is_set_in_tables_lists_and_formulas(open_page: OpenPage) -> None:
    page = open_page("/#v1/note")
    article = page.get_by_role("article")
    expect(article.get_by_role("table")).to_have_count(5)
    for sign in ("\\(", "|---|"):
        assert sign not in article.inner_text()
    assert not re.search(r"^\s*-\s*$", article.inner_text(), re.MULTILINE)
    assert article.locator("math").count() > 60
    restored = article.locator(".restored")
    assert restored.count() > 20
    assert all(element.inner_text().strip() for element in restored.all())
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("document.documentElement.scrollWidth === 390")


@pytest.mark.slow
def test_the_note_is_fetched_only_when_it_is_opened(open_page: OpenPage) -> None:
    page = open_page("/#v1/lessons")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert not [name for name in loaded if "gpt-note" in name]
    with page.expect_response("**/gpt-note*") as fetched:
        page.locator("main").get_by_role("link", name="“GPT: a lecture note”").click()
    expect(page.locator("mark").first).to_be_visible()
    assert "This note provides a systematic overview" in fetched.value.text()
