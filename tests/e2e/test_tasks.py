"""A task of one's own on Compare: undo, files, pasted rows, copies that run, the figure's files."""

from __future__ import annotations

import ast
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from e2e.instrument import (
    LANES,
    MODEL,
    ROOT,
    OpenPage,
    lane,
    marks,
    opened,
    post,
    prompt_of,
    run,
    settled,
)
from e2e.test_access import violations
from playwright.sync_api import FilePayload, Locator, Page, expect


def tools(page: Page) -> Locator:
    """The fold with the task's files and copies, open."""
    button = page.get_by_role("button", name="Save, open, copy as")
    if button.get_attribute("aria-expanded") == "false":
        button.click()
    return page.locator("#task-tools")


def saved(page: Page, button: Locator) -> str:
    with page.expect_download() as download:
        button.click()
    return Path(download.value.path()).read_text(encoding="utf-8")


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


def test_the_axis_is_saved_with_the_run_that_made_it(open_page: OpenPage) -> None:
    page = opened(open_page())
    figure = page.locator("figure").first
    record = json.loads(saved(page, figure.get_by_role("button", name="Save as JSON")))
    assert record["kind"] == "shotglass.comparison"
    assert record["prompt"]["query"] == {"input": "fast", "expected": " slow"}
    assert record["settings"]["seed"] == 2
    for found in record["lanes"]:
        shown = marks(page, found["id"])
        assert {label["text"]: label["p"] for label in found["labels"]}.items() <= shown.items()
        assert found["samples"][0]["tokens"]
        assert found["origin"]
    assert [found["id"] for found in record["lanes"]] == list(LANES)
    table = saved(page, figure.get_by_role("button", name="Save as CSV")).splitlines()
    heads = "Answer,no example,1 example,4 examples,0 to 1,0 to 4,1 to 4,expected"
    assert table[0].startswith(heads)
    assert float(table[1].split(",")[3]) == pytest.approx(100 * marks(page, "few")[" slow"])


