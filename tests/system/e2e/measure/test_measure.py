"""Measure: rows of one's own, a stop, what is refused, a record that comes back, a link."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Download, Locator, Page, expect
from system.e2e.combinations import looks
from system.e2e.conftest import command
from system.e2e.instrument import ROOT, OpenPage, choose_model
from system.e2e.page.test_access import violations
from system.e2e.page.test_keyboard import tab_to
from system.e2e.page.test_languages import english_left
from system.e2e.page.test_matrix import overhang
from system.e2e.page.test_tables import turned_into_tables
from system.e2e.timers import let_timers_fire

from shotglass.engine.measurement.conditions import conditions_of, prompts_of
from shotglass.engine.measurement.figures import PerItem
from shotglass.engine.measurement.formats import different_formats, template_of
from shotglass.engine.measurement.plan import Plan
from shotglass.engine.measurement.record import plan_and_readings

HOUSE = "house-gpt2"
SHORT = {"task": "reviews", "questions": "6"}  # a plan of few prompts
ENGINE = 240_000  # ms; other tests measure beside this one


@pytest.fixture(scope="module")
def record(models: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A measurement that the terminal made: both orders of two examples, six questions."""
    folder, reviews = tmp_path_factory.mktemp("record"), ROOT / "web/src/gallery/reviews"
    items = json.loads((reviews / "items.json").read_text("utf-8"))["items"][:6]
    asked = [{"input": one["input"], "expected": one["expected"]["in turn"]} for one in items]
    prompt = json.loads((reviews / "task.json").read_text("utf-8"))["prompt"]
    plan = {"conditions": {"k": [2], "orders": 2}}
    for name, value in (("task", prompt), ("items", asked), ("plan", plan)):
        (folder / f"{name}.json").write_text(json.dumps(value), "utf-8")
    files = [f"--{name}={folder / name}.json" for name in ("items", "plan", "into")]
    words = [command(), "measure", str(folder / "task.json"), "--model", HOUSE, *files]
    subprocess.run(words, env=models, check=True, capture_output=True)
    return folder / "into.json"


def reopened(page: Page, record: Path) -> Page:
    page.locator("input[type=file][accept*='.eval']").set_input_files(record)
    page.locator("[data-verdict]").wait_for()
    return page


def measure_view(open_page: OpenPage, **plan: str) -> Page:
    page = open_page(f"/#v1/measure?{urlencode(plan)}" if plan else "/#v1/measure")
    choose_model(page, HOUSE)
    expect(page.get_by_role("button", name="Measure")).to_be_enabled()
    return page


def items(page: Page) -> None:
    """Opens what is asked: the task's questions, or one's own rows."""
    page.locator("[aria-controls=of-items]").click()


def conditions(page: Page) -> Locator:
    """The rows of the table of all conditions, unfolded."""
    page.get_by_text("All conditions", exact=True).click()
    return page.locator("details[open] tbody tr")


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
    choose_model(page, HOUSE)
    page.get_by_role("link", name="Measure", exact=True).click()  # 1
    items(page)  # 2
    page.get_by_label("Rows: question, expected answer").fill(forty_rows())  # 3
    page.get_by_role("button", name="Use these 40 rows").click()  # 4
    expect(page.get_by_text("The 8 rows shown as examples")).to_be_visible()
    expect(page.get_by_text("Examples by answer: 4 “even”, 4 “odd”.")).to_be_visible()
    page.get_by_role("button", name="Measure it here").click()  # 5
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    expect(page.locator("progress")).to_be_in_viewport()
    page.locator("figure .mark").nth(3).wait_for(timeout=ENGINE)
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile(r"Partial: ([2-9]|[12]\d) of 33"))).to_be_visible()
    expect(page.get_by_role("button", name="Measure")).to_be_enabled()
    assert page.locator("[data-verdict]").count() == 0
    assert page.locator("figure .mark").count() >= 4
    assert page.get_by_role("button", name="Save the record").count() == 0
    with page.expect_download() as readings:
        page.get_by_role("button", name="Save the readings as CSV").click()
    lines = read(readings.value).splitlines()
    assert lines[0].startswith("model,precision,condition,k,draw")
    assert (len(lines) - 1) % 32 == 0
    page.reload()
    expect(page.get_by_text("40 rows of your own")).to_be_visible()
    expect(page.get_by_text("Measured before this page was reloaded")).to_be_visible()
    expect(page.get_by_text("Partial:")).to_be_visible()
    expect(page.get_by_role("button", name="Go on", exact=False)).to_be_enabled()


@pytest.mark.by_need
@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("input,expected\none,a\ntwo", "Row 3 has 1 cell"),
        ("one,a\ntwo,a", "All rows expect the same answer"),
        ("first,second,label\none,a,b", "The columns are first, second, label"),
    ],
)
def test_a_broken_csv_is_refused_with_its_row_and_stays_as_it_is(
    open_page: OpenPage, text: str, refusal: str
) -> None:
    page = measure_view(open_page)
    items(page)
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
    assert conditions(there).all_inner_texts() == conditions(page).all_inner_texts()

    again = subprocess.run(
        [command(), "measure", str(record)], env=models, capture_output=True, text=True, check=True
    )
    assert "The same bit for bit: " in again.stderr


