"""A lesson whose figure stands asks for nothing more."""

from __future__ import annotations

import pytest
from system.e2e.instrument import OpenPage
from system.e2e.timers import let_timers_fire

pytestmark = pytest.mark.by_need


@pytest.mark.parametrize(
    "lesson", ["objective", "autoregressive", "attention", "pass", "beam", "tokens"]
)
def test_a_figure_that_stands_is_not_asked_for_again(open_page: OpenPage, lesson: str) -> None:
    page = open_page(f"/#v1/lessons?lesson={lesson}")
    page.locator("header .ready").wait_for()
    page.locator("article figure").first.wait_for()
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    let_timers_fire(page, 1500)  # six times as long as a figure waits before it asks
    assert requests == []
