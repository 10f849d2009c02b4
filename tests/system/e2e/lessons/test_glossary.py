"""Words carry their meaning: a dotted underline, on hover, click and key, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage, drawn, fields, unfold
from system.e2e.page.test_access import violations

both = pytest.mark.parametrize("lang", ["en", "zh"])

TERMS = {
    ("compare", "en"): ["form", "expected answer", "zero-shot", "one-shot", "few-shot", "␣"],
    ("compare", "zh"): ["形式", "预期答案", "零样本", "单样本", "少样本", "␣"],
    ("decode", "en"): ["nats", "␣"],
    ("decode", "zh"): ["奈特", "␣"],
    ("inside?lane=few&view=layers", "en"): ["logit", "nats"],
    ("inside?lane=few&view=layers", "zh"): ["logit", "奈特"],
    ("lessons?lesson=shots", "en"): ["Zero-shot", "One-shot", "Few-shot", "Form", "Share"],
    ("lessons?lesson=shots", "zh"): ["零样本", "单样本", "少样本", "形式", "占比"],
    ("measure", "en"): ["no verdict", "Form", "interval", "n ="],
    ("measure", "zh"): ["不下结论", "形式", "区间", "n ="],
    ("train", "en"): ["tokens", "interval", "Form", "Loss", "nats", "layers", "heads", "episodes"],
    ("train", "zh"): ["词元", "区间", "形式", "损失", "奈特", "层", "注意力头", "例题"],
    ("models", "en"): ["House models", "fp32", "Parity"],
    ("models", "zh"): ["House 模型", "fp32", "一致性"],
}


def view(open_page: OpenPage, lang: str, name: str, **options: object) -> Page:
    return open_page(f"/?lang={lang}#v1/{name}", **options)


@pytest.mark.by_need
@pytest.mark.parametrize(("name", "lang"), TERMS)
def test_a_view_explains_its_terms_where_they_stand_first(
    open_page: OpenPage, name: str, lang: str
) -> None:
    page = view(open_page, lang, name)
    if name == "decode":
        page.locator("svg[data-step]").wait_for()  # how to read it folds out below it
        page.locator("details.fold > summary").first.click()
    if name == "models":
        unfold(page.get_by_role("article").first)
    for word in TERMS[name, lang]:
        term = page.locator(".term").filter(has_text=word).first
        expect(term).to_have_css("text-decoration-style", "dotted")
        term.click()
        expect(term).to_have_attribute("aria-expanded", "true")
        meaning = page.get_by_role("note").filter(visible=True)
        expect(meaning).to_have_count(1)
        expect(meaning).to_have_text(re.compile(".{15}"))
        page.keyboard.press("Escape")
        expect(meaning).to_have_count(0)


@pytest.mark.by_need
@both
def test_a_meaning_comes_with_the_pointer_and_goes_with_it(open_page: OpenPage, lang: str) -> None:
    page = drawn(view(open_page, lang, "compare"))
    term = page.locator("#details dl .term").first
    term.hover()
    meaning = page.get_by_role("note").filter(visible=True)
    expect(meaning).to_contain_text("Form:" if lang == "en" else "形式：")
    page.mouse.move(5, 5)
    expect(meaning).to_have_count(0)


@pytest.mark.by_need
@both
def test_a_meaning_is_reached_by_keys_and_stays_on_a_narrow_screen(
    open_page: OpenPage, lang: str
) -> None:
    page = drawn(view(open_page, lang, "compare", viewport={"width": 390, "height": 844}))
    term = page.locator("#details dl .term").nth(1)
    page.keyboard.press("Tab")  # whoever goes by keys sees what is reached
    term.focus()
    meaning = page.get_by_role("note").filter(visible=True)
    expect(meaning).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(meaning).to_be_in_viewport(ratio=1)
    assert term.get_attribute("aria-describedby") == meaning.get_attribute("id")
    assert violations(page) == []
    term.blur()
    expect(meaning).to_have_count(0)


@pytest.mark.by_need
@both
def test_a_verdicts_stamp_says_what_it_means_under_the_pointer_and_by_keys(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/measure?task=reviews&question=examples")
    stamp = page.locator(".reason [data-stamp=form] .term")
    meaning = page.get_by_role("note").filter(visible=True)
    stamp.hover()
    expect(meaning).to_contain_text("Form learned:" if lang == "en" else "学会形式：")
    page.mouse.move(5, 5)
    expect(meaning).to_have_count(0)
    page.keyboard.press("Tab")
    stamp.focus()
    expect(meaning).to_contain_text("Form learned:" if lang == "en" else "学会形式：")
    stamp.blur()
    expect(meaning).to_have_count(0)


@pytest.mark.by_need
@both
def test_every_term_stands_with_its_meaning_at_the_foot_of_the_lessons(
    open_page: OpenPage, lang: str
) -> None:
    page = view(open_page, lang, "lessons")
    page.locator("summary", has_text="Glossary" if lang == "en" else "词汇表").click()
    terms = page.locator("dl.glossary dt")
    expect(terms.nth(40)).to_be_visible()
    expect(page.locator("dl.glossary")).to_contain_text("Token" if lang == "en" else "词元")


@pytest.mark.by_need
def test_escape_closes_a_meaning_and_stops_no_run(open_page: OpenPage) -> None:
    page = fields(drawn(view(open_page, "en", "compare")))
    page.get_by_role("button", name="Sampling").click()
    page.get_by_label("Length in tokens").fill("1500")
    page.get_by_role("button", name="Wording").click()
    page.get_by_label("Template").fill("{input} ->{output}")
    page.get_by_role("button", name="Run Ctrl + Enter").click()
    page.locator(".lane[data-lane=few] .token").nth(4).wait_for()
    page.locator("#details dl .term").first.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("note").filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Stop Esc")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Stopped.")).to_be_visible()
