"""From Compare to Measure: the question that the way there names, of the task that Compare shows;
of a changed one what is recorded as it ships is one press away, or answers the change at once."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from system.e2e.instrument import OpenPage

WORDS = {
    "en": (
        "Your changed copy of Film reviews: “Measure it here” asks the model",
        "Film reviews as recorded",
        "its interval reaches from far worse to far better, so it tells nothing",
    ),
    "zh": (
        "这是你改过的“影评”；按“在这里测”就去问模型",
        "看“影评”录制的结果",
        "所以什么也说明不了",
    ),
}
EDIT = {"en": "Edit", "zh": "编辑"}
LUCK = {"en": "Is it luck?", "zh": "是运气吗？"}


@pytest.mark.by_need
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_changed_copy_says_so_and_leads_to_what_is_recorded(
    open_page: OpenPage, lang: str
) -> None:
    changed, recorded, reason = WORDS[lang]
    page = open_page(f"/?lang={lang}#v1/compare?task=reviews", details=False)
    page.get_by_role("button", name=EDIT[lang], exact=True).click()
    page.locator("#question").fill("It was fine.")
    page.get_by_role("link", name=LUCK[lang]).click()
    page.locator("input[name=measured-question][value=labels]").check()
    summary = page.locator(".reason")
    expect(summary).to_contain_text(changed)
    summary.get_by_role("link", name=recorded).click()
    expect(summary).to_contain_text(reason)
    expect(summary.get_by_role("link", name=recorded)).to_have_count(0)
    page.go_back()
    expect(summary).to_contain_text(changed)


CHANGES = {  # what is pressed, the question of Measure, and what the door says of its record
    "en": [
        ("Flip labels", "labels", "Film reviews, as recorded: Are the answers read?"),
        (None, "order", "Film reviews, as recorded: Does their order matter?"),
    ],
    "zh": [
        ("对调标签", "labels", "“影评”录制的结果：例子的答案被读了吗？"),
        (None, "order", "“影评”录制的结果：顺序要紧吗？"),
    ],
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("change", [0, 1])
def test_is_it_luck_opens_the_record_that_answers_the_change(
    open_page: OpenPage, lang: str, change: int
) -> None:
    button, question, fact = CHANGES[lang][change]
    page = open_page(f"/?lang={lang}#v1/compare?task=reviews", details=False)
    page.get_by_role("button", name=EDIT[lang], exact=True).click()
    flip = page.get_by_role("button", name=button) if button else None
    (flip or page.locator(".rail ol > li .place").nth(3)).click()  # its number moves an example
    door = page.get_by_role("link", name=LUCK[lang])
    expect(door).to_contain_text(fact)
    door.click()
    expect(page.locator(f"input[name=measured-question][value={question}]")).to_be_checked()
    expect(page.locator(".reason [data-stamp]")).to_be_visible()
    expect(page.locator(".reason")).not_to_contain_text(WORDS[lang][0])  # no unrun copy


@pytest.mark.by_need
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_is_it_luck_opens_what_its_fact_is_of_whatever_measure_showed_last(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/compare?task=reviews", details=False)
    page.get_by_role("link", name=LUCK[lang]).click()
    page.locator("input[name=measured-question][value=labels]").check()
    page.locator("input[name=measured-question][value=labels]:checked").wait_for()
    page.get_by_role("link", name={"en": "Compare", "zh": "对比"}[lang], exact=True).click()
    page.locator("#task").select_option("animal-or-food")
    door = page.get_by_role("link", name=LUCK[lang])
    expect(door).to_contain_text("220")
    shares = re.search(r"(\d+) → (\d+)", door.inner_text())
    assert shares is not None
    door.click()
    expect(page.locator("input[name=measured-question][value=examples]")).to_be_checked()
    heading = page.get_by_role("heading", level=1)
    for share in shares.groups():
        expect(heading).to_contain_text(share)
    expect(page.locator(".subject")).to_contain_text("220")


# A task of one's own has examples and no questions.
OWN = {
    "template": "{input} ->{output}\n",
    "shot_sets": {
        "examples": [{"input": "dog", "output": " bark"}, {"input": "cat", "output": " meow"}]
    },
    "query": {"input": "cow", "expected": " moo"},
    "labels": [],
}
PASTED = "\n".join(f"word {i} -> {'bark' if i % 2 else 'meow'}" for i in range(9))
USE = {"en": "Use these 9 rows", "zh": "用这 9 行"}
MEASURE = {"en": re.compile("^Measure it here"), "zh": re.compile("^在这里测")}
NEITHER = {"en": "unavailable", "zh": "不适用"}


@pytest.mark.by_need
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_task_without_questions_asks_for_them_at_once(open_page: OpenPage, lang: str) -> None:
    task = quote(json.dumps(OWN))
    page = open_page(f"/?lang={lang}#v1/compare?k=2&prompt={task}", details=False)
    page.get_by_role("link", name=LUCK[lang]).click()
    box = page.locator("#rows-of-items")
    expect(box).to_be_visible()
    expect(page.locator("[data-stamp]")).to_have_count(0)  # nothing says of each question the same
    expect(page.locator("main")).not_to_contain_text(NEITHER[lang])
    expect(page.get_by_role("button", name=MEASURE[lang])).to_have_count(0)
    box.fill(PASTED)
    page.get_by_role("button", name=USE[lang]).click()
    expect(page.get_by_role("button", name=MEASURE[lang])).to_be_enabled()
    expect(box).to_be_hidden()
    page.get_by_role("link", name={"en": "Compare", "zh": "对比"}[lang], exact=True).click()
    page.get_by_role("link", name=LUCK[lang]).click()  # and keeps those that were brought
    expect(page.get_by_role("button", name=MEASURE[lang])).to_be_enabled()
