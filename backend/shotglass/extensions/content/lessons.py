"""Reads the files of a lesson: the heads by their form, and every value that words and figures name
in the result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice, pairwise, product
from math import prod
from typing import Any, TypeVar

from ...errors import Phrase
from ...parsing import Place
from .lesson_form import LessonForm, OtherWords, ResultForm
from .located import UTF_8, Fault, Faulty, Located, decoded, read_json, read_yaml

FILES = ("lesson.en.md", "lesson.zh.md", "result.json")
MOST_HEAD = 32_000  # characters of YAML, which takes a hundred times as long to read as prose
MOST_NAMES = 1_000  # of series that all figures of a lesson stand for
MOST_FAULTS = 20  # that are told of a lesson
MOST_BYTES = {"lesson.en.md": 100_000, "lesson.zh.md": 100_000, "result.json": 1_000_000}
T = TypeVar("T")
_FILE = re.compile(r"---\n(.*?\n)---\n(.*)", re.S)
# As web/src/core/experiments/fill.ts has it.
_PLACE = re.compile(r"\{([\w.-]+)\[([^\[\]{}]+)\](?:\.(y|low|high|n))?(?: (\w+))?\}")
_FORMATS = ("percent", "points", "count", "whole", "doubled")
_POINT = re.compile(r"(.+)\[([^\[\]]+)\]")
_KEY = re.compile(r"\{(\w+)\}")
_UNFILLED = ("quiz", "series", "choose", "formula", "title")  # keys whose texts name no values


def read_lesson(folder: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """What the page shows: heads and paragraphs by language, and the result. Raises Faulty."""
    english, form, paragraphs = _read(folder, "lesson.en.md", files, LessonForm)
    shown = {"en": {"head": english.value, "paragraphs": paragraphs}}
    result = _Result(folder, files)
    faults = chain(
        figure_faults(english, form, result),
        quiz_faults(english, form, result),
        text_faults(english, files["lesson.en.md"], result),
    )
    if "lesson.zh.md" in files:
        chinese, words, other = _read(folder, "lesson.zh.md", files, OtherWords)
        shown["zh"] = {"head": chinese.value, "paragraphs": other}
        faults = chain(
            faults,
            disagreements(chinese, form, words, len(paragraphs), len(other)),
            text_faults(chinese, files["lesson.zh.md"], result),
        )
    if first := list(islice(faults, MOST_FAULTS)):
        if (more := next(faults, None)) is not None:
            detail = Phrase("There are more faults; these are the first $most.", most=MOST_FAULTS)
            first.append(Fault(more.file, None, detail))
        raise Faulty(first)
    return shown | {"result": result.value}


class _Result:
    """The numbers of ``result.json``, by name; none without the file."""

    def __init__(self, folder: str, files: Mapping[str, bytes]) -> None:
        self.series: dict[str, dict[str, tuple[str, ...]]] = {}
        self.tables: tuple[str, ...] = ()
        self.value: dict[str, Any] | None = None
        if "result.json" not in files:
            return
        located = read_json(f"{folder}/result.json", files["result.json"])
        whole = located.value if isinstance(located.value, dict) else {}
        own = {key: whole[key] for key in ("series", "tables") if key in whole}
        form = located.parsed(ResultForm, own)
        for at, table in enumerate(form.tables):
            for number, row in enumerate(table.rows):
                if not isinstance(row, list) or len(row) != len(table.columns):
                    place = ("tables", at, "rows", number)
                    words = "A row of $count values was expected, one a column."
                    detail = Phrase(words, count=len(table.columns))
                    raise Faulty([located.fault(place, detail)])
        self.tables = tuple(table.name for table in form.tables)
        for series in form.series:
            self.series[series.name] = {
                _spelt(point.x): tuple(
                    name for name in ("low", "high", "n") if getattr(point, name) is not None
                )
                for point in series.points
            }
        self.value = {"series": own["series"], "tables": own.get("tables", [])}

    def lacks(self, name: str, point: str | None = None, field: str | None = None) -> Phrase | None:
        """Why there is no such series, point or value; None where there is one."""
        if not self.series:
            return Phrase(
                "There is no result.json beside the lesson; its series were expected there."
            )
        if name not in self.series:
            words = "The result has no series $name; it has $names."
            return Phrase(words, name=repr(name), names=tuple(self.series)[:12])
        points = self.series[name]
        if point is not None and point not in points:
            words = "$name has no point at $point; it has $points."
            return Phrase(words, name=name, point=point, points=tuple(points)[:12])
        if field in ("low", "high", "n") and field not in points[point or ""]:
            return Phrase("The point $name has no $field.", name=f"{name}[{point}]", field=field)
        return None


def _spelt(x: float | str) -> str:
    """As JavaScript writes a number."""
    return str(int(x)) if isinstance(x, float) and x.is_integer() else str(x)


def _read(
    folder: str, name: str, files: Mapping[str, bytes], kind: type[T]
) -> tuple[Located, T, list[str]]:
    file = f"{folder}/{name}"
    text = decoded(file, files[name]).replace("\r\n", "\n")
    match = _FILE.fullmatch(text)
    if match is None:
        detail = Phrase("A head between two lines of --- was expected, and text below it.")
        raise Faulty([Fault(file, 1, detail)])
    if len(match[1]) > MOST_HEAD:
        words = "The head has more than $most characters; prose stands below it."
        raise Faulty([Fault(file, 1, Phrase(words, most=f"{MOST_HEAD:,}"))])
    head = read_yaml(file, match[1], 1)
    form = _parsed(head, kind)
    paragraphs = [joined(part) for part in re.split(r"\n\s*\n", match[2].strip())]
    if not paragraphs[0]:
        line = text[: match.start(2)].count("\n")
        detail = Phrase("A paragraph was expected below the head.")
        raise Faulty([Fault(file, line, detail)])
    return head, form, paragraphs


def _parsed(head: Located, kind: type[T]) -> T:
    if not isinstance(head.value, dict):
        detail = Phrase("An object of keys and values was expected, as title: Coins.")
        raise Faulty([head.fault((), detail)])
    # No field of a dataclass is named try.
    renamed = {"try_" if key == "try" else key: item for key, item in head.value.items()}
    return head.parsed(kind, renamed)


_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”…—]")


def joined(paragraph: str) -> str:
    """The lines of a paragraph as one: a line's end is a space, and nothing within Chinese."""
    lines = [line.strip() for line in paragraph.split("\n")]
    parts = lines[:1]
    for before, line in pairwise(lines):
        inner = _HAN.match(before[-1:]) and _HAN.match(line[:1])
        parts.append(line if inner else f" {line}")
    return "".join(parts)


