"""Lessons whose figures a reader sets: what they then show is what their results hold, by mouse, by
finger and by keys, in both languages; and a sentence of one's own goes to the model in GPT-2's
format."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from system.e2e.instrument import MODEL, OpenPage, post, tool
from system.e2e.page.test_access import violations

PAGE = Path(__file__).parents[4] / "web/src"
LESSONS, GALLERY = PAGE / "extensions/course/lessons", PAGE / "gallery"
SETTINGS = json.loads((GALLERY / "opening.json").read_text("utf-8"))["settings"]
PHONE = {"width": 390, "height": 844}
TABLE = {"en": "Show as table", "zh": "看表格"}
both = pytest.mark.parametrize("lang", TABLE)


def series(lesson: str, name: str) -> dict[Any, dict[str, Any]]:
    """The points of a lesson's series, by x."""
    result = json.loads((LESSONS / lesson / "result.json").read_text("utf-8"))
    points = next(item["points"] for item in result["series"] if item["name"] == name)
    return {point["x"]: point for point in points}


def opened(open_page: OpenPage, lang: str, lesson: str) -> Page:
    path = f"/?lang={lang}#v1/lessons?lesson={lesson}"
    page = open_page(path, viewport=PHONE, has_touch=True)
    page.locator("article figure").first.wait_for()
    return page


def whole(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def rows(figure: Locator, lang: str) -> list[list[str]]:
    tool(figure, TABLE[lang]).click()
    figure.locator("tbody tr").first.wait_for()
    return [row.locator("td, th").all_inner_texts() for row in figure.locator("tbody tr").all()]


@pytest.mark.by_need
@both
def test_classifiers_get_more_labels_and_tasks_stand_by_lead(
    open_page: OpenPage, lang: str
) -> None:
    page = opened(open_page, lang, "onemodel")
    slider = page.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", "8")
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "128")
    expect(page).to_have_url(re.compile("values=4"))
    prompted, classifier = series("onemodel", "prompted"), series("onemodel", "classifier-128")
    leads = sorted((prompted[task]["y"] - classifier[task]["y"] for task in prompted), reverse=True)
    table = rows(page.locator("article figure").first, lang)
    shown = [float(row[2].split("\u202f")[0]) / 100 for row in table[:20]]
    found = [model - other for model, other in zip(shown[:10], shown[10:], strict=True)]
    assert found == pytest.approx(leads, abs=0.0011)
    ahead = sum(prompted[task]["low"] > classifier[task]["y"] for task in prompted)
    expect(page.locator("p[aria-live]").first).to_contain_text(str(ahead))
    slider.tap(position={"x": 5, "y": 18})
    expect(slider).to_have_attribute("aria-valuetext", "8")
    whole(page)


@pytest.mark.by_need
@both
def test_a_task_of_the_ten_is_chosen(open_page: OpenPage, lang: str) -> None:
    page = opened(open_page, lang, "bigger")
    mean = series("bigger", "right-smollm2-135m")[8.0]["y"]
    says = page.locator("p[aria-live]").first
    expect(says).to_contain_text(f"{100 * mean:.1f}")
    page.get_by_role("combobox").select_option("1")
    expect(says).to_contain_text("100.0")
    expect(page).to_have_url(re.compile("values=1"))
    page.reload()
    expect(page.get_by_role("combobox")).to_have_value("1")
    whole(page)


@pytest.mark.by_need
@both
def test_beta_is_chosen_and_the_loss_read_off(open_page: OpenPage, lang: str) -> None:
    page = opened(open_page, lang, "alignment")
    says = page.locator("p[aria-live]").first
    gap = page.get_by_role("slider")

    def shows(beta: float, nats: int) -> None:
        expect(says).to_contain_text(f"{math.log1p(math.exp(-beta * nats)):.3f}")
        expect(says).to_contain_text(f"{series('alignment', 'kl')[str(beta)]['y']:.2f}")

    shows(0.1, 10)
    gap.press("ArrowRight")
    shows(0.1, 11)
    gap.press("Home")
    shows(0.1, 0)
    page.get_by_role("radio", name="β = 0.5").press("Space")
    shows(0.5, 0)
    notice = page.get_by_text(re.compile("no texts|没有保留"))
    expect(notice).to_be_visible()
    page.locator(".segments label").first.tap()
    shows(0.03, 0)
    expect(notice).to_have_count(0)
    expect(page.locator("article figure dl").first.locator("dd")).to_have_count(2)
    whole(page)


@pytest.mark.by_need
@both
def test_a_sentence_of_ones_own_is_asked_in_gpt2s_format(
    open_page: OpenPage, address: str, lang: str
) -> None:
    page = opened(open_page, lang, "gpt2")
    expect(page.locator(".lanes dd")).to_have_count(3)
    before = page.locator(".lanes dd").all_inner_texts()
    page.get_by_role("textbox").fill("The dog is black.")
    settings = {**SETTINGS, "stop": ["\n"]}
    for place, pairs in enumerate(("", "I like cats. = J'aime les chats.\n")):
        prompt = f"{pairs}The dog is black. ="
        body = {"model": MODEL, "prompt": prompt, "settings": settings, "stream": False}
        events = post(address, "/api/v1/generate", body)["events"]
        text = next(event["text"] for event in events if event["type"] == "done")
        if text.strip():
            expect(page.locator(".lanes dd").nth(place)).to_have_text(text.strip())
    assert page.locator(".lanes dd").all_inner_texts() != before
    whole(page)


@pytest.mark.by_need
@both
def test_a_word_problem_of_ones_own_is_answered_at_once_and_with_steps(
    open_page: OpenPage, address: str, lang: str
) -> None:
    page = opened(open_page, lang, "cot")
    terms = page.get_by_role("slider")
    terms.press("Home")
    expect(terms).to_have_attribute("aria-valuetext", "2")
    problem = "Tom has 3 apples and buys 4 more. How many has he now?"
    page.get_by_role("textbox").fill(problem)
    page.locator("article section .button").first.tap()
    task = json.loads((GALLERY / "arithmetic/task.json").read_text("utf-8"))
    shots = task["prompt"]["shot_sets"]["word problems"][:8]
    asked = {
        8: "".join(f"Q: {s['input']}\nA:{s['output']}\n\n" for s in shots) + f"Q: {problem}\nA:",
        96: "".join(f"Q: {s['input']}{s['reasoning']}\nA:{s['output']}\n\n" for s in shots)
        + f"Q: {problem}",
    }
    for place, (most, prompt) in enumerate(asked.items()):
        settings = {"temperature": 0, "max_tokens": most, "stop": ["\n\n"]}
        body = {"model": MODEL, "prompt": prompt, "settings": settings, "stream": False}
        events = post(address, "/api/v1/generate", body)["events"]
        text = next(event["text"] for event in events if event["type"] == "done")
        shown = page.locator("article section dd.mono").nth(place)
        expect(shown).to_have_text(text.strip(), timeout=60_000)
    whole(page)


@pytest.mark.by_need
def test_a_token_that_is_drawn_without_a_model_is_named(
    open_page: OpenPage, without_model: str
) -> None:
    page = open_page("/#v1/lessons?lesson=decoders", base=without_model)
    again = page.get_by_role("button", name="Draw another number")
    drawn = page.locator("p.draw span")
    expect(drawn).to_contain_text("Random number")
    for _ in range(12):
        again.click()
        expect(drawn).not_to_contain_text("#")
