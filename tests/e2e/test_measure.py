"""Measure: rows of one's own, a stop, what is refused, a record that comes back, a link."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.parse import urlencode

import pytest
from e2e.conftest import command
from e2e.instrument import OpenPage
from playwright.sync_api import Download, Page, expect

from shotglass.engine.measurement.conditions import conditions_of, prompts_of
from shotglass.engine.measurement.plan import Plan

HOUSE = "house-gpt2"
SHORT = {"task": "reviews", "questions": "6"}  # a plan of few prompts
ENGINE = 240_000  # ms; other tests measure beside this one


def measure_view(open_page: OpenPage, **plan: str) -> Page:
    page = open_page(f"/#v1/measure?{urlencode(plan)}" if plan else "/#v1/measure")
    page.locator("header select").first.select_option(HOUSE)
    expect(page.get_by_role("button", name="Measure")).to_be_enabled()
    return page


def measured(page: Page) -> str:
    """The sentence, once everything is measured."""
    page.keyboard.press("Control+Enter")
    sentence = page.locator("[data-verdict]")
    sentence.wait_for(timeout=ENGINE)
    expect(page.get_by_role("button", name="Measure")).to_be_enabled()
    return sentence.inner_text()


def forty_rows() -> str:
    rows = [f"{n} is,{'even' if n % 2 == 0 else 'odd'}" for n in range(1, 41)]
    return "\n".join(["input,expected", *rows])


def read(download: Download) -> str:
    return Path(download.path()).read_text("utf-8")


def test_forty_rows_are_measured_in_five_actions_and_a_stop_keeps_what_is_there(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.locator("header select").first.select_option(HOUSE)
    page.get_by_role("link", name="Measure").click()  # 1
    page.get_by_role("button", name="Bring your own").click()  # 2
    page.get_by_label("Rows: question, expected answer").fill(forty_rows())  # 3
    page.get_by_role("button", name="Use these 40 rows").click()  # 4
    expect(page.get_by_text("8 examples and 32 questions, no overlap")).to_be_visible()
    page.get_by_role("button", name="Measure").click()  # 5
    expect(page.get_by_text("Partial: 2 of 33 conditions")).to_be_visible(timeout=ENGINE)
    expect(page.locator("progress")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Stopped. Partial:")).to_be_visible()
    expect(page.get_by_role("button", name="Measure")).to_be_enabled()
    assert page.locator("[data-verdict]").count() == 0
    assert page.locator("figure .mark").count() >= 4
    assert page.get_by_role("button", name="Save the record").count() == 0
    with page.expect_download() as readings:
        page.get_by_role("button", name="Save the readings as CSV").click()
    lines = read(readings.value).splitlines()
    assert lines[0].startswith("model,condition,k,draw")
    assert (len(lines) - 1) % 32 == 0
    page.reload()
    expect(page.get_by_text("40 rows of your own")).to_be_visible()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("input,expected\none,a\ntwo", "Row 3 has 1 cell"),
        ("one,a\ntwo,a", "All rows expect the same answer"),
        ("input,answer,expected\none,a,b", "The columns are input, answer, expected"),
    ],
)
def test_a_broken_csv_is_refused_with_its_row_and_stays_as_it_is(
    open_page: OpenPage, text: str, refusal: str
) -> None:
    page = measure_view(open_page)
    page.get_by_role("button", name="Bring your own").click()
    field = page.get_by_label("Rows: question, expected answer")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="From a file").click()
    chooser.value.set_files(
        {"name": "rows.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8")}
    )
    expect(page.get_by_role("alert")).to_contain_text(refusal)
    expect(field).to_have_value(text)
    expect(page.get_by_role("button", name="Use these")).to_be_disabled()


def test_a_record_is_shown_without_a_model_and_measured_again_to_the_bit(
    open_page: OpenPage, without_model: str, models: dict[str, str], tmp_path: Path
) -> None:
    page = measure_view(open_page, question="order", k="2", orders="2", **SHORT)
    sentence = measured(page)
    assert "n = 6 questions" in page.locator(".right").inner_text()
    assert page.locator("figure .dot").count() == 4  # two orders, as they stand and calibrated
    spoken = page.locator(".right > [role=status].unseen")
    expect(spoken).to_have_text(sentence)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the record").click()
    record = tmp_path / "record.json"
    record.write_text(read(saved.value), "utf-8")

    there = open_page("/#v1/measure", base=without_model)
    with there.expect_file_chooser() as chooser:
        there.get_by_role("button", name="Open a record").click()
    chooser.value.set_files(record)
    expect(there.locator("[data-verdict]")).to_have_text(sentence)
    assert (
        there.locator("table tbody").last.inner_text()
        == page.locator("table tbody").last.inner_text()
    )

    again = subprocess.run(
        [command(), "measure", str(record)], env=models, capture_output=True, text=True, check=True
    )
    assert "The same readings, bit for bit." in again.stderr


def test_an_lm_eval_task_has_the_very_prompts(open_page: OpenPage) -> None:
    page = measure_view(open_page, question="examples", k="0,1", draws="1", **SHORT)
    measured(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the record").click()
    plan = Plan.from_json(json.loads(read(saved.value))["plan"])
    found: list[Download] = []
    page.on("download", lambda one: found.append(one))
    page.get_by_role("button", name="Save YAML and JSONL").click()
    page.wait_for_timeout(1000)
    task, lines = map(read, sorted(found, key=lambda one: one.suggested_filename, reverse=True))
    assert "doc_to_choice: choices" in task
    prompts, _ = prompts_of(plan, conditions_of(plan)[-1])
    assert [json.loads(line) for line in lines.splitlines()] == [
        {"prompt": one.text, "choices": list(one.labels), "answer": one.right} for one in prompts
    ]


def test_two_models_answer_the_same_questions_and_their_differences_are_listed(
    open_page: OpenPage,
) -> None:
    page = measure_view(open_page, question="models", other="house-prose", k="1", **SHORT)
    sentence = measured(page)
    assert "house-prose" in sentence
    assert "house-gpt2" in sentence
    section = page.locator("section", has_text="Where they differ")
    caption = section.locator("caption, p").first.inner_text()
    assert "6 questions" in caption or "every question" in caption


def test_a_link_restores_the_plan_and_the_question(open_page: OpenPage) -> None:
    own = json.dumps([{"input": f"q{n}", "expected": ["yes", "no"][n % 2]} for n in range(12)])
    plan = {"question": "format", "draws": "2", "seed": "7", "items": own, "task": "plurals"}
    page = measure_view(open_page, **plan)
    expect(page.get_by_role("radio", name="Does the format matter?")).to_be_checked()
    expect(page.get_by_text("12 rows of your own")).to_be_visible()
    expect(page.get_by_label("Task", exact=True)).to_have_value("plurals")
    page.get_by_text("Settings", exact=True).click()
    expect(page.get_by_label("Draws of examples")).to_have_value("2")
    expect(page.get_by_label("Seed")).to_have_value("7")
    page.get_by_role("link", name="Compare").click()
    expect(page.locator("#task")).to_have_value("plurals")


def test_a_bad_link_is_refused(open_page: OpenPage) -> None:
    page = open_page("/#v1/measure?draws=999")
    expect(page.get_by_text("a state this page cannot read")).to_be_visible()


def test_what_cannot_be_asked_says_why(open_page: OpenPage) -> None:
    page = measure_view(open_page)
    page.get_by_role("radio", name="Does the model read the labels?").check()
    expect(page.locator(".foot")).to_contain_text("each question has answers of its own")
    expect(page.get_by_role("button", name="Measure")).to_be_disabled()
    page.get_by_label("Task", exact=True).select_option("reviews")
    expect(page.get_by_role("button", name="Measure")).to_be_enabled()


def test_without_a_model_it_says_what_is_missing(open_page: OpenPage, without_model: str) -> None:
    page = open_page("/#v1/measure", base=without_model)
    expect(page.get_by_text("No model is installed yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Measure")).to_be_disabled()
    expect(page.get_by_role("button", name="Open a record")).to_be_enabled()
