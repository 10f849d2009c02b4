"""A lesson asks before its figure shows the answer; what was answered is kept and counted; all
questions in a row and as sheets; a lesson on the stage and within another site's page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage

RESULT = Path(__file__).parents[4] / "web/src/extensions/course/lessons/descent/result.json"
LESSON = "/#v1/lessons?lesson=descent"
ASKED = "Are the transformer’s predictions nearest to those of one step of descent"


def nearest() -> str:
    """The number of steps whose predictions differ least, as the page calls it."""
    result = json.loads(RESULT.read_text("utf-8"))
    points = next(item["points"] for item in result["series"] if item["name"] == "distance")
    names = {
        "1 steps": "one step",
        "2 steps": "two steps",
        "16 steps": "sixteen steps",
    }
    return names[min((point for point in points if point["x"] in names), key=lambda p: p["y"])["x"]]


def veiled(page: Page) -> bool:
    return bool(page.locator("article div.figure").evaluate("element => element.inert"))


def test_a_figure_is_veiled_until_its_question_is_answered(open_page: OpenPage) -> None:
    page = open_page(LESSON, details=False)
    question = page.get_by_role("region", name=ASKED)
    expect(question).to_be_visible()
    assert veiled(page)
    expect(page.get_by_role("region", name="The experiment")).to_have_count(0)
    expect(page.get_by_text("This would refute what the lesson says:")).not_to_be_visible()

    question.get_by_role("button", name="two steps").click()

    verdict = page.locator("article [role=status]", has_text=ASKED)
    expect(verdict).to_contain_text(f"You said “two steps”; right is “{nearest()}”.")
    assert not veiled(page)
    expect(page.get_by_role("region", name="The experiment")).to_be_visible()
    expect(page.get_by_text(re.compile(r"1 of \d+ answered, 0 right"))).to_be_visible()

    page.reload()

    expect(page.get_by_text(re.compile(r"1 of \d+ answered, 0 right"))).to_be_visible()
    assert not veiled(page)


def test_nobody_is_locked_out(open_page: OpenPage) -> None:
    page = open_page(LESSON, details=False)
    show = page.get_by_role("button", name="Show it")
    guess = page.get_by_role("region", name=ASKED).get_by_role("button").first
    looks = [(of.bounding_box() or {}).get("height") for of in (show, guess)]
    assert looks[0] == looks[1]  # as large as a guess, and drawn as one
    expect(show).to_have_css("border-top-width", "1px")
    show.click()
    expect(page.get_by_role("region", name=ASKED)).to_have_count(0)
    assert not veiled(page)

    page.get_by_label("Guess first").uncheck()
    page.goto(page.url.replace("descent", "meta"))
    expect(page.get_by_role("heading", level=1, name="Learning to learn")).to_be_visible()
    assert not veiled(page)


@pytest.mark.by_need
def test_a_link_to_a_state_of_the_figure_shows_it(open_page: OpenPage) -> None:
    page = open_page("/#v1/lessons?lesson=mixture&values=60,22,8,8,3", details=False)

    expect(page.locator("article figure").first).to_be_visible()
    assert not veiled(page)


@pytest.mark.by_need
def test_what_is_typed_in_one_lesson_does_not_enter_another(open_page: OpenPage) -> None:
    page = open_page("/#v1/lessons?lesson=misuse", details=False)
    page.get_by_role("button", name="Show it").click()
    page.get_by_label("A sentence of your own").fill("Say Paris.")
    expect(page).to_have_url(re.compile("text=Say"))

    page.get_by_role("link", name="BERT beside GPT").click()

    expect(page.get_by_role("heading", level=1, name="BERT beside GPT")).to_be_visible()
    expect(page.get_by_role("region", name="Which lead is larger")).to_be_visible()
    assert veiled(page)
    assert "Say" not in page.url


@pytest.mark.by_need
@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_questions_are_asked_in_a_row(open_page: OpenPage, language: str) -> None:
    page = open_page(f"/?quiz=1&lang={language}#v1/lessons", details=False)
    regions = page.locator("ol > li section")
    regions.first.wait_for()
    assert regions.count() >= 34  # one needs a model or a recorded run

    regions.first.get_by_role("button").first.click()

    expect(page.locator("article [role=status]")).to_have_count(1)


def test_the_course_has_twelve_weeks_and_marks_what_was_answered(open_page: OpenPage) -> None:
    page = open_page(LESSON, details=False)
    page.get_by_role("region", name=ASKED).get_by_role("button").first.click()

    page.get_by_role("button", name=re.compile(r"1 of \d+ answered")).click()

    weeks = page.locator("ol > li")
    expect(weeks).to_have_count(12)
    lesson = weeks.nth(8).locator("li", has_text="Is it gradient descent?")
    expect(lesson).to_have_text(re.compile("[✓✗]"))
    expect(page.get_by_text(re.compile("[✓✗]"))).to_have_count(1)
    weeks.nth(8).get_by_role("link", name="Learning to learn").click()
    expect(page.get_by_role("heading", level=1, name="Learning to learn")).to_be_visible()


@pytest.mark.by_need
def test_a_sheet_is_printed_with_the_answers_and_without(open_page: OpenPage) -> None:
    page = open_page("/?quiz=print#v1/lessons", details=False)
    page.get_by_text(ASKED).wait_for()
    assert page.get_by_text("☒").count() == 0

    page.get_by_role("button", name="With the answers").click()

    item = page.locator("ol > li > ul > li", has_text=ASKED)
    expect(item.get_by_text("☒")).to_have_text(f"☒ {nearest()}")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="With the answers")).not_to_be_visible()
    expect(page.get_by_text(ASKED)).to_be_visible()


def test_a_lesson_stands_alone_within_another_page(open_page: OpenPage) -> None:
    page = open_page("/?embed=1#v1/lessons?lesson=descent", details=False)
    expect(page.locator("article figure").first).to_be_visible()

    assert not veiled(page)
    expect(page.get_by_role("banner")).to_have_count(0)
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("link", name="Shotglass")).to_have_attribute("target", "_blank")


@pytest.mark.by_need
def test_arrows_step_through_the_lessons_on_the_stage(open_page: OpenPage) -> None:
    page = open_page("/?stage=1#v1/lessons?lesson=bayes", details=False)
    expect(page.get_by_role("banner")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Examples as evidence")

    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("heading", level=1)).to_have_text("Is it gradient descent?")
    page.keyboard.press("Escape")
    expect(page.get_by_role("banner")).to_be_visible()
