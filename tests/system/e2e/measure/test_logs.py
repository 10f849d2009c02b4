"""Logs of other programs, opened on Measure: the sentence, the figure, where two runs differ."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import OpenPage
from system.e2e.page.test_access import violations
from system.e2e.page.test_languages import english_left

LOGS = Path(__file__).parents[3] / "support/inputs/logs"
PAIR = [LOGS / f"inspect-{size}.eval" for size in ("small", "large")]
FILES = "input[type=file][accept*='.eval']"


def opened(page: Page, *files: Path) -> Page:
    page.locator(FILES).set_input_files(list(files))
    return page


def test_two_logs_are_compared_in_a_sentence_a_figure_and_what_differs(open_page: OpenPage) -> None:
    page = opened(open_page("/#v1/measure"), *PAIR)
    expect(page.locator("[data-logs]")).to_have_text(
        "12 questions are not enough to say which one is better: 83 % right of mockllm/large "
        "against 42 % of mockllm/small."
    )
    assert page.locator("figure path.mark").count() == 1
    page.get_by_text("Where they differ: sums, match, 5 questions").click()
    rows = page.locator("details tbody tr")
    expect(rows).to_have_count(5)
    assert rows.first.locator("th, td").all_inner_texts() == [
        "4 + 9 =", "13", "14 (0)", "13 (1)",
    ]  # fmt: skip
    assert violations(page) == []
    page.get_by_role("button", name="Back to Measure").click()
    expect(page.locator("[data-logs]")).to_have_count(0)


@pytest.mark.by_need
def test_one_file_with_several_columns_is_compared_in_chinese_too(open_page: OpenPage) -> None:
    page = opened(open_page("/?lang=zh#v1/measure"), LOGS / "promptfoo.json")
    expect(page.locator("[data-logs]")).to_contain_text("9 题还不足以说明哪个更好")
    expect(page.locator("main")).to_contain_text("没有这项得分的 1 题没有计入。")
    assert english_left(page) == []


@pytest.mark.by_need
def test_what_cannot_be_compared_is_said_beside_the_button(
    open_page: OpenPage, tolerated: list[str]
) -> None:
    tolerated.append("400")  # Chromium names each refused request
    page = opened(open_page("/#v1/measure"), PAIR[0])
    expect(page.get_by_role("alert")).to_contain_text("give a second log")
    opened(page, PAIR[0], LOGS / "promptfoo.json")
    expect(page.get_by_role("alert")).to_contain_text("no run in common")
