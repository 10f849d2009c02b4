"""A task of one's own on Compare: undo, files, pasted rows, the figure's files, evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from system.e2e.instrument import (
    LANES,
    ROOT,
    OpenPage,
    fields,
    marks,
    opened,
    saved,
    saved_run,
    settled,
    show,
    shows,
    tool,
    tools,
)
from system.e2e.page.test_access import violations
from system.e2e.timers import let_timers_fire

from shotglass_research.evaluation.record import percent

EVIDENCE = json.loads((ROOT / "web/src/gallery/evidence.json").read_text(encoding="utf-8"))
VERDICTS = json.loads((ROOT / "web/src/gallery/verdicts.json").read_text(encoding="utf-8"))


def choose(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/json", "buffer": content}
    tools(page).get_by_label("A JSON file").set_input_files([file])


def inputs(page: Page) -> list[str]:
    fields = page.get_by_role("textbox", name="question").all()
    return [field.input_value() for field in fields if field.get_attribute("id") != "question"]


def paste_into(field: Locator, text: str) -> None:
    field.evaluate(
        """(element, text) => {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          element.dispatchEvent(new ClipboardEvent('paste',
            { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def task_of(page: Page) -> dict[str, Any]:
    task: dict[str, Any] = json.loads(saved(page, tools(page).get_by_text("Save task")))
    return task


@pytest.mark.by_need
def test_the_run_that_made_the_axis_is_saved_and_its_table(open_page: OpenPage) -> None:
    page = opened(open_page())
    figure = page.locator("#details figure").first
    run = saved_run(page)
    assert run["question"]["prompt"]["query"] == {"input": "fast", "expected": " slow"}
    assert run["settings"]["seed"] == 2
    lanes = run["results"]["lanes"][: len(LANES)]
    for lane in lanes:
        shown = marks(page, lane["id"])
        score = next(event for event in lane["events"] if event["type"] == "score")
        assert {label["text"]: label["p"] for label in score["labels"]}.items() <= shown.items()
        assert any(event["type"] == "token" for event in lane["events"])
    assert [lane["id"] for lane in lanes] == list(LANES)
    table = saved(page, tool(figure, "Save as CSV")).splitlines()
    heads = "Answer,no example,1 example,4 examples,0 to 1,0 to 4,1 to 4,expected"
    assert table[0].startswith(heads)
    assert float(table[1].split(",")[3]) == pytest.approx(100 * marks(page, "few")[" slow"])


@pytest.mark.slow
def test_the_saved_axis_looks_the_same_as_a_file_of_its_own(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = opened(open_page(color_scheme="light"))
    let_timers_fire(page, 400)  # the marks have arrived
    figure = page.locator("#details figure").first
    path = tmp_path / "axis.svg"
    drawing = saved(page, tool(figure, "Save as SVG"))
    path.write_text(drawing, encoding="utf-8")
    assert "class=" not in drawing
    assert "style=" not in drawing
    there = figure.locator("svg").first.bounding_box()
    other = page.context.new_page()
    other.goto(path.as_uri())
    assert there is not None
    above = -float((other.locator("svg").get_attribute("viewBox") or "").split()[1])  # its title
    for row in (" slow", ""):
        here = page.locator(f"[data-row='{row}'] .name").bounding_box()
        file = other.locator(f"[data-row='{row}'] > text").first.bounding_box()
        assert here is not None
        assert file is not None
        # Names end at the axis; where the page's font is not installed they are not as wide.
        ends = [box["x"] + box["width"] for box in (here, file)]
        assert ends[1] - 16 == pytest.approx(ends[0] - there["x"], abs=1)
        assert file["y"] - above == pytest.approx(here["y"] - there["y"], abs=1)
    page_mark = page.locator(".mark[data-lane=few]").first.bounding_box()
    file_mark = other.locator("[data-lane=few]").first.bounding_box()
    assert page_mark is not None
    assert file_mark is not None
    assert file_mark["x"] - 16 == pytest.approx(page_mark["x"] - there["x"], abs=1)
    assert file_mark["width"] == pytest.approx(page_mark["width"], abs=1)
    other.close()


@pytest.mark.by_need
def test_every_step_that_takes_away_can_be_undone_and_redone(open_page: OpenPage) -> None:
    page = opened(open_page())
    first = inputs(page)
    page.get_by_role("button", name="Delete example 2, tall").click()
    page.get_by_role("button", name="Delete example 1, hot").click()
    page.get_by_label("Example 1, answer").fill("ancient")
    page.get_by_role("button", name="Back to the task as it was").click()
    settled(page)
    assert inputs(page) == first
    page.locator("h1").click()  # outside the fields
    page.keyboard.press("Control+z")
    expect(page.get_by_label("Example 1, answer")).to_have_value("ancient")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert inputs(page) == first
    expect(page.get_by_text("Edited since")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+y")
    expect(page.get_by_label("Example 1, answer")).to_have_value("ancient")
    assert inputs(page) == first[2:]


def test_a_task_of_ones_own_stays_in_the_list_of_tasks(open_page: OpenPage) -> None:
    page = opened(open_page())
    tasks = page.get_by_label("Task", exact=True)
    tasks.select_option("new")
    page.get_by_label("Question", exact=True).fill("sky")
    tasks.select_option("reviews")
    settled(page)
    tasks.select_option(label="Your own: sky")
    expect(fields(page).get_by_label("Question", exact=True)).to_have_value("sky")
    tasks.select_option("new")  # a second one
    page.get_by_label("Question", exact=True).fill("sea")
    tasks.select_option("reviews")
    page.wait_for_url("**task=reviews**")
    page.reload()
    settled(page)
    tasks.select_option(label="Your own: sky")
    expect(fields(page).get_by_label("Question", exact=True)).to_have_value("sky")
    expect(tasks.get_by_role("option", name="Your own: sea")).to_be_attached()


@pytest.mark.by_need
def test_a_question_that_is_typed_moves_no_field_and_has_its_own_answer(
    open_page: OpenPage, without_model: str
) -> None:
    page = open_page("/?shelf", base=without_model)
    page.get_by_role("link", name="Ask your own").click()
    expected = page.locator("#expected")
    before = expected.bounding_box()
    page.locator("#question").press_sequentially("b")
    expect(page.locator("#question")).to_have_value("b")
    assert expected.bounding_box() == before

    page = fields(open_page("/#v1/compare?task=same-word&set=comparative&ask=fast&k=2"))
    page.locator("#question").fill("big")
    expect(page.locator("#expected")).to_have_value("bigger")
    page.locator("#question").fill("biggish")
    expect(page.locator("#expected")).to_have_value("")
    page.locator("#question").fill("lengthy")
    expect(page.locator("#expected")).to_have_value("lengthier")


@pytest.mark.by_need
def test_undo_brings_back_order_k_and_the_task_that_was_edited(open_page: OpenPage) -> None:
    page = opened(open_page())
    show(page, 8)
    settled(page)
    page.get_by_label("Question", exact=True).fill("xylophone")  # which no task asks
    page.get_by_label("Task").select_option("reviews")
    settled(page)
    expect(page.get_by_text("Another task is open; yours was changed.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Question", exact=True)).to_have_value("xylophone")
    expect(page.get_by_label("Task")).to_have_value("same-word")
    page.get_by_role("button", name="Delete example 8").click()
    shows(page, 7)
    page.get_by_role("button", name="Undo").click()
    shows(page, 8)


@pytest.mark.slow
def test_undo_in_a_field_stays_with_the_field(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("button", name="Delete example 8").click()
    page.get_by_label("Question", exact=True).press("Control+z")
    expect(page.get_by_label("Example 8, question")).to_have_count(0)


def test_a_saved_task_opens_again_and_runs_only_when_asked(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_label("Question", exact=True).fill("loud")
    task = task_of(page)
    assert task["query"]["input"] == "loud"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    task["query"]["input"] = "quiet"
    choose(page, "mine.json", json.dumps(task).encode())
    expect(page.get_by_text("mine.json is open. It runs when you press Run.")).to_be_visible()
    expect(page.get_by_label("Question", exact=True)).to_have_value("quiet")
    expect(page.get_by_label("Task")).to_have_value("")
    let_timers_fire(page, 1200)
    assert [url for url in asked if "/compare" in url] == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Question", exact=True)).to_have_value("loud")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{not", "is not JSON"),
        (b"[1]", "is no task, at /"),
        (b'{"template": "{input}", "query": {"input": "a"}}', "at /template"),
        (b'{"template": "{input}->{output}", "query": {"input": 3}}', "at /query/input"),
        (b'"' + b"x" * 300_000 + b'"', "a task of at most 256.0"),
    ],
)
def test_a_file_that_is_no_task_says_what_and_where(
    open_page: OpenPage, content: bytes, said: str
) -> None:
    page = opened(open_page())
    choose(page, "odd.json", content)
    expect(page.locator("#task-tools").get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_label("Question", exact=True)).to_have_value("fast")


@pytest.mark.slow
def test_a_task_can_be_dropped_on_the_rail(open_page: OpenPage) -> None:
    page = opened(open_page())
    task = task_of(page) | {"query": {"input": "dropped"}}
    page.locator(".rail").evaluate(
        """(rail, text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], 'dropped.json', { type: 'application/json' }));
          for (const type of ['dragover', 'drop']) rail.dispatchEvent(
            new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        json.dumps(task),
    )
    expect(page.get_by_label("Question", exact=True)).to_have_value("dropped")


def test_rows_of_a_spreadsheet_become_examples(open_page: OpenPage) -> None:
    page = opened(open_page())
    paste_into(page.get_by_label("Example 2, question"), 'up\tdown\r\n"on, or so"\toff\r\n')
    expect(page.get_by_text("2 rows added.")).to_be_visible()
    assert inputs(page)[:5] == ["hot", "tall", "up", "on, or so", "old"]
    expect(page.get_by_label("Example 3, answer")).to_have_value("down")
    assert task_of(page)["shot_sets"]["opposite"][2] == {"input": "up", "output": " down"}
    page.get_by_role("button", name="Undo").click()
    assert inputs(page)[:3] == ["hot", "tall", "old"]


@pytest.mark.slow
def test_one_line_with_a_comma_is_pasted_as_text(open_page: OpenPage) -> None:
    page = opened(open_page())
    paste_into(page.get_by_label("Example 2, question"), "tall, very")
    expect(page.get_by_text("added")).to_have_count(0)


def test_pasted_rows_are_checked_counted_and_can_replace_the_set(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("button", name="Paste rows").click()
    rows = page.get_by_label("Rows of a spreadsheet")
    rows.fill("a,b\nc")
    fault = page.locator("#paste-rows").get_by_role("alert")
    expect(fault).to_have_text("Row 2 has 1 cell, row 1 has 2; the same in every row was expected.")
    expect(page.get_by_role("button", name="Replace the examples")).to_be_disabled()
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_disabled()  # counts no faults
    rows.fill("dog -> bark\ncat -> meow\nduck -> quack")  # as examples are written
    expect(fault).to_have_count(0)
    page.get_by_role("button", name="Add 3 rows").click()
    assert inputs(page)[-3:] == ["dog", "cat", "duck"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Paste rows").click()
    rows.fill("".join(f"q{i},a{i}\n" for i in range(20)))
    page.get_by_role("button", name="Add 20 rows").click()
    expect(page.get_by_text("8 rows added, 12 left out: 16 examples at most.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Paste rows").click()
    rows.fill("up,down\nin,out")
    page.get_by_role("button", name="Replace the examples").click()
    expect(page.get_by_text("The examples are now 2 rows.")).to_be_visible()
    assert inputs(page) == ["up", "in"]
    page.get_by_role("button", name="Undo").click()
    assert len(inputs(page)) == 8


@pytest.mark.slow
def test_the_task_says_what_was_measured_on_it(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_label("Task").select_option("reviews")
    task = next(task for task in VERDICTS["tasks"] if task["id"] == "reviews")
    first, *_, last = task["sets"][0]["by_k"]
    line = page.locator(".evidence")
    expect(line).to_contain_text(f"n = {task['n']}")
    said = line.inner_text()
    names = {"form": "form", "right": "the expected answer led in"}
    for measure, name in names.items():
        assert f"{name} {percent(first[measure][0])} → {percent(last[measure][0])}" in said
    best = max(task["sets"][0]["by_k"], key=lambda at: at["right"][0])
    assert best["k"] != last["k"]
    assert (
        f"Best with {best['k']} examples, chosen in hindsight: {percent(best['right'][0])}" in said
    )
    page.get_by_role("button", name="By number of examples").click()
    table = page.locator("#evidence table")
    expect(table.locator("tbody tr")).to_have_count(len(VERDICTS["ks"]))
    value, low, high = last["right"]
    expect(table.locator("tbody tr").last).to_contain_text(
        f"{percent(value)}[{percent(low)}, {percent(high)}]"
    )
    assert violations(page) == []
    task_of_mine = json.dumps({"template": "{input}->{output}", "query": {"input": "a"}})
    choose(page, "mine.json", task_of_mine.encode())
    expect(line).to_have_count(0)  # nothing was measured on it


ANSWERS = {"yes": "yes", "reverse": "the reverse", "not enough": "n is not enough to say"}


@pytest.mark.slow
def test_the_task_says_what_holds_under_other_conditions(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_label("Task").select_option("reviews")
    unfold = page.get_by_role("button", name="By order and format")
    unfold.click()
    table = page.locator("#robustness table")
    models = EVIDENCE["models"]
    heads = table.locator("thead th")
    expect(heads).to_have_text(["question", *(one["model"]["name"] for one in models)])
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(4)
    row = rows.filter(has_text="Does the order of 4 examples matter?")
    for place, model in enumerate(models):
        task = next(task for task in model["tasks"] if task["id"] == "reviews")
        expect(row.locator("td").nth(place)).to_have_text(order_cell(task["plans"]["order"]))
    expect(page.locator("#robustness")).to_contain_text(EVIDENCE["rule"]["commit"][:8])
    assert violations(page) == []
    other = page.get_by_text("With 4 of 8 shown, the other order shows other examples too.")
    expect(other).to_be_visible()
    page.get_by_label("another order").check()
    expect(other).to_be_visible()
    expect(page.locator("#robustness")).to_have_text(
        "This was measured with the task’s first examples only."
    )
    page.get_by_label("Task").select_option("same-word")
    expect(rows.filter(has_text="Are their answers read?")).to_have_count(0)
    page.get_by_role("textbox", name="question").first.fill("edited")
    expect(unfold).to_have_count(0)  # nothing was measured on what was edited


def order_cell(plan: dict[str, Any] | None) -> str:
    if plan is None:
        return "not measured yet"
    rights = [point["right"][0] for point in plan["points"]]
    return f"{percent(min(rights))} to {percent(max(rights))}: {ANSWERS[plan['answer']]}"


@pytest.mark.by_need
def test_a_question_is_drawn_from_those_measured(open_page: OpenPage) -> None:
    page = opened(open_page())
    items = json.loads((ROOT / "web/src/gallery/same-word/items.json").read_text("utf-8"))["items"]
    page.get_by_role("button", name=f"another of {len(items)}").click()
    question = page.get_by_label("Question", exact=True)
    expect(question).not_to_have_value("fast")
    item = next(item for item in items if item["input"] == question.input_value())
    settled(page)
    assert set(marks(page, "few")) == {*item["labels"], ""}
    answer = page.get_by_role("textbox", name="Expected answer")
    expect(answer).to_have_value(item["expected"]["opposite"].strip())
    page.get_by_label("CAPITALS").check()
    expect(answer).to_have_value(item["expected"]["CAPITALS"].strip())
    settled(page)
    let_timers_fire(page, 400)  # the address is written
    again = open_page("/" + page.evaluate("location.hash"))
    expect(fields(again).get_by_label("Question", exact=True)).to_have_value(item["input"])


@pytest.mark.slow
def test_axe_finds_nothing_with_everything_unfolded(open_page: OpenPage) -> None:
    page = opened(open_page())
    tools(page)
    page.get_by_role("button", name="Paste rows").click()
    page.get_by_role("button", name="Delete example 2, tall").click()
    page.get_by_role("button", name="Reference marks").click()
    assert violations(page) == []
