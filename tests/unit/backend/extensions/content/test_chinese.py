"""The faults of a folder of one's own in Chinese: no phrase lacks it, and sentences are whole."""

from __future__ import annotations

import ast
import json
import pickle
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from string import Template

import pytest

import shotglass
from shotglass.chinese import in_chinese, templates
from shotglass.errors import Phrase
from shotglass.extensions.content.folder import ContentFolder
from shotglass.extensions.content.located import Fault
from shotglass.prompting.refusals import REFUSALS
from shotglass.rows.faults import _WORDS as ROWS
from shotglass.rows.sentences import PLACES as ROW_PLACES

SOURCE = Path(shotglass.__file__).parent
PLACES = Template.pattern
LATIN = re.compile(r"[A-Za-z]{2,}")
QUIZ = "{ask: a, right: least, choices: [{say: b, value: 1}, {say: c, value: 2}]}"
HEADS = [
    "title: a: b\n",
    "title: [a, b\nopens: c\n",
    "title: {a: b\nopens: c\n",
    'title: "a\n',
    'title: "\\q"\n',
    "title: @a\n",
    "title: 'a' b\n",
    "title: *a\n",
    "title: &a b\nopens: *a\n",
    "title: !a b\n",
    "title: |a\n  b\n",
    "\ttitle: a\n",
    "title: a\ntitle: b\n",
]


def phrases() -> Iterator[str]:
    """The template of each Phrase of the source: as it stands there, or by the name it has."""
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        named = {
            (node.targets[0].id, node.value.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            if isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Phrase":
                template = node.args[0]
                if isinstance(template, ast.Constant):
                    yield template.value
                elif isinstance(template, ast.Name):
                    yield from (str(text) for name, text in named if name == template.id)
    yield from [*ROWS.values(), *chain(*ROW_PLACES.values()), *REFUSALS.values()]


def test_each_phrase_of_the_source_has_its_chinese_and_no_other_is_kept() -> None:
    known, used = set(templates()), set(phrases())
    assert used - known == set()
    of_libraries = known - used
    assert all(not name.endswith(".") for name in of_libraries), of_libraries


def test_a_phrase_has_the_same_values_in_both_languages() -> None:
    for english, chinese in templates().items():
        places = {match["named"] for match in PLACES.finditer(chinese)}
        assert None not in places, chinese
        assert places <= {match["named"] for match in PLACES.finditer(english)}, chinese


def fault_of(root: Path, name: str, text: str) -> Fault:
    (root / name).parent.mkdir(parents=True)
    (root / name).write_text(text, "utf-8")
    (fault,) = ContentFolder(root).content().faults
    return fault


@pytest.mark.parametrize("head", HEADS)
def test_what_is_no_yaml_is_said_in_chinese(tmp_path: Path, head: str) -> None:
    fault = fault_of(tmp_path, "lessons/coins/lesson.en.md", f"---\n{head}---\n\nText.\n")
    chinese = fault.shown()["detail"]["zh"]
    own = [head, "YAML", *re.findall(r"'[^']*'", fault.detail)]  # what stands there, or is a name
    assert [word for word in LATIN.findall(chinese) if word not in str(own)] == []
    assert len(re.findall("[\u4e00-\u9fff]", chinese)) >= 4


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("week: 13", "week 是 13；应为第 1 到 12 周。"),
        ("try: 3", "try 是 3；应为一段文字。"),
        ("names: [a]", 'names 是 ["a"]；应为对象。'),
        ("figures: {a: {kind: b}}", "缺少 figures.a.caption；应为一段文字。"),
        ("colour: red", "colour 是 'red'；没有这个键；可用的键有 title、try、opposite、"),
        (
            "quiz: {ask: a, right: least, choices: [{say: b, value: 1}]}",
            'quiz.choices 是 ["b"]；应有两个或更多。',
        ),
    ],
)
def test_what_does_not_fit_the_form_is_said_in_chinese(
    tmp_path: Path, line: str, words: str
) -> None:
    keys = {
        "title": "A",
        "opens": "'#v1/a'",
        "try": "B",
        "opposite": "C",
        "figures": "{}",
        "quiz": QUIZ,
    }
    kept = [f"{key}: {text}" for key, text in keys.items() if not line.startswith(key)]
    text = "\n".join(["---", *kept, line, "---", "", "Text.", ""])
    fault = fault_of(tmp_path, "lessons/coins/lesson.en.md", text)
    assert fault.shown()["detail"]["zh"].startswith(words)


@pytest.mark.parametrize(
    "text", ["{", "[1 2]", "{'a': 1}", '{"a" 1}', '{"a": "b\n"}', "[1] 2", '"\\q"']
)
def test_what_is_no_json_is_said_in_chinese(tmp_path: Path, text: str) -> None:
    fault = fault_of(tmp_path, "tasks/mine/task.json", text)
    assert set(LATIN.findall(fault.shown()["detail"]["zh"])) == {"JSON"}


def test_a_value_is_a_phrase_of_its_own_a_list_or_a_text_as_it_stands() -> None:
    kind = Phrase("a list of $items", items=Phrase("texts"))
    phrase = Phrase("$name is $value; $why", name="a", value="$why", why=kind)
    assert phrase == "a is $why; a list of texts"
    assert in_chinese(phrase) == "a 是 $why；由文字组成的列表"
    names = Phrase("one of $names", names=("a text", "b"))
    assert (names, in_chinese(names)) == ("one of a text, b", "以下之一：a text、b")
    assert in_chinese(Phrase.of("It costs $5")) == "It costs $5"
    again = pickle.loads(pickle.dumps(phrase))
    assert (again, in_chinese(again)) == (phrase, in_chinese(phrase))


def test_the_table_names_each_phrase_once() -> None:
    pairs = json.loads((SOURCE / "chinese.json").read_text("utf-8"), object_pairs_hook=list)
    assert len(pairs) == len({english for english, _ in pairs})