def figure_faults(head: Located, form: LessonForm, result: _Result) -> Iterator[Fault]:
    counts = (
        len(figure.series) * prod(map(len, figure.choose.values()))
        for figure in form.figures.values()
    )
    if sum(counts) > MOST_NAMES:
        words = "The figures stand for more than $most series; give fewer to choose from."
        yield head.fault(("figures",), Phrase(words, most=f"{MOST_NAMES:,}"))
        return
    for name, figure in form.figures.items():
        place: Place = ("figures", name)
        if figure.reads is not None and figure.kind != "curves":
            detail = Phrase("$kind are not read off; curves are.", kind=figure.kind)
            yield head.fault((*place, "reads"), detail)
        for at, series in enumerate(figure.series):
            if figure.kind != "table":
                names = names_of(series, figure.choose)
                lacking = next(filter(None, map(result.lacks, *names)), None)
            elif series not in result.tables:
                lacking = Phrase("The result has no table $name.", name=repr(series))
            else:
                lacking = None
            if lacking:
                yield head.fault((*place, "series", at), lacking)


def names_of(
    pattern: str, choose: Mapping[str, tuple[float | str, ...]]
) -> tuple[list[str], list[str | None]]:
    """The names of all series that a pattern stands for, and their points where it names one."""
    names, points = [], []
    for options in product(*choose.values()):
        name = chosen_name(pattern, dict(zip(choose, map(_spelt, options), strict=True)))
        match = _POINT.fullmatch(name)
        names.append(match[1] if match else name)
        points.append(match[2] if match else None)
    return names, points


