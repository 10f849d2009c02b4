"""What the door of a folder of one's own lets neither in nor out, guard by guard."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from contract.runs_views import compared

from shotglass.errors import InvalidRequest
from shotglass.extensions.content.entries import MOST_ENTRIES, MOST_LINES, MOST_ROWS, MOST_RUN
from shotglass.extensions.content.errors import NameTaken, NotWritable
from shotglass.extensions.content.folder import ContentFolder
from shotglass.extensions.content.task_form import MOST_BYTES

ROWS = "text,label\nA good day,happy\nA bad day,sad\n"
TASK = {"task.json": json.dumps({"template": "{input} ->{output}\n", "query": {"input": "fast"}})}


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, "utf-8")


def faults(root: Path) -> list[str]:
    return [str(fault) for fault in ContentFolder(root).content().faults]


TWICE = json.dumps([{"text": "A day", "label": "good"}, {"text": "A day", "label": "bad"}])
NO_SETS = json.dumps({
    "prompt": {"template": "{input} ->{output}\n", "query": {"input": "fast"}},
    "queries": [{"input": "fast", "expected": {"none": " slow"}}],
})  # fmt: skip
# A file, its text, and what is said of it.
REFUSED = [
    (
        "tasks/three/task.json",
        "3",
        "tasks/three/task.json, line 1: it is 3; an object was expected.",
    ),
    ("tasks/three/task.json", "[]", "tasks/three/task.json, line 1: it is []; an object was "),
    (
        "tasks/sets/task.json",
        NO_SETS,
        "tasks/sets/task.json, line 1: There are no examples 'none'; the sets of the prompt are no",
    ),
    ("tasks/plain", "", "tasks/plain: A folder with task.json in it was expected, not a file."),
    ("tasks/bare/words.en.json", "{}", "tasks/bare: There is no task.json in this folder."),
    ("datasets/moods", ROWS, "datasets/moods: The name was expected to end in .csv or "),
    ("datasets/moods.json", TWICE, "datasets/moods.json: Row 2 "),  # no line: rows are none
]


@pytest.mark.parametrize(("file", "text", "words"), REFUSED)
def test_what_has_not_the_form_of_its_kind_is_named_and_left_out(
    tmp_path: Path, file: str, text: str, words: str
) -> None:
    write(tmp_path, file, text)
    (fault,) = faults(tmp_path)
    assert fault.startswith(words)


# Digits of other scripts, which are no numbers, and more of them than a number may have.
@pytest.mark.parametrize("key", ["²", "٣", "9" * 5000])
def test_a_key_of_digits_is_no_place_in_a_list(tmp_path: Path, key: str) -> None:
    prompt = json.loads(TASK["task.json"]) | {"shot_sets": {key: [{"input": 3, "output": "a"}]}}
    write(tmp_path, "tasks/odd/task.json", json.dumps(prompt))
    run = deepcopy(compared())
    run["results"]["lanes"][1]["events"][2]["survivors"] = {key: "x"}
    write(tmp_path, "runs/odd.shotglass", json.dumps(run))
    assert [fault.split(",")[0] for fault in faults(tmp_path)] == [
        "tasks/odd/task.json", "runs/odd.shotglass",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "most"),
    [
        ("datasets/large.csv", MOST_ROWS),
        ("runs/large.shotglass", MOST_RUN),
        ("tasks/large/task.json", MOST_BYTES),
    ],
)
def test_a_file_of_a_byte_too_many_is_not_read(tmp_path: Path, file: str, most: int) -> None:
    write(tmp_path, file, "")
    with (tmp_path / file).open("r+b") as large:
        large.truncate(most + 1)
    assert faults(tmp_path) == [f"{file}: It cannot be read: it has more than {most:,} bytes."]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_dataset_of_a_line_too_many_is_not_read(tmp_path: Path, end: str) -> None:
    (tmp_path / "datasets").mkdir()
    rows = "a,b" + end
    (tmp_path / "datasets/most.csv").write_text(rows * MOST_LINES, newline="")
    (tmp_path / "datasets/more.csv").write_text(rows * (MOST_LINES + 1), newline="")
    assert faults(tmp_path) == [f"datasets/more.csv: It has more than {MOST_LINES:,} lines."]


def test_of_two_files_of_a_name_the_first_is_shown_and_the_other_named(tmp_path: Path) -> None:
    write(tmp_path, "datasets/moods.csv", ROWS)
    write(tmp_path, "datasets/moods.tsv", "text\tlabel\nA long day\ttired\n")
    (fault,) = faults(tmp_path)
    assert fault == "datasets/moods.tsv: There is another file of the name 'moods'; rename one."
    shown = ContentFolder(tmp_path).content().entries["datasets"]["moods"]
    assert shown.value["file"] == "moods.csv"


def test_hidden_files_are_no_content_and_no_fault(tmp_path: Path) -> None:
    for name in ("", "datasets/", "tasks/fast/"):
        write(tmp_path, f"{name}.DS_Store", "\0")
    write(tmp_path, "tasks/fast/task.json", TASK["task.json"])
    assert faults(tmp_path) == []
    assert list(ContentFolder(tmp_path).content().entries["tasks"]) == ["fast"]


def test_a_folder_that_is_added_may_be_read_by_all_as_others_are(tmp_path: Path) -> None:
    ContentFolder(tmp_path, writable=True).add("tasks", "fast", TASK)
    assert (tmp_path / "tasks/fast").stat().st_mode & 0o777 == 0o755


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    root, other = tmp_path / "root", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    (root / "tasks").symlink_to(other)
    with pytest.raises(NotWritable, match="nothing is written through it"):
        ContentFolder(root, writable=True).add("tasks", "fast", TASK)
    assert list(other.iterdir()) == []


def test_a_name_is_taken_by_a_link_that_leads_nowhere_too(tmp_path: Path) -> None:
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks/fast").symlink_to(tmp_path / "nowhere")
    with pytest.raises(NameTaken):
        ContentFolder(tmp_path, writable=True).add("tasks", "fast", TASK)
    assert [path.name for path in (tmp_path / "tasks").iterdir()] == ["fast"]


def test_a_disk_that_refuses_is_told_as_such(tmp_path: Path) -> None:
    write(tmp_path, "tasks", "A file where the folder was expected.")
    with pytest.raises(NotWritable):
        ContentFolder(tmp_path, writable=True).add("tasks", "fast", TASK)


def test_no_more_is_added_than_is_shown(tmp_path: Path) -> None:
    for number in range(MOST_ENTRIES):
        (tmp_path / f"tasks/n{number}").mkdir(parents=True)
    with pytest.raises(InvalidRequest, match=f"There are {MOST_ENTRIES} tasks already"):
        ContentFolder(tmp_path, writable=True).add("tasks", "fast", TASK)
    assert len(list((tmp_path / "tasks").iterdir())) == MOST_ENTRIES
