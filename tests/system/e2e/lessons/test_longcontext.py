"""The lesson on long contexts: a number of one's own is hidden where one likes, by keys and finger,
and the figure says what the model's own scores of ten numbers are."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from system.e2e.instrument import OpenPage, tool
from system.e2e.page.test_access import violations

pytestmark = pytest.mark.by_need

TABLE = {"en": "Show as table", "zh": "看表格"}
CAPTION = {"en": "Which of ten numbers", "zh": "十个数里"}
LINES = (0, 1, 2, 4, 8, 16, 32)
FILLER = (
    "The grass is green. The sky is blue. The sun is yellow. Here we go. There and back again.\n"
)
ASK = """async ([prompt, labels, model]) => {
  const body = JSON.stringify({ model, prompt, labels, precision: "fp32" });
  const headers = { "content-type": "application/json" };
  const response = await fetch("/api/v1/score", { method: "POST", headers, body });
  return response.json();
}"""


def shares(page: Page, key: int, lines: int, before: int, keys: list[str]) -> list[float]:
    """Of the ten numbers' probability, as the server scores them."""
    hidden = f"The pass key is {key}. Remember it. {key} is the pass key.\n"
    prompt = (
        "There is a pass key hidden in a lot of text that does not matter. Find it.\n"
        + FILLER * before
        + hidden
        + FILLER * (lines - before)
        + "What is the pass key? The pass key is"
    )
    answer: Any = page.evaluate(ASK, [prompt, [f" {each}" for each in keys], "smollm2-135m"])
    weights = [math.exp(label["logprob"]) for label in answer["labels"]]
    return [weight / sum(weights) for weight in weights]


@pytest.mark.parametrize("lang", TABLE)
def test_a_number_is_hidden_and_moved_and_the_model_asked(open_page: OpenPage, lang: str) -> None:
    size = {"width": 390, "height": 844}
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=longcontext", viewport=size, has_touch=True)
    figure = page.locator("article figure", has_text=CAPTION[lang])
    tool(figure, TABLE[lang]).click()
    rows = figure.locator("tbody tr")

    def says(key: int, lines: int, before: int) -> None:
        expect(rows.first.locator("th")).to_have_text(str(key))
        keys = [text.strip() for text in rows.locator("th").all_inner_texts()]
        assert len(set(keys)) == 10
        expected = shares(page, key, lines, before, keys)
        cell = rows.first.locator("td")
        expect(cell).to_have_text(re.compile(rf"^{100 * expected[0]:.1f}|^>\s99.9"))

    says(52814, 4, 2)
    page.get_by_role("textbox").fill("31337")
    page.locator("#lines").press("ArrowRight")
    page.locator("#place").press("Home")
    says(31337, 8, 0)
    page.locator(".lines button").nth(6).tap()
    expect(page.locator("#place")).to_have_value("6")
    page.get_by_role("textbox").fill("3133")
    expect(page.locator("article").get_by_role("alert")).to_be_visible()
    expect(page).to_have_url(re.compile("values=31337%2C4%2C6"))
    says(31337, 8, 6)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_an_answer_is_called_an_earlier_one_while_the_next_is_computed(
    open_page: OpenPage,
) -> None:
    page = open_page("/#v1/lessons?lesson=longcontext")
    earlier = page.locator("[aria-busy]", has=page.locator("figure", has_text=CAPTION["en"]))
    expect(earlier).to_have_attribute("aria-busy", "false")
    held: list[Route] = []
    page.route("**/api/v1/score", lambda route: held.append(route))

    page.locator("#lines").press("ArrowRight")
    expect(earlier.get_by_text("Computing")).to_be_visible()
    expect(earlier.locator(".dim")).to_have_css("opacity", "0.45")

    page.unroute("**/api/v1/score")
    page.locator("#lines").press("ArrowRight")
    expect(earlier).to_have_attribute("aria-busy", "false")
    expect(earlier.get_by_text("Computing")).to_have_count(0)