def chosen_name(pattern: str, chosen: Mapping[str, str]) -> str:
    """As web/src/core/experiments/operated.ts makes it: no option is read for keys again, or a few
    short ones would make a name of any length."""
    return _KEY.sub(lambda key: chosen.get(key[1], key[0]), pattern)


def quiz_faults(head: Located, form: LessonForm, result: _Result) -> Iterator[Fault]:
    quiz = form.quiz
    if (quiz.right == "nearest") != (quiz.to is not None):
        detail = Phrase("to was expected beside right: nearest, and there alone.")
        yield head.fault(("quiz", "to" if quiz.to else "right"), detail)
    values: list[tuple[Place, float | str | None]] = [(("quiz", "to"), quiz.to)]
    values += [(("quiz", "choices", at, "value"), of.value) for at, of in enumerate(quiz.choices)]
    for place, value in values:
        match = _POINT.fullmatch(value) if isinstance(value, str) else None
        if isinstance(value, str) and match is None:
            words = "$value is neither a number nor a place such as heads[10]."
            yield head.fault(place, Phrase(words, value=repr(value)))
        elif match is not None and (lacking := result.lacks(match[1], match[2])):
            yield head.fault(place, lacking)


def text_faults(head: Located, data: bytes, result: _Result) -> Iterator[Fault]:
    """Faults of the values that texts of the head and paragraphs name."""
    for place, text in _strings(head.value, ()):
        for match in _PLACE.finditer(text):
            if lacking := _lacking(match, result):
                yield head.fault(place, lacking)
    text = data.decode(UTF_8).replace("\r\n", "\n")
    body = text.index("\n---\n", 3)
    for match in _PLACE.finditer(text, body):
        if lacking := _lacking(match, result):
            yield Fault(head.file, text.count("\n", 0, match.start()) + 1, lacking)


def _strings(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    pairs = value.items() if isinstance(value, dict) else ()
    for key, item in enumerate(value) if isinstance(value, list) else pairs:
        if key not in _UNFILLED:
            yield from _strings(item, (*place, key))


def _lacking(match: re.Match[str], result: _Result) -> Phrase | None:
    name, point, field, form = match.groups()
    if form is not None and form not in _FORMATS and not re.fullmatch(r"\d", form):
        words = "$place: there is no format $format; $names or a digit was expected."
        return Phrase(words, place=match[0], format=form, names=_FORMATS)
    lacking = result.lacks(name, point, field)
    return None if lacking is None else Phrase("$place: $why", place=match[0], why=lacking)


def disagreements(
    head: Located, form: LessonForm, words: OtherWords, here: int, other: int
) -> Iterator[Fault]:
    """What one language has and the other has not."""
    if here != other:
        detail = Phrase(
            "The number of paragraphs is $count; $expected was expected, as in lesson.en.md.",
            count=other,
            expected=here,
        )
        yield Fault(head.file, None, detail)
    if len(form.quiz.choices) != len(words.quiz.choices):
        counts = {"count": len(words.quiz.choices), "expected": len(form.quiz.choices)}
        detail = Phrase("The number of choices is $count; $expected was expected.", **counts)
        yield head.fault(("quiz", "choices"), detail)
    for name in form.figures.keys() ^ words.figures.keys():
        where = "lesson.en.md" if name in words.figures else "lesson.zh.md"
        detail = Phrase("The figure $name is missing in $file.", name=repr(name), file=where)
        yield head.fault(("figures", name), detail)
    for name in form.names.keys() - words.names.keys():
        detail = Phrase("$name was expected here too, as in lesson.en.md.", name=repr(name))
        yield head.fault(("names",), detail)