def test_the_saved_axis_looks_the_same_as_a_file_of_its_own(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = opened(open_page(color_scheme="light"))
    page.wait_for_timeout(400)  # the marks have arrived
    figure = page.locator("figure").first
    path = tmp_path / "axis.svg"
    drawing = saved(page, figure.get_by_role("button", name="Save as SVG"))
    path.write_text(drawing, encoding="utf-8")
    assert "class=" not in drawing
    assert "style=" not in drawing
    there = figure.locator("svg").first.bounding_box()
    other = page.context.new_page()
    other.goto(path.as_uri())
    assert there is not None
    for row in (" slow", ""):
        here = page.locator(f"[data-row='{row}'] .name").bounding_box()
        file = other.locator(f"[data-row='{row}'] > text").first.bounding_box()
        assert here is not None
        assert file is not None
        assert file["x"] - 16 == pytest.approx(here["x"] - there["x"], abs=1)
        assert file["y"] - 16 == pytest.approx(here["y"] - there["y"], abs=1)
    page_mark = page.locator(".mark[data-lane=few]").first.bounding_box()
    file_mark = other.locator("[data-lane=few]").first.bounding_box()
    assert page_mark is not None
    assert file_mark is not None
    assert file_mark["x"] - 16 == pytest.approx(page_mark["x"] - there["x"], abs=1)
    assert file_mark["width"] == pytest.approx(page_mark["width"], abs=1)
    other.close()


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


def test_undo_brings_back_order_k_and_the_task_that_was_edited(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_role("radio", name="8 examples", exact=True).check()
    settled(page)
    page.get_by_label("Question", exact=True).fill("loud")
    page.get_by_label("Task").select_option("reviews")
    settled(page)
    expect(page.get_by_text("Another task is open; yours was changed.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Question", exact=True)).to_have_value("loud")
    expect(page.get_by_label("Task")).to_have_value("same-word")
    page.get_by_role("button", name="Delete example 8").click()
    expect(page.get_by_role("radio", name="7 examples", exact=True)).to_be_checked()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("radio", name="8 examples", exact=True)).to_be_checked()


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
    page.wait_for_timeout(1200)
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


def references(page: Page, kind: str) -> dict[str, float]:
    """A kind of reference mark by answer; chance stands once for all of them."""
    found = page.locator(f"[data-reference={kind}]").all()
    return {
        mark.locator("xpath=..").get_attribute("data-row") or "": float(
            mark.get_attribute("data-p") or "nan"
        )
        for mark in found
    }


SHOTS = ["hot -> cold", "tall -> short", "old -> young", "rich -> poor"]
LABELS = [" slow", " faster", " fastest", " FAST"]


def scored(address: str, shots: list[str], query: str) -> dict[str, float]:
    prompt = "".join(f"{shot}\n" for shot in shots) + f"{query} ->"
    body = {"model": MODEL, "prompt": prompt, "labels": LABELS}
    return {label["text"]: label["p"] for label in post(address, "/api/v1/score", body)["labels"]}


def test_reference_marks_are_what_the_score_call_says(open_page: OpenPage, address: str) -> None:
    page = run(opened(open_page()))
    expect(page.locator("[data-reference=content-free]")).to_have_count(4)
    assert references(page, "content-free") == pytest.approx(scored(address, SHOTS, "N/A"))
    form = sum(p for label, p in marks(page, "few").items() if label)
    assert references(page, "chance") == {"": pytest.approx(form / 4)}
    assert page.locator(".mark").count() == 15  # they are no lanes
    figure = page.locator("figure").first
    record = json.loads(saved(page, figure.get_by_role("button", name="Save as JSON")))
    assert [mark["kind"] for mark in record["references"]] == ["content-free", "chance"]
    assert record["references"][0]["prompt"].endswith("N/A ->")


def test_reference_marks_can_be_switched_off_and_stand_in_the_table(open_page: OpenPage) -> None:
    page = opened(open_page())
    expect(page.locator("[data-reference]")).to_have_count(5)
    page.get_by_role("button", name="Reference marks").click()
    page.get_by_label("chance").uncheck()
    expect(page.locator("[data-reference=chance]")).to_have_count(0)
    page.get_by_role("button", name="Show as table").click()
    heads = page.locator("figure thead th").all_inner_texts()
    assert heads[-2:] == ["expected", "“N/A” asked"]
    page.get_by_label("“N/A” asked").uncheck()
    assert page.locator("figure thead th").all_inner_texts()[-1] == "expected"


def test_what_each_example_brings_is_the_log_odds_lost_without_it(
    open_page: OpenPage, address: str
) -> None:
    page = run(opened(open_page()))
    expect(page.get_by_text("log-odds lost without it")).to_be_visible()
    expect(page.locator("[data-brought]")).to_have_count(4)

    def odds(p: float) -> float:
        return math.log(p / (1 - p))

    with_all = odds(scored(address, SHOTS, "fast")[" slow"])
    for i in range(4):
        without = odds(scored(address, SHOTS[:i] + SHOTS[i + 1 :], "fast")[" slow"])
        found = float(page.locator("[data-brought]").nth(i).get_attribute("data-brought") or "")
        assert found == pytest.approx(with_all - without, abs=1e-4)
        shown = page.locator("[data-brought]").nth(i).inner_text()
        assert shown == f"{found:.2f}".replace("-", "−")


def test_what_examples_bring_goes_when_the_draft_moves_and_comes_back(open_page: OpenPage) -> None:
    page = run(opened(open_page()))
    expect(page.locator("[data-brought]")).to_have_count(4)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Example 1, answer").fill("colder")
    expect(page.locator(".brought")).to_have_count(0)
    page.get_by_label("Example 1, answer").fill("cold")
    expect(page.locator("[data-brought]")).to_have_count(4)
    assert [url for url in asked if "/api/" in url] == []


def test_many_examples_are_left_out_only_on_request(open_page: OpenPage) -> None:
    page = run(opened(open_page()))
    page.get_by_role("button", name="Paste rows").click()
    page.get_by_label("Rows of a spreadsheet").fill("up,down\nin,out")
    page.get_by_role("button", name="Add 2 rows").click()
    page.get_by_role("radio", name="9 examples", exact=True).check()
    settled(page)
    page.wait_for_timeout(1200)
    expect(page.locator(".brought")).to_have_count(0)
    page.get_by_role("button", name="What does each example bring?").click()
    expect(page.locator("[data-brought]")).to_have_count(9)


def card(page: Page) -> Locator:
    return page.get_by_role("group", name="What else could have stood here")


def branch(page: Page, id: str) -> Locator:
    return lane(page, id).locator(".branch")


def test_a_text_goes_on_from_another_token(open_page: OpenPage, address: str) -> None:
    page = opened(open_page())
    lane(page, "few").locator(".token").first.click()
    other = card(page).get_by_role("button", name="Continue from").first
    label = other.get_attribute("aria-label") or ""
    chosen = label.removeprefix("Continue from “").removesuffix("” instead")
    other.click()
    expect(card(page)).to_have_count(0)
    there = branch(page, "few")
    expect(there).to_have_count(1)
    expect(there).to_be_focused()
    expect(there).to_contain_text("instead of “slow”:")
    expect(there.locator("[role=group] strong")).to_have_text(chosen)
    prompt = "".join(f"{shot}\n" for shot in SHOTS) + "fast ->" + chosen
    settings = {"temperature": 0.8, "seed": 2, "max_tokens": 15, "stop": ["\n"]}
    body = {"model": MODEL, "prompt": prompt, "settings": settings, "stream": False}
    events = post(address, "/api/v1/generate", body)["events"]
    texts = [event["text"] for event in events if event["type"] == "token"]
    expect(there.locator(".token")).to_have_count(len(texts))
    if texts:
        there.locator(".token").first.click()
        expect(card(page)).to_be_visible()
        page.keyboard.press("Escape")
    assert violations(page) == []
    there.get_by_role("button", name="Remove the branch").click()
    expect(there).to_have_count(0)


def test_branches_are_several_have_branches_and_go_with_their_own(open_page: OpenPage) -> None:
    page = opened(open_page())
    for i in (0, 1):
        lane(page, "zero").locator(".sample").first.locator(".token").nth(i).click()
        card(page).get_by_role("button", name="Continue from").first.click()
        expect(branch(page, "zero")).to_have_count(i + 1)
    second = branch(page, "zero").nth(1)
    second.locator(".token").nth(3).wait_for()
    second.locator(".token").nth(1).click()
    card(page).get_by_role("button", name="Continue from").first.click()
    expect(branch(page, "zero")).to_have_count(3)
    lane(page, "zero").get_by_role("button", name="Remove the branch").nth(1).click()
    expect(branch(page, "zero")).to_have_count(1)


def test_a_text_is_forked_by_keyboard(open_page: OpenPage) -> None:
    page = opened(open_page())
    lane(page, "zero").locator(".token").first.focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(card(page).get_by_role("button", name="Continue from").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(branch(page, "zero")).to_be_focused()
    branch(page, "zero").locator(".token").first.wait_for()
    branch(page, "zero").get_by_role("button", name="Remove the branch").focus()
    page.keyboard.press("Enter")
    expect(branch(page, "zero")).to_have_count(0)
    expect(lane(page, "zero").locator(".token").first).to_be_focused()


VERDICTS = json.loads((ROOT / "web/src/gallery/verdicts.json").read_text(encoding="utf-8"))


def test_the_task_says_what_was_measured_on_it(open_page: OpenPage) -> None:
    page = opened(open_page())
    page.get_by_label("Task").select_option("reviews")
    task = next(task for task in VERDICTS["tasks"] if task["id"] == "reviews")
    first, *_, last = task["sets"][0]["by_k"]
    line = page.locator(".evidence")
    expect(line).to_contain_text(f"n = {task['n']}")
    said = line.inner_text()
    for measure in ("form", "right"):
        assert f"{measure} {100 * first[measure][0]:.1f} → {100 * last[measure][0]:.1f}" in said
    page.get_by_role("button", name="By number of examples").click()
    table = page.locator("#evidence table")
    expect(table.locator("tbody tr")).to_have_count(len(VERDICTS["ks"]))
    value, low, high = last["right"]
    expect(table.locator("tbody tr").last).to_contain_text(
        f"{100 * value:.1f}[{100 * low:.1f}, {100 * high:.1f}]"
    )
    assert violations(page) == []
    task_of_mine = json.dumps({"template": "{input}->{output}", "query": {"input": "a"}})
    choose(page, "mine.json", task_of_mine.encode())
    expect(line).to_have_count(0)  # nothing was measured on it


def test_a_question_is_drawn_from_those_measured(open_page: OpenPage) -> None:
    page = opened(open_page())
    items = json.loads((ROOT / "web/src/gallery/items/same-word.json").read_text("utf-8"))["items"]
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
    page.wait_for_timeout(400)  # the address is written
    again = open_page("/" + page.evaluate("location.hash"))
    expect(again.get_by_label("Question", exact=True)).to_have_value(item["input"])


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
    assert read == 12


def test_axe_finds_nothing_with_everything_unfolded(open_page: OpenPage) -> None:
    page = opened(open_page())
    tools(page)
    page.get_by_role("button", name="Paste rows").click()
    page.get_by_role("button", name="Delete example 2, tall").click()
    page.get_by_role("button", name="Reference marks").click()
    assert violations(page) == []
