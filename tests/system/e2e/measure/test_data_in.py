"""The same rows on the page, in the terminal and over HTTP: one way to read them, the same prompts,
the same readings to the bit and the same figures."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from system.e2e.conftest import command
from system.e2e.instrument import OpenPage
from system.e2e.measure.test_measure import HOUSE, items, measure_view, measured, read

TEMPLATE = "Phrase: {input}\nKind:{output}\n\n"
SIZES = ("small", "large", "old", "young", "red", "blue", "quiet", "loud", "fast", "slow")
THINGS = ("otter", "lamp", "heron", "kettle", "badger", "ladder")
ROWS = [
    (f"a {size} {thing}, number {place}", ("being", "object")[place % 2])
    for size in SIZES
    for place, thing in enumerate(THINGS * 2)
]  # 120
CONDITIONS = {"k": [0, 2], "draws": 2}


def table() -> str:
    """With names that nobody knows, an empty row, a doubled one, quotes and CRLF."""
    lines = [f'"{phrase}",{kind}' for phrase, kind in ROWS]
    return "\r\n".join(["\ufeffphrase,kind", *lines[:7], "", *lines[7:], lines[0], ""])


def choose_file(page: Page, buffer: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="From a file").click()
    chooser.value.set_files({"name": "rows.csv", "mimeType": "text/csv", "buffer": buffer})


def with_rows(page: Page) -> None:
    items(page)
    choose_file(page, table().encode("utf-8"))
    expect(page.get_by_role("combobox", name="question", exact=True)).to_have_value("phrase")
    expect(page.get_by_role("combobox", name="answer", exact=True)).to_have_value("kind")
    expect(page.get_by_label("The first row names the columns")).to_be_checked()
    expect(page.get_by_text("Empty, left out: row 9")).to_be_visible()
    expect(page.get_by_text("left out: row 123")).to_be_visible()
    page.get_by_role("button", name="Use these 120 rows").click()


def by_page(open_page: OpenPage) -> Any:
    page = measure_view(open_page, k="0,2", draws="2", questions="1000", task="reviews")
    with_rows(page)
    expect(page.get_by_text("Order of the examples")).to_have_count(0)  # the task's are not asked
    items(page)
    page.get_by_label("Asked as").fill(TEMPLATE.replace("\n", "\\n"))
    expect(page.get_by_text("Answers begin with a space: yes")).to_be_visible()
    expect(page.get_by_text(re.compile("Examples by answer: 1 “.*, 1 “"))).to_be_visible()
    measured(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the record").click()
    return json.loads(read(saved.value))


def by_terminal(models: dict[str, str], folder: Path) -> Any:
    (folder / "rows.csv").write_bytes(table().encode("utf-8"))
    plan = {"conditions": CONDITIONS, "pool": 2}
    for name, value in (("task", task()), ("plan", plan)):
        (folder / f"{name}.json").write_text(json.dumps(value), "utf-8")
    files = ["--items", "rows.csv", "--plan", "plan.json", "--into", "record.json"]
    words = [command(), "measure", "task.json", "--model", HOUSE, *files]
    run = subprocess.run(words, env=models, cwd=folder, check=True, capture_output=True, text=True)
    assert "120 rows; input = phrase, expected = kind" in run.stderr
    assert "Answers begin with a space: yes" in run.stderr
    return json.loads((folder / "record.json").read_text("utf-8"))


def by_http(address: str) -> list[dict[str, Any]]:
    """Answers as a person types them, without the space."""
    body = {
        "model": HOUSE,
        "prompt": task(),
        "items": [{"input": phrase, "expected": kind} for phrase, kind in ROWS],
        "conditions": CONDITIONS,
        "pool": 2,
        "stream": False,
    }
    request = urllib.request.Request(
        f"{address}/api/v1/measure",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        events: list[dict[str, Any]] = json.load(answer)["events"]
    return events


def task() -> dict[str, Any]:
    return {"template": TEMPLATE, "query": {"input": "?"}, "shot_sets": {}}


def test_the_same_120_rows_give_the_same_readings_and_figures_wherever_they_are_measured(
    open_page: OpenPage, address: str, models: dict[str, str], tmp_path: Path
) -> None:
    page, terminal = by_page(open_page), by_terminal(models, tmp_path)
    events = by_http(address)
    measured = [event for event in events if event["type"] == "measured"]
    summary = next(event for event in events if event["type"] == "summary")

    assert len(page["plan"]["items"]) == 120
    assert {item["expected"] for item in page["plan"]["items"]} == {" being", " object"}
    assert page["plan"]["items"] == terminal["plan"]["items"]
    assert page["prompts"] == terminal["prompts"] == [[one["prompts"] for one in measured]]
    assert page["readings"] == terminal["readings"] == [[one["readings"] for one in measured]]
    assert page["figures"] == terminal["figures"] == summary["figures"]


def typed(page: Page, text: str) -> None:
    items(page)
    page.get_by_label("Rows: question, expected answer").fill(text)


def test_a_file_without_a_row_is_refused_with_what_to_write(open_page: OpenPage) -> None:
    page = measure_view(open_page, task="reviews")
    items(page)
    expect(page.get_by_role("alert")).to_have_count(0)  # nothing was given yet
    choose_file(page, b"")
    expect(page.get_by_role("alert")).to_contain_text(
        "There is no row with a question and an answer"
    )
    choose_file(page, b"sep=;\r\nText;Mood\r\nfine, really;good\r\nold;bad\r\n")
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.by_need
def test_names_above_small_letters_are_no_question(open_page: OpenPage) -> None:
    page = open_page("/#v1/measure")
    typed(page, "Wort;Gegenteil\nheiß;kalt\ngroß;klein\nalt;jung\nreich;arm\n")
    expect(page.get_by_role("combobox", name="question", exact=True)).to_have_value("Wort")
    expect(page.get_by_label("The first row names the columns")).to_be_checked()
    page.get_by_role("button", name="Use these 4 rows").click()


@pytest.mark.by_need
def test_a_first_row_that_may_be_a_header_is_asked_about_with_one_press(
    open_page: OpenPage,
) -> None:
    page = open_page("/#v1/measure")
    typed(page, "Wort;Englisch\nHaus;house\nHund;dog\nBaum;tree\nrot;red\n")
    question = page.get_by_label("Is the first row a header? “Wort”, “Englisch”")
    expect(question).not_to_be_checked()
    expect(page.get_by_role("button", name="Use these 5 rows")).to_be_visible()
    question.press("Space")
    expect(page.get_by_label("The first row names the columns")).to_be_checked()
    expect(page.get_by_role("combobox", name="answer", exact=True)).to_have_value("Englisch")
    expect(page.get_by_text("First: “Haus”, answer “house”")).to_be_visible()
    page.get_by_role("button", name="Use these 4 rows").click()
