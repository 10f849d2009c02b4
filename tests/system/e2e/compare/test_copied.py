"""A lane copied as prompt, curl and Python: what is copied runs and says what the page says."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from system.e2e.instrument import (
    OpenPage,
    lane,
    marks,
    opened,
    prompt_of,
    settled,
    tools,
)


def copied(page: Page, name: str) -> str:
    tools(page).get_by_role("button", name=name, exact=True).click()
    expect(tools(page).get_by_text(f"Copied: {name}.")).to_be_visible()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@pytest.fixture
def hostile_page(open_page: OpenPage) -> Page:
    """A run whose texts need quoting everywhere."""
    page: Page = opened(open_page(permissions=["clipboard-read", "clipboard-write"]))
    page.get_by_label("Example 2, question").fill("it's \"so\" $HOME `id` \\n 快 '''")
    page.get_by_label("Example 3, answer").fill('"""')
    page.keyboard.press("Control+Enter")
    expect(lane(page, "few").get_by_role("group", name="The exact prompt")).to_contain_text("快")
    settled(page)
    return page


@pytest.mark.slow
def test_the_copied_prompt_is_the_lane_s(hostile_page: Page) -> None:
    text = copied(hostile_page, "prompt with 4 examples")
    assert text.endswith("\nfast ->")
    assert text.splitlines()[1] == "it's \"so\" $HOME `id` \\n 快 ''' -> short"
    assert "fast ->" in prompt_of(hostile_page, "few")


def test_the_copied_curl_command_answers_with_the_page_s_numbers(hostile_page: Page) -> None:
    command = copied(hostile_page, "curl")
    answer = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    for event in json.loads(answer.stdout)["events"]:
        if event["type"] == "score":
            shown = marks(hostile_page, event["lane"])
            for label in event["labels"]:
                assert label["p"] == pytest.approx(shown[label["text"]], rel=1e-9)


@pytest.mark.slow
def test_the_copied_python_program_prints_the_page_s_numbers(
    hostile_page: Page, tmp_path: Path
) -> None:
    program = tmp_path / "copied.py"
    program.write_text(copied(hostile_page, "Python"), encoding="utf-8")
    command = [sys.executable, "-W", "error", str(program)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    read = 0
    for line in lines:
        id, rest = line.split(" ", 1)
        if rest.startswith("wrote"):
            continue
        text, p = rest.rsplit(" ", 1)
        assert float(p) == pytest.approx(marks(hostile_page, id)[ast.literal_eval(text)], rel=1e-9)
        read += 1
    assert read == 27  # nine rows: the eight examples' answers and the expected one
