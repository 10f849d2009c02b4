"""What a lesson opens is there: a view, and in it a task or a lesson of the page or the folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shotglass.extensions.content.errors import InvalidContent
from shotglass.extensions.content.folder import ContentFolder
from shotglass.extensions.content.opens import NAMES, unknown_in

ROOT = Path(__file__).parents[5]
PROMPT = {
    "template": "{input} ->{output}\n",
    "shot_sets": {"gemischt": [{"input": "singen", "output": " sang"}]},
    "query": {"input": "trinken", "expected": " trank"},
}
RIGHT = (
    "#v1/compare?task=own.praeteritum",
    "#v1/compare?task=praeteritum&set=gemischt&k=1",
    "#v1/measure?question=examples&task=own.praeteritum",
    "#v1/compare?task=same-word&set=opposite",
    "#v1/compare?task=gone&prompt=%7B%7D",  # the prompt stands there whole
    "#v1/lessons?lesson=own.coins",
    "#v1/decode?text=Heads+or&task=gone",  # a view that knows no tasks
    "#v1/train",
)
WRONG = (
    ("#v1/compare?task=own.praeterita", "There is no task 'own.praeterita'"),
    ("#v1/measure?task=own.", "those of this folder are own.praeteritum"),
    ("#v1/compare?task=praeterita", "There is no task 'praeterita'"),
    ("#v1/compare?task=own.praeteritum&set=stark", "There are no examples 'stark'; "),
    ("#v1/lessons?lesson=own.dice", "There is no lesson 'own.dice'"),
    ("#v1/compose?task=same-word", "There is no view 'compose'; known are shelf, prompt"),
)
LINE = 'opens: "#v1/decode?text=Heads+or"'


def lesson(opens: str) -> str:
    docs = (ROOT / "docs" / "content.md").read_text("utf-8")
    text = docs.split("```markdown\n")[1].split("```")[0]
    assert LINE in text
    return text.replace(LINE, f"opens: {json.dumps(opens)}")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A task, and the numbers of a lesson that a test writes."""
    (tmp_path / "tasks" / "praeteritum").mkdir(parents=True)
    (tmp_path / "tasks" / "praeteritum" / "task.json").write_text(json.dumps(PROMPT), "utf-8")
    (tmp_path / "lessons" / "coins").mkdir(parents=True)
    numbers = (ROOT / "docs" / "content.md").read_text("utf-8").split("```json\n")[2]
    result = tmp_path / "lessons" / "coins" / "result.json"
    result.write_text(numbers.split("```")[0], "utf-8")
    return tmp_path


@pytest.fixture
def names(tmp_path: Path) -> Path:
    """As the page's build writes them."""
    names = tmp_path / "addresses.json"
    views = ["shelf", "prompt", "compare", "measure", "decode", "lessons", "train"]
    known = {"views": views, "tasks": ["same-word"], "lessons": ["tokens"]}
    names.write_text(json.dumps(known), "utf-8")
    return names


@pytest.mark.parametrize("opens", RIGHT)
def test_what_is_there_can_be_opened(root: Path, names: Path, opens: str) -> None:
    (root / "lessons" / "coins" / "lesson.en.md").write_text(lesson(opens), "utf-8")
    entries = ContentFolder(root).content().entries
    assert list(entries["lessons"]) == ["coins"]
    assert unknown_in(opens, entries["tasks"], entries["lessons"], names) is None


@pytest.mark.parametrize(("opens", "why"), WRONG)
def test_what_is_not_there_is_told(root: Path, names: Path, opens: str, why: str) -> None:
    entries = ContentFolder(root).content().entries
    detail = unknown_in(opens, entries["tasks"], ["coins"], names)
    assert detail is not None
    assert why in str(detail)


def test_a_lesson_that_opens_no_task_is_left_out_with_its_line(root: Path) -> None:
    text = lesson("#v1/compare?task=own.praeterita")
    (root / "lessons" / "coins" / "lesson.en.md").write_text(text, "utf-8")
    content = ContentFolder(root).content()
    assert not content.entries["lessons"]
    (fault,) = map(str, content.faults)
    line = 1 + text.splitlines().index('opens: "#v1/compare?task=own.praeterita"')
    assert fault == (
        f"lessons/coins/lesson.en.md, line {line}: There is no task 'own.praeterita'; those of "
        "this folder are own.praeteritum."
    )


def test_a_lesson_is_not_added_before_what_it_opens(root: Path) -> None:
    folder = ContentFolder(root, writable=True)
    numbers = (root / "lessons" / "coins" / "result.json").read_text("utf-8")
    files = {"lesson.en.md": lesson("#v1/compare?task=own.gone"), "result.json": numbers}
    with pytest.raises(InvalidContent, match="There is no task 'own.gone'"):
        folder.add("lessons", "dice", files)
    folder.add("lessons", "dice", files | {"lesson.en.md": lesson("#v1/lessons?lesson=own.dice")})
    assert list(folder.content().entries["lessons"]) == ["dice"]


@pytest.mark.skipif(not NAMES.is_file(), reason="the page is not built")
def test_the_built_page_names_its_tasks_and_lessons() -> None:
    known = json.loads(NAMES.read_text("utf-8"))
    tasks = {path.parent.name for path in (ROOT / "web/src/gallery").glob("*/task.json")}
    assert set(known["tasks"]) == tasks
    assert set(known["lessons"]) == {
        path.name for path in (ROOT / "web/src/extensions/course/lessons").iterdir()
    }
    assert {"shelf", "compare", "measure", "lessons"} <= set(known["views"])