@pytest.mark.slow
def test_a_whole_measurement_is_there_after_a_reload_and_not_behind_a_new_link(
    open_page: OpenPage, record: Path
) -> None:
    page = reopened(measure_view(open_page), record)
    sentence = page.locator("[data-verdict]").inner_text()
    page.get_by_role("link", name="Compare").click()
    page.reload()  # in another view
    page.get_by_role("link", name="Measure", exact=True).click()
    expect(page.locator("[data-verdict]")).to_have_text(sentence)
    expect(page.get_by_text("Measured before this page was reloaded")).to_be_visible()
    expect(page.get_by_role("button", name="Save the record")).to_be_visible()
    assert violations(page) == []
    page.reload()
    expect(page.locator("[data-verdict]")).to_have_text(sentence)
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_role("button", name="Open a record")).to_be_visible()
    assert page.locator("[data-verdict]").count() == 0
    expect(page.get_by_text("Measured before this page was reloaded")).to_have_count(0)


@pytest.mark.by_need
def test_an_lm_eval_task_has_the_very_prompts(open_page: OpenPage) -> None:
    page = measure_view(open_page, question="examples", k="0,1", draws="1", **SHORT)
    measured(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the record").click()
    plan = Plan.from_json(json.loads(read(saved.value))["plan"])
    found: list[Download] = []
    page.on("download", lambda one: found.append(one))
    page.get_by_role("button", name="Save YAML and JSONL").click()
    let_timers_fire(page, 1000)
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
    page.get_by_text("Where they differ", exact=True).click()
    section = page.locator("details", has_text="Where they differ")
    caption = section.locator("caption, p").first.inner_text()
    assert "6 questions" in caption or "every question" in caption


@pytest.mark.by_need
def test_heads_are_switched_off_from_inside_and_the_record_names_them(open_page: OpenPage) -> None:
    page = open_page("/#v1/inside?lane=few&view=attention&head=1.2")
    choose_model(page, HOUSE)
    page.get_by_role("link", name="Measure without head 1.2.").click()
    expect(page.get_by_role("radio", name="Do more examples help?")).to_be_checked()
    page.get_by_text("Settings", exact=True).click()
    field = page.get_by_label("Heads switched off")
    expect(field).to_have_value("1.2")
    field.fill("1.2 99")
    field.blur()
    expect(page.get_by_role("alert")).to_contain_text("each as layer.head")
    field.fill("1.2, 0.3")
    field.blur()
    expect(page.locator("#measuring-costs")).to_contain_text("Heads switched off: 1.2, 0.3.")
    for label, value in (
        ("Numbers of examples", "0, 1"), ("Sets of examples", "1"), ("Questions, at most", "6")
    ):  # fmt: skip
        page.get_by_label(label).fill(value)
        page.get_by_label(label).blur()
    measured(page)
    expect(
        page.get_by_text("These heads were switched off (layer.head): 1.2, 0.3.")
    ).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the record").click()
    plan = json.loads(read(saved.value))["plan"]
    assert plan["heads_off"] == [{"layer": 1, "head": 2}, {"layer": 0, "head": 3}]
    page.reload()
    expect(page.locator("#measuring-costs")).to_contain_text("1.2, 0.3")
    page = open_page("/?lang=zh#" + page.url.partition("#")[2])
    expect(page.get_by_text("关掉的头：1.2, 0.3。")).to_be_visible()


def test_a_link_restores_the_plan_and_the_question(open_page: OpenPage) -> None:
    own = json.dumps([{"input": f"q{n}", "expected": ["yes", "no"][n % 2]} for n in range(12)])
    plan = {"question": "format", "draws": "2", "seed": "7", "items": own, "task": "plurals"}
    page = measure_view(open_page, **plan)
    expect(page.get_by_role("radio", name="Does the format matter?")).to_be_checked()
    expect(page.get_by_text("12 rows of your own")).to_be_visible()
    page.get_by_text("Settings", exact=True).click()
    expect(page.get_by_label("Sets of examples")).to_have_value("2")
    expect(page.get_by_label("Seed")).to_have_value("7")
    own_template = "{input} ->{output}\n"  # of rows that are no task's
    formats = [template_of(name, own_template) for name in different_formats(own_template)]
    shown = page.locator("details li code").all_inner_texts()
    assert shown == [one.replace("\n", "\\n") for one in formats]
    page.get_by_role("link", name="Compare").click()
    expect(page.locator("#task")).to_have_value("plurals")


def test_the_rows_of_a_record_are_those_of_the_terminal(
    open_page: OpenPage, without_model: str, record: Path
) -> None:
    page = reopened(open_page("/#v1/measure", base=without_model), record)
    plan, readings = plan_and_readings(json.loads(record.read_text("utf-8")))
    found = [PerItem.of(plan, one) for one in readings[0]]
    rows = [cells.split("\t") for cells in conditions(page).all_inner_texts()]
    for row, values in zip(rows, found, strict=True):
        assert row[2] == f"{100 * values.right.mean():.1f}"
        assert values.calibrated is not None
        assert row[4] == f"{100 * values.calibrated.mean():.1f}"
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the readings as CSV").click()
    lines = list(csv.DictReader(read(saved.value).splitlines()))
    assert [int(line["right"]) for line in lines] == [int(x) for one in found for x in one.right]
    forms = [float(x) for one in found for x in one.form]
    assert [float(line["form"]) for line in lines] == pytest.approx(forms, rel=1e-5)  # six digits


@pytest.mark.by_need
@pytest.mark.parametrize(("width", "scheme", "lang"), looks([1440, 768, 390]))
def test_a_measurement_is_accessible_and_fits(
    open_page: OpenPage, without_model: str, record: Path, width: int, scheme: str, lang: str
) -> None:
    size = {"width": width, "height": 900}
    options = {"base": without_model, "color_scheme": scheme, "viewport": size}
    page = reopened(open_page(f"/?lang={lang}#v1/measure", **options), record)
    for summary in page.locator("summary").all():
        summary.click()
    assert violations(page) == []
    assert overhang(page) == []
    if lang == "zh":
        assert english_left(page) == []
    assert turned_into_tables(page, lang) == 1
    assert page.locator("figure tbody tr").count() == 2
    assert violations(page) == []


@pytest.mark.by_need
def test_a_plan_is_chosen_and_measured_and_stopped_by_keyboard(open_page: OpenPage) -> None:
    page = measure_view(open_page, **SHORT)
    tab_to(page, page.get_by_role("radio", name="Do more examples help?"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Does their order matter?")).to_be_checked()
    tab_to(page, page.get_by_text("Settings", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Numbers of examples"))
    page.keyboard.type("0, 4")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("one number of examples")
    page.get_by_role("button", name="Measure it here").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop Esc")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Measure it here")).to_be_focused()


@pytest.mark.by_need
def test_a_measurement_that_ends_leaves_the_page_where_it_is(open_page: OpenPage) -> None:
    page = measure_view(open_page, question="examples", k="0,1", draws="1", **SHORT)
    page.set_viewport_size({"width": 1280, "height": 500})  # the button stands below the screen
    page.get_by_role("button", name="Measure it here").focus()
    page.keyboard.press("Enter")
    page.evaluate("scrollTo(0, 0)")
    page.locator("[data-verdict]").wait_for(timeout=ENGINE)
    expect(page.get_by_role("button", name="Measure it here")).to_be_focused()
    assert page.evaluate("scrollY") == 0


def test_ones_own_rows_are_measured_without_a_question_in_compare(open_page: OpenPage) -> None:
    page = open_page("/?shelf")
    page.get_by_role("link", name="Ask your own").click()
    choose_model(page, HOUSE)
    page.get_by_role("link", name="Is it luck?").click()
    page.get_by_label("Rows: question, expected answer").fill(forty_rows())
    page.get_by_role("button", name="Use these 40 rows").click()
    expect(page.get_by_role("button", name="Measure it here")).to_be_enabled()
    expect(page.get_by_text(re.compile("^Asks 32 of 40, about"))).to_be_visible()
    expect(page.get_by_text("The question is empty")).to_have_count(0)


def test_a_stopped_measurement_goes_on_where_it_was(open_page: OpenPage) -> None:
    page = measure_view(open_page, question="examples", k="0,1,2", draws="6", **SHORT)
    page.keyboard.press("Control+Enter")
    page.locator("[data-stamp=running]").wait_for()  # what was recorded gives way
    page.locator("figure .mark").first.wait_for(timeout=ENGINE)
    page.keyboard.press("Escape")
    stopped = page.get_by_text(re.compile("Partial: [0-9]+ of 13"))
    expect(stopped).to_be_visible()
    there = conditions(page).first.inner_text()
    page.get_by_role("button", name="Go on").click()
    page.locator("[data-verdict]").wait_for(timeout=ENGINE)
    expect(stopped).to_have_count(0)
    assert conditions(page).first.inner_text() == there
    assert page.locator("figure .mark").count() == 9


@pytest.mark.slow
def test_a_bad_link_is_refused(open_page: OpenPage) -> None:
    page = open_page("/#v1/measure?draws=999")
    expect(page.get_by_text("a state this page cannot read")).to_be_visible()


@pytest.mark.slow
def test_what_cannot_be_asked_says_why(open_page: OpenPage) -> None:
    page = measure_view(open_page)
    page.get_by_role("radio", name="Are the answers read?").check()
    expect(page.locator(".foot")).to_contain_text("needs fixed answers")
    expect(page.get_by_role("button", name="Measure")).to_be_disabled()
    page.locator("[aria-controls=of-task]").click()
    page.get_by_label("Task", exact=True).select_option("reviews")
    expect(page.get_by_role("button", name="Measure")).to_be_enabled()


@pytest.mark.slow
def test_without_a_model_it_says_what_is_missing(open_page: OpenPage, without_model: str) -> None:
    page = open_page("/#v1/measure", base=without_model)
    expect(page.get_by_text("No model is installed yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Measure")).to_be_disabled()
    expect(page.get_by_role("button", name="Open a record")).to_be_enabled()
