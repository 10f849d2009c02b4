"""Each rule of a lesson's files by a lesson that breaks it alone, and what stands beside it that is
allowed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from shotglass.extensions.content.lessons import MOST_FAULTS, MOST_HEAD, MOST_NAMES, read_lesson
from shotglass.extensions.content.located import Faulty

ROOT = Path(__file__).parents[5]
_DOCS = (ROOT / "docs" / "content.md").read_text("utf-8")
ENGLISH = _DOCS.split("```markdown\n")[1].split("```")[0]
RESULT: dict[str, Any] = json.loads(_DOCS.split("```json\n")[2].split("```")[0])
CHINESE = """---
title: 硬币
figures: {heads: {caption: 正面}}
names: {heads: 硬币}
quiz: {ask: 多少, choices: [一半, 全部]}
opposite: 反面
try: 试
---

一段。

{heads[1000] percent}是正面。
"""


def faults(english: str = ENGLISH, result: Any = RESULT, chinese: str | None = None) -> list[str]:
    texts = {"lesson.en.md": english, "lesson.zh.md": chinese}
    texts["result.json"] = None if result is None else json.dumps(result)
    files = {name: text.encode() for name, text in texts.items() if text is not None}
    try:
        read_lesson("lessons/coins", files)
    except Faulty as error:
        return [str(fault).removeprefix("lessons/coins/") for fault in error.faults]
    return []


# What is put in place of what, and what is said of it.
BROKEN = [
    ("title: Coins", 'title: ""', "lesson.en.md, line 2: title is ''; a text was expected."),
    ("order: 1", "order: .inf", "lesson.en.md, line 3: order is '.inf'; a number from "),
    ("order: 1", "week: 13", "lesson.en.md, line 3: week is 13; a week from 1 to 12"),
    ("order: 1", "week: 0", "lesson.en.md, line 3: week is 0; a week from 1 to 12"),
    ("order: 1", "sources: ['']", "lesson.en.md, line 3: sources.0 is ''; a text was"),
    ("series: [heads]", "series: []", "lesson.en.md, line 7: figures.heads.series is []; a list"),
    ("kind: curves", "kind: curves\n    log: x", "lesson.en.md, line 9: figures.heads.log is 'x'"),
    ("kind: curves", "kind: curves\n    choose: {a: [b]}", "lesson.en.md, line 9: figures.heads"),
    ("kind: curves", "kind: bars\n    reads: {along: x, at: 1}", "lesson.en.md, line 9: bars are"),
    ("kind: curves", "kind: table", "lesson.en.md, line 7: The result has no table 'heads'."),
    ('opens: "#v1', 'opens: "https://', "lesson.en.md, line 22: opens is "),
    ("right: nearest", "right: greatest", "lesson.en.md, line 16: to was expected beside right"),
    ("  to: heads[1000]\n", "", "lesson.en.md, line 15: to was expected beside right: nearest"),
    ("to: heads[1000]", "to: many", "lesson.en.md, line 16: 'many' is neither a number nor a"),
    (
        "value: 0.5",
        'value: "tails[1000]"',
        "lesson.en.md, line 18: The result has no series 'tails'",
    ),
    (
        "{heads[1000] percent}",
        "{heads[1000].low}",
        "lesson.en.md, line 27: {heads[1000].low}: The ",
    ),
    ("{heads[1000] percent}", "{heads[1000] half}", "lesson.en.md, line 27: {heads[1000] half}: "),
    (
        "Far more",
        "More at {heads[9]} and",
        "lesson.en.md, line 20: {heads[9]}: heads has no point at 9",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "words"), BROKEN)
def test_a_lesson_that_breaks_one_rule_is_told_that_one(right: str, wrong: str, words: str) -> None:
    assert ENGLISH.count(right) == 1
    (fault,) = faults(ENGLISH.replace(right, wrong))
    assert fault.startswith(words)


ALLOWED = [
    ("order: 1", "order: 1\nweek: 12"),
    ("order: 1\n", ""),
    ("title: Coins", "title: Coins at {heads[9]}"),  # titles and questions are shown as they stand
    ("kind: curves", "kind: curves\n    log: both\n    reads: {along: x, at: 1}"),
    ("kind: curves", "kind: curves\n    log: true"),
    ("series: [heads]", 'series: ["heads[10]"]'),
    ("{heads[1000] percent}", "{heads[10].low percent} to {heads[10].high 2}, {heads[1000].y}"),
]


@pytest.mark.parametrize(("right", "other"), ALLOWED)
def test_what_stands_beside_a_rule_is_taken(right: str, other: str) -> None:
    assert ENGLISH.count(right) == 1
    assert faults(ENGLISH.replace(right, other)) == []


def test_each_choice_of_a_figure_needs_its_series() -> None:
    figure = 'series: ["{side}"]\n    choose: {side: [heads, tails]}'
    (fault,) = faults(ENGLISH.replace("series: [heads]", figure))
    assert fault.startswith("lesson.en.md, line 7: The result has no series 'tails'")


CHOICES = ", ".join(f"k{at}: [{', '.join(map(str, range(10)))}]" for at in range(40))


MANY = {
    "choices": [f'series: ["s{{k0}}"], choose: {{{CHOICES}}}'],
    "series": [f"series: [{', '.join(['heads'] * (MOST_NAMES + 1))}]"],
    "figures": ["series: [heads, heads], choose: {k: [1, 2]}"] * (MOST_NAMES // 4 + 1),
}


@pytest.mark.parametrize("kind", MANY)
def test_series_that_figures_stand_for_are_counted_before_they_are_made(kind: str) -> None:
    lines = (f"  f{at}: {{caption: b, kind: bars, {own}}}\n" for at, own in enumerate(MANY[kind]))
    text = re.sub(r"figures:\n(  .*\n)+", f"figures:\n{''.join(lines)}", ENGLISH)
    began = process_time()
    (fault,) = faults(text)
    assert fault.startswith("lesson.en.md, line 4: The figures stand for more than 1,000 series")
    assert process_time() - began < 5


def test_an_option_is_put_in_place_of_its_own_key_alone() -> None:
    figure = 'series: ["{a}"]\n    choose: {a: ["{b}", "{b}"], b: [tails, x]}'
    (fault,) = faults(ENGLISH.replace("series: [heads]", figure))
    assert fault.startswith("lesson.en.md, line 7: The result has no series '{b}'")


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (f"series: [{'a' * 201}]", "line 7: figures.heads.series is a list of one value; "),
        (f"series: [a]\n    choose: {{k: [b, {'a' * 201}]}}", "line 8: figures.heads.choose.k is"),
    ],
)
def test_names_of_series_and_options_are_short(figure: str, words: str) -> None:
    (fault,) = faults(ENGLISH.replace("series: [heads]", figure))
    assert fault.startswith(f"lesson.en.md, {words}")
    assert "200 characters" in fault


def test_of_very_many_faults_the_first_are_told_and_none_is_long() -> None:
    result = {"series": [{"name": f"{'a' * 900}{at}", "points": [{"x": 1, "y": 1}]}
                         for at in range(900)]}  # fmt: skip
    english = f"{ENGLISH.rstrip()}\n{'{b[1]} ' * 9_000}\n"
    began = process_time()
    *lines, last = faults(english, result)
    assert len(lines) == MOST_FAULTS
    assert last == "lesson.en.md: There are more faults; these are the first 20."
    assert max(map(len, lines)) < 6_000
    assert process_time() - began < 5


def test_a_lesson_without_numbers_is_told_where_they_are_expected() -> None:
    lines = faults(result=None)
    assert len(lines) == 3  # the figure, the question and the paragraph that name them
    assert all("There is no result.json beside the lesson" in line for line in lines)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"series": [{"name": "heads", "points": []}]}, "series.0.points is []; at least one"),
        ({"series": [{"name": "", "points": [{"x": 1, "y": 1}]}]}, "series.0.name is ''; a text"),
        ({"series": [{"name": "a", "points": [{"x": 1, "y": True}]}]}, "series.0.points.0.y is"),
        ({"tables": [{"name": "a", "columns": ["b"], "rows": [[1, 2]]}]}, "A row of 1 values was"),
        ({"tables": [{"name": "a", "columns": ["b"], "rows": [3]}]}, "A row of 1 values was"),
        ({"tables": [{"name": "a", "columns": ["b"], "rows": 3}]}, "tables.0.rows is 3; a list of"),
    ],
)
def test_numbers_that_do_not_fit_their_form_are_told(change: Any, words: str) -> None:
    (fault,) = faults(result=RESULT | change)
    assert fault.startswith(f"result.json, line 1: {words}")


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_what_is_no_number_of_json_is_told_wherever_it_stands(number: str) -> None:
    text = json.dumps(RESULT).replace('[1, "heads"]', f'[{number}, "heads"]')
    files = {"lesson.en.md": ENGLISH.encode(), "result.json": text.encode()}
    with pytest.raises(Faulty, match=f"This is not JSON: {number} is no number of JSON"):
        read_lesson("lessons/coins", files)


def test_keys_that_an_experiment_writes_beside_the_numbers_are_left_alone() -> None:
    assert faults(result=RESULT | {"question": "?", "seeds": [1]}) == []
    assert faults(result=[]) == ["result.json, line 1: series is missing; a list of objects was "
                                 "expected."]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No head.\n", ", line 1: A head between two lines of --- was expected"),
        (ENGLISH.split("\nThe claim")[0], ", line 23: A paragraph was expected below the head."),
        (ENGLISH.replace("order: 1", "- a"), ", line 3: This is not YAML: "),
        (
            ENGLISH.replace("order: 1", f"order: 1 # {'a' * MOST_HEAD}"),
            ", line 1: The head has more",
        ),
    ],
)
def test_a_text_without_head_or_paragraph_is_told(text: str, words: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith(f"lesson.en.md{words}")


def test_marks_and_line_ends_of_other_systems_change_nothing() -> None:
    assert faults("\ufeff" + ENGLISH.replace("\n", "\r\n")) == []
    (fault,) = faults(
        "\ufeff" + ENGLISH.replace("1000] percent", "1] percent").replace("\n", "\r\n")
    )
    assert fault.startswith("lesson.en.md, line 27: ")


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("一段。\n\n", "", ": The number of paragraphs is 1; 2 was expected"),
        (", 全部]", "]", ", line 5: The number of choices is 1; 2 was expected"),
        ("{heads: {caption: 正面}}", "{tails: {caption: 反面}}", ", line 3: The figure "),
        ("{heads: 硬币}", "{}", ", line 4: 'heads' was expected here too"),
        ("[1000] percent", "[1] percent", ", line 12: {heads[1] percent}: heads has no point"),
        (
            "opposite: 反面",
            "opposite: 反面\nopens: a",
            ", line 7: opens is 'a'; there is no such key",
        ),
    ],
)
def test_chinese_words_must_fit_the_english_ones(right: str, wrong: str, words: str) -> None:
    assert faults(chinese=CHINESE) == []
    assert CHINESE.count(right) == 1
    assert f"lesson.zh.md{words}" in "\n".join(faults(chinese=CHINESE.replace(right, wrong)))
