"""The lesson on Bayes' rule: answers are chosen by mouse, touch and keys; the tasks' probabilities
are those that fractions give."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import OpenPage, tool
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

WORDS = {
    "en": ("The answer to {}", "not in the prompt", "Show as table"),
    "zh": ("{} 的答案", "不在提示里", "看表格"),
}
NUMBERS, ASKED = (4, 9, 12, 15, 7, 20), 18
TASKS = (
    lambda x: x % 2 == 0,
    lambda x: x % 2 == 1,
    lambda x: x <= 10,
    lambda x: x > 10,
    lambda x: x % 3 == 0,
)
SLIP = Fraction(1, 10)
both = pytest.mark.parametrize("lang", WORDS)


def likelihood(is_a: bool, answer: str) -> Fraction:
    return 1 - SLIP if is_a == (answer == "A") else SLIP


def after(answers: dict[int, str]) -> tuple[list[Fraction], Fraction]:
    """The probability of each task, and that the number asked for is A."""
    products = [Fraction(1, 5) for _ in TASKS]
    for x, answer in answers.items():
        products = [
            p * likelihood(task(x), answer) for p, task in zip(products, TASKS, strict=True)
        ]
    beliefs = [product / sum(products) for product in products]
    votes = zip(beliefs, TASKS, strict=True)
    return beliefs, sum((p * likelihood(task(ASKED), "A") for p, task in votes), Fraction(0))


def choice(page: Page, lang: str, x: int, answer: str) -> Locator:
    group = page.get_by_role("group", name=WORDS[lang][0].format(x), exact=True)
    return group.get_by_role("radio", name=answer, exact=True)


def shows(page: Page, lang: str, answers: dict[int, str]) -> None:
    beliefs, a = after(answers)
    drawing = page.locator("article figure").first.locator("svg").first
    expect(drawing).to_contain_text(f"{float(100 * a):.1f}")
    percents = re.findall(r"([\d.]+)\s%", drawing.text_content() or "")
    expected = [f"{float(100 * p):.1f}" for p in (*beliefs, a)]
    assert percents == expected


@both
def test_answers_are_chosen_by_mouse_and_by_keys_and_stand_in_the_link(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=bayes")
    shows(page, lang, {4: "A", 9: "A"})
    choice(page, lang, 12, "B").click()
    shows(page, lang, {4: "A", 9: "A", 12: "B"})
    choice(page, lang, 12, "B").press("ArrowLeft")
    expect(choice(page, lang, 12, "A")).to_be_checked()
    shows(page, lang, {4: "A", 9: "A", 12: "A"})
    choice(page, lang, 9, "A").press("ArrowLeft")
    expect(choice(page, lang, 9, WORDS[lang][1])).to_be_checked()
    shows(page, lang, {4: "A", 12: "A"})
    expect(page).to_have_url(re.compile("values=1%2C0%2C1%2C0"))
    page.reload()
    shows(page, lang, {4: "A", 12: "A"})
    tool(page.locator("article figure").first, WORDS[lang][2]).click()
    cells = page.locator("article figure").first.locator("tbody tr").first.locator("td, th")
    assert [cell.split("\u202f")[0] for cell in cells.all_inner_texts()[1:]] == [
        *("2", f"{float(100 * after({4: 'A', 12: 'A'})[0][0]):.1f}", "90.0"),
        f"{float(90 * after({4: 'A', 12: 'A'})[0][0]):.1f}",
    ]
    assert violations(page) == []


@both
def test_without_examples_all_tasks_are_alike_by_touch_on_a_phone(
    open_page: OpenPage, lang: str
) -> None:
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=bayes", viewport=size, has_touch=True)
    for x in (4, 9):
        choice(page, lang, x, WORDS[lang][1]).tap()
    shows(page, lang, {})
    choice(page, lang, 20, "B").tap()
    shows(page, lang, {20: "B"})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
