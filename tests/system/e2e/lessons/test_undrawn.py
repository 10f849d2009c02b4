"""A lesson that cannot be drawn says so in its place, and the next one opens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect
from system.e2e.instrument import OpenPage

pytestmark = pytest.mark.by_need

SAYS = {"en": "could not be drawn", "zh": "没能画出来"}
SERIES = "error-least-squares"  # of the lesson's first figure; no sentence names it


@pytest.fixture
def tolerated() -> list[str]:
    return ["has no series"]


def spoil(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(SERIES, "gone"))


@pytest.mark.parametrize("lang", SAYS)
def test_a_lesson_that_cannot_be_drawn_says_so_and_the_next_one_opens(
    open_page: OpenPage, lang: str
) -> None:
    page = open_page(f"/?lang={lang}#v1/lessons?lesson=sparse")
    page.locator("#lesson-title").wait_for()
    page.route("**/assets/lesson*.js", spoil)
    page.evaluate("location.hash = '#v1/lessons?lesson=descent'")
    expect(page.get_by_role("alert")).to_contain_text(SAYS[lang])
    expect(page.locator("#lesson-title")).to_have_count(0)
    page.evaluate("location.hash = '#v1/lessons?lesson=sparse'")
    expect(page.locator("#lesson-title")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
