"""A folder of one's own: what it shows, and what is said of a file that cannot be taken."""

from __future__ import annotations

import json
import os
import re
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from shotglass.errors import InvalidRequest
from shotglass.extensions.content import folder
from shotglass.extensions.content.entries import MOST_ENTRIES, Kind, read_entry
from shotglass.extensions.content.errors import InvalidContent, NameTaken, NotWritable
from shotglass.extensions.content.folder import ContentFolder

ROOT = Path(__file__).parents[5]
RESULT = {
    "series": [
        {
            "name": "heads",
            "x": "throws",
            "unit": "share",
            "points": [{"x": 10, "y": 0.6, "low": 0.3, "high": 0.8}, {"x": 1000, "y": 0.503}],
        }
    ]
}
PROMPT = {
    "template": "{input} ->{output}\n",
    "shot_sets": {"opposites": [{"input": "hot", "output": " cold"}]},
    "query": {"input": "fast", "expected": " slow"},
}
TASK = {
    "queries": [{"input": "fast", "expected": {"opposites": " slow"}}],
    "prompt": PROMPT,
}
ROWS = "text,label\nA good day,happy\nA bad day,sad\n"


def lesson_text() -> str:
    """The lesson of the docs."""
    docs = (ROOT / "docs" / "content.md").read_text("utf-8")
    return docs.split("```markdown\n")[1].split("```")[0]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A lesson, a task and a dataset, all in order."""
    root = tmp_path / "Lecture 3"
    write(root, "lessons/coins/lesson.en.md", lesson_text())
    write(root, "lessons/coins/result.json", as_json(RESULT))
    write(root, "tasks/words/task.json", as_json(TASK))
    write(root, "tasks/words/words.en.json", as_json({"title": "Opposites"}))
    write(root, "datasets/moods.csv", ROWS)
    return root


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, "utf-8")


def as_json(value: object) -> str:
    return json.dumps(value, indent=2)


def faults(root: Path) -> list[str]:
    return [str(fault) for fault in ContentFolder(root).content().faults]


def test_the_lesson_of_the_docs_a_task_and_a_dataset_are_shown(root: Path) -> None:
    content = ContentFolder(root).content()
    assert content.faults == ()
    shown = {kind: list(entries) for kind, entries in content.entries.items()}
    assert shown == {"tasks": ["words"], "lessons": ["coins"], "runs": [], "datasets": ["moods"]}
    lesson = content.entries["lessons"]["coins"].value
    assert lesson["en"]["head"]["title"] == "Coins"
    assert len(lesson["en"]["paragraphs"]) == 2
    assert lesson["result"]["series"] == RESULT["series"]
    assert content.entries["datasets"]["moods"].value["items"] == 2


def test_a_folder_that_many_ask_for_at_once_is_read_once(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, pages, meeting = [], threading.Barrier(8), threading.Barrier(2)

    def slow(kind: Kind, path: Path) -> dict[str, Any]:
        names.append(path.name)
        with suppress(threading.BrokenBarrierError):  # nobody else reads meanwhile
            meeting.wait(0.1)
        return read_entry(kind, path)

    def page() -> None:
        pages.wait()
        shown.content()

    monkeypatch.setattr(folder, "read_entry", slow)
    shown = ContentFolder(root)
    threads = [threading.Thread(target=page) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(names) == ["coins", "moods.csv", "words"]


def test_an_error_that_nobody_expected_hides_no_other_entry(
    root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def read(kind: Kind, path: Path) -> dict[str, Any]:
        return {} if kind != "lessons" else {}["none"]

    monkeypatch.setattr(folder, "read_entry", read)
    content = ContentFolder(root).content()
    assert [str(fault) for fault in content.faults] == [
        "lessons/coins: An error nobody expected; the server's log has it."
    ]
    assert [len(entries) for entries in content.entries.values()] == [1, 0, 0, 1]
    assert "KeyError: 'none'" in caplog.text


def test_a_prompt_object_alone_is_a_task_that_asks_its_own_question(root: Path) -> None:
    write(root, "tasks/saved/task.json", as_json(PROMPT))
    task = ContentFolder(root).content().entries["tasks"]["saved"].value
    assert task["queries"] == [{"input": "fast", "expected": {"opposites": " slow"}}]
    assert task["words"] == {}


LESSON_FILE = "lessons/coins/lesson.en.md"
RESULT_FILE = "lessons/coins/result.json"
# A file, what is put in place of what, and what is said of it.
MADE_FAULTS = [
    (LESSON_FILE, "kind: curves", "kind: lines", ", line 8: figures.heads.kind is"),
    (LESSON_FILE, "opposite:", "oposite:", ", line 20: oposite is"),
    (LESSON_FILE, "series: [heads]", "series: [tails]", ", line 7: The result has no series"),
    (LESSON_FILE, "to: heads[1000]", "to: heads[999]", ", line 16: heads has no point at 999"),
    (LESSON_FILE, "title: Coins", "title: [Coins", ", line 3: This is not YAML"),
    (LESSON_FILE, "{heads[1000] percent} were", "{heads[1] percent} were", ", line 27: "),
    (RESULT_FILE, '"y": 0.503', '"y": "half"', ", line 16: series.0.points.1.y is"),
    ("tasks/words/task.json", "{input} ->{output}", "{input} ->{answer}", ", line 11: "),
    ("tasks/words/task.json", '"opposites": " slow"', '"antonyms": " slow"', ", line 6: There"),
    ("tasks/words/words.en.json", '"Opposites"', "'Opposites'", ", line 2: This is not JSON"),
    ("datasets/moods.csv", "A bad day,sad", "A bad day", ", line 3: Row 3 has 1 cell;"),
    ("datasets/moods.csv", "A bad day,sad", "A good day,sad", ", line 3: Row 3 asks what row 2"),
]


@pytest.mark.parametrize(("file", "right", "wrong", "words"), MADE_FAULTS)
def test_a_fault_is_told_with_its_file_and_line_and_the_rest_is_shown(
    root: Path, file: str, right: str, wrong: str, words: str
) -> None:
    text = (root / file).read_text("utf-8")
    assert right in text
    write(root, file, text.replace(right, wrong))
    (fault,) = faults(root)
    assert fault.startswith(file)
    assert words in fault
    shown = ContentFolder(root).content().entries
    assert sum(len(entries) for entries in shown.values()) == 2


def test_a_run_is_refused_with_the_line_of_the_place_that_is_wrong(root: Path) -> None:
    write(root, "runs/mine.shotglass", '{\n "shotglass_run": 1,\n "view": "other"\n}')
    (fault,) = faults(root)
    assert fault.startswith("runs/mine.shotglass, line 3: This file is no run. view: expected")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("title: &a Coins\nopposite: *a\n", "an alias was found"),
        ("title: !!python/object/apply:os.system [ls]\n", "a plain value was expected"),
        ("title: Coins\ntitle: Coins\n", "the key 'title' is there twice"),
        ("a: " + "[" * 2000 + "\n", "nested too deep"),
        ("a: " + "[" * 70 + "]" * 70 + "\n", "it is nested deeper than 64 levels"),
        ("a: \a\n", "a control character was found"),
        ("- a\n- b\n", "An object of keys and values was expected"),
    ],
)
def test_yaml_that_would_do_more_than_hold_values_is_refused(
    root: Path, head: str, words: str
) -> None:
    write(root, "lessons/coins/lesson.en.md", f"---\n{head}---\n\nText.\n")
    (fault,) = faults(root)
    assert words in fault


def test_both_languages_must_have_as_much(root: Path) -> None:
    head = "title: 硬币\ntry: 试一试\nopposite: 正面多得多。\nfigures: {tails: {caption: 反面}}\n"
    quiz = "quiz: {ask: 多少？, choices: [一半]}\n"
    write(root, "lessons/coins/lesson.zh.md", f"---\n{head}{quiz}---\n\n一段。\n")
    lines = faults(root)
    assert len(lines) == 5
    assert all(line.startswith("lessons/coins/lesson.zh.md") for line in lines)


def test_links_pipes_large_files_and_strange_names_are_refused(root: Path, tmp_path: Path) -> None:
    write(tmp_path, "secret.csv", ROWS)
    (root / "datasets/linked.csv").symlink_to(tmp_path / "secret.csv")
    (root / "lessons/linked").symlink_to(root / "lessons/coins")
    (root / "runs").symlink_to(tmp_path)
    os.mkfifo(root / "datasets/pipe.csv")
    write(root, "datasets/Ünicode name.csv", ROWS)
    write(root, "datasets/large.csv", "x" * 4_000_001)
    write(root, "tasks/words/script.html", "<script>")
    write(root, "taks/words/task.json", "{}")
    assert len(faults(root)) == 8
    assert "secret" not in str(faults(root))
    folder = ContentFolder(root)
    assert folder.bytes_of("datasets", "linked") is None
    assert folder.bytes_of("runs", "secret") is None
    assert folder.bytes_of("datasets", "../../secret") is None


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(root: Path) -> None:
    folder = ContentFolder(root)
    first = folder.content().entries["datasets"]["moods"]
    assert folder.content().entries["datasets"]["moods"] is first
    write(root, "datasets/moods.csv", ROWS + "An odd day,odd\n")
    assert folder.content().entries["datasets"]["moods"].value["items"] == 3


def test_of_very_many_files_the_first_ones_are_shown(root: Path) -> None:
    for number in range(MOST_ENTRIES + 1):
        write(root, f"datasets/n{number}.csv", ROWS)
    assert len(ContentFolder(root).content().entries["datasets"]) == MOST_ENTRIES
    assert faults(root) == [
        f"datasets: There are more than {MOST_ENTRIES}; the others are left out."
    ]


def test_what_is_added_is_checked_first_and_nothing_is_written_over(root: Path) -> None:
    files = {"task.json": as_json(PROMPT)}
    with pytest.raises(NotWritable):
        ContentFolder(root).add("tasks", "mine", files)
    folder = ContentFolder(root, writable=True)
    folder.add("tasks", "mine", files)
    assert "mine" in folder.content().entries["tasks"]
    with pytest.raises(NameTaken):
        folder.add("tasks", "words", files)
    for id in ("../out", "a/b", "", ".hidden", "x" * 41):
        with pytest.raises(InvalidRequest):
            folder.add("tasks", id, files)
    with pytest.raises(InvalidContent, match=r"task.json, line 2"):
        folder.add("tasks", "other", {"task.json": '{\n "template": 3}'})
    assert sorted(path.name for path in (root / "tasks").iterdir()) == ["mine", "words"]


STOCK = sorted(
    path.parent
    for path in (ROOT / "web/src/extensions/course/lessons").glob("*/lesson.en.md")
    if not (path.parent / "Figure.svelte").exists()
)
OF_THE_SOURCE = re.compile(r"^(experiment|also|corrections):.*\n(?:[ ].*\n|\n)*", re.MULTILINE)


@pytest.mark.parametrize("folder", STOCK, ids=lambda folder: folder.name)
def test_the_built_in_lessons_without_code_have_the_same_form(root: Path, folder: Path) -> None:
    for name in ("lesson.en.md", "lesson.zh.md"):
        _, head, body = (folder / name).read_text("utf-8").split("---\n", 2)
        head = OF_THE_SOURCE.sub("", head + "\n")
        write(root, f"lessons/{folder.name}/{name}", f"---\n{head}---\n{body}")
    result: Any = json.loads((folder / "result.json").read_text("utf-8"))
    for beside in folder.glob("*.result.json"):  # in the source alone a lesson has several results
        other: Any = json.loads(beside.read_text("utf-8"))
        for kind in ("series", "tables"):
            names = ({**item, "name": f"{other['lesson']}.{item['name']}"} for item in other[kind])
            result[kind] += names
    write(root, f"lessons/{folder.name}/result.json", as_json(result))
    assert [fault for fault in faults(root) if "right is 'outcome'" not in fault] == []


@pytest.mark.parametrize("task", sorted((ROOT / "web/src/gallery").glob("*/task.json")))
def test_the_tasks_of_the_gallery_have_the_same_form(root: Path, task: Path) -> None:
    for name in ("task.json", "words.en.json", "words.zh.json"):
        text = (task.parent / name).read_text("utf-8")
        write(root, f"tasks/{task.parent.name}/{name}", text)
    assert faults(root) == []


VERBS = "\ufeffNr.;Infinitiv;Praeteritum;Klasse\n" + "".join(
    f"{number};{verb};{past};{kind}\n"
    for number, (verb, past, kind) in enumerate(
        [("gehen", "ging", "stark"), ("sagen", "sagte", "schwach"), ("sehen", "sah", "stark")], 1
    )
)


def test_a_dataset_of_other_names_is_shown_and_its_columns_are_left_to_be_chosen(
    root: Path,
) -> None:
    write(root, "datasets/verben.csv", VERBS)
    assert faults(root) == []
    shown = ContentFolder(root).content().entries["datasets"]["verben"].value
    assert (shown["items"], shown["columns"]) == (None, None)


def test_a_file_beside_a_dataset_says_which_column_is_which(root: Path) -> None:
    folder = ContentFolder(root)
    write(root, "datasets/verben.csv", VERBS)
    assert folder.content().entries["datasets"]["verben"].value["items"] is None
    named = {"input": "Infinitiv", "expected": "Praeteritum"}
    write(root, "datasets/verben.columns.json", as_json(named))
    shown = folder.content().entries["datasets"]["verben"].value
    assert shown["items"] == 3
    assert shown["columns"] == {"labels": None, "id": None} | named
    assert folder.bytes_of("datasets", "verben") == VERBS.encode()
    assert folder.content().faults == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '{\n "input": "Infinitiv",\n "expected": "Imperfekt"\n}',
            ", line 3: There is no column 'Imperfekt'; there are Nr., Infinitiv, Praeteritum, Kl",
        ),
        ('{\n "frage": "Infinitiv"}', ", line 2: frage is 'Infinitiv'; there is no such key"),
        ("[]", ", line 1: it is []; an object was expected"),
        ("input", ", line 1: This is not JSON"),
    ],
)
def test_names_of_columns_are_checked_by_line(root: Path, text: str, words: str) -> None:
    write(root, "datasets/verben.csv", VERBS)
    write(root, "datasets/verben.columns.json", text)
    (fault,) = faults(root)
    assert fault.startswith("datasets/verben.columns.json" + words)
    assert "verben" not in ContentFolder(root).content().entries["datasets"]


def test_names_of_columns_without_their_dataset_and_through_links_are_told(
    root: Path, tmp_path: Path
) -> None:
    write(root, "datasets/verben.columns.json", "{}")
    assert faults(root) == [
        "datasets/verben.columns.json: There is no dataset 'verben', whose columns it could name."
    ]
    write(tmp_path, "secret.json", '{"input": "secret"}')
    (root / "datasets/moods.columns.json").symlink_to(tmp_path / "secret.json")
    assert faults(root)[0].startswith("datasets/moods.columns.json: It cannot be read: it is a li")
    assert "secret" not in str(faults(root))


def test_all_bad_rows_of_a_dataset_are_told_each_with_its_line(root: Path) -> None:
    write(root, "datasets/moods.csv", "input,expected\n" + "a,\n" * 12)
    told = faults(root)
    assert told[0].startswith("datasets/moods.csv, line 2: Row 2 has no answer (expected);")
    assert told[9].startswith("datasets/moods.csv, line 11: Row 11 has")
    assert told[10:] == ["datasets/moods.csv: 2 more rows cannot be read."]


def test_the_log_says_what_is_not_shown_once_and_when_it_is_mended(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = ContentFolder(root)
    write(root, "datasets/moods.csv", "input,expected\na,\n")
    for _ in range(3):
        folder.content()
    write(root, "datasets/moods.csv", "input,expected\na,b\nc,\n")
    folder.content()
    write(root, "datasets/moods.csv", "input,expected\na,b\nc,d\n")
    for _ in range(2):
        folder.content()
    way = "has no answer (expected); write it, or delete the row."
    assert [record.getMessage() for record in caplog.records] == [
        f"Not shown: datasets/moods.csv, line 2: Row 2 {way}",
        f"Not shown: datasets/moods.csv, line 3: Row 3 {way}",
        "Mended, or taken away: datasets/moods.csv",
    ]
