"""Values of a JSON or YAML file, and the line on which each of them stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml

from ...chinese import in_chinese
from ...errors import Phrase, escaped, one_line
from ...parsing import (
    MOST_DEPTH,
    Place,
    Unfit,
    finite,
    loads,
    no_number,
    parsed,
    why_unread,
)

T = TypeVar("T")
UTF_8 = "utf-8-sig"  # with its mark, as some editors write it, or without
_SPACE = re.compile(r"\s*")
_INDEX = re.compile("[0-9]{1,9}")
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"[-+]?\d{1,15}")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")
_QUOTED = re.compile(r"^(.*\b(?:found|got|character|handle) )('.*'|\".*\")", re.S)
_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}


@dataclass(frozen=True)
class Fault:
    """A fault of a file. ``line`` counts from 1; None stands for the file as a whole."""

    file: str  # from the folder on, as in tasks/colours/task.json
    line: int | None
    detail: Phrase

    def __post_init__(self) -> None:
        """Names of files need be no text, and a value that is quoted may be a whole file."""
        object.__setattr__(self, "file", escaped(self.file))
        object.__setattr__(self, "detail", self.detail.shortened())

    def __str__(self) -> str:
        place = "" if self.line is None else f", line {self.line}"
        return f"{self.file}{place}: {one_line(self.detail)}"

    def shown(self) -> dict[str, Any]:
        """Returns the fault as the page gets it, in its languages."""
        detail = {"en": one_line(self.detail), "zh": one_line(in_chinese(self.detail))}
        return {"file": self.file, "line": self.line, "detail": detail}


class Faulty(ValueError):
    """A file, or what belongs together, that cannot be taken."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Located:
    """The content of a file. ``line_of`` returns the line of the value at a place, or of the
    nearest around it."""

    file: str
    value: Any
    line_of: Callable[[Place], int]

    def fault(self, place: Place, detail: Phrase) -> Fault:
        return Fault(self.file, self.line_of(place), detail)

    def parsed(self, kind: type[T], value: Any = None, at: Place = ()) -> T:
        """The value, or the one given that stands ``at`` a place of it, as the dataclass ``kind``.
        Raises Faulty."""
        try:
            return parsed(kind, self.value if value is None else value)
        except Unfit as unfit:
            detail = Phrase("$fault.", fault=unfit.words)
            raise Faulty([self.fault((*at, *unfit.place), detail)]) from None


def step_of(text: str) -> str | int:
    """A step of a place, where places are texts: an index, or a key."""
    return int(text) if _INDEX.fullmatch(text) else text


def read_json(file: str, data: bytes) -> Located:
    """Raises Faulty for what is no JSON."""
    text = decoded(file, data)
    try:
        value = loads(text, parse_constant=no_number, parse_float=finite)
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        detail = Phrase("This is not JSON: $why.", why=why_unread(error))
        raise Faulty([Fault(file, line, detail)]) from None

    def line_of(place: Place) -> int:
        return text.count("\n", 0, json_offset(text, place)) + 1

    return Located(file, value, line_of)


def decoded(file: str, data: bytes) -> str:
    """Raises Faulty with the line that is no UTF-8."""
    try:
        return data.decode(UTF_8)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        detail = Phrase("This is not UTF-8 text; save the file as UTF-8.")
        raise Faulty([Fault(file, line, detail)]) from None


def json_offset(text: str, place: Place) -> int:
    """Returns where the value at ``place`` begins in JSON text, or the innermost value around
    it."""
    decode = json.JSONDecoder().raw_decode
    at = _behind_space(text, 0)
    for step in place:
        isobject, inner, index = text[at] == "{", _behind_space(text, at + 1), 0
        if text[at] not in "{[":
            return at
        while text[inner] not in "]}":
            key: object = index
            if isobject:
                key, inner = decode(text, inner)
                inner = _behind_space(text, _behind_space(text, inner) + 1)
            if key == step:
                break
            _, inner = decode(text, inner)
            inner, index = _behind_space(text, inner), index + 1
            inner = _behind_space(text, inner + 1) if text[inner] == "," else inner
        else:
            return at
        at = inner
    return at


def _behind_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match is not None, "no space is a match too"
    return match.end()


class _Texts(yaml.BaseLoader):  # type: ignore[misc]
    """YAML as nodes of texts; an alias is refused, since few bytes of them can hold much."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem=Phrase("an alias was found; the value itself was expected"),
                problem_mark=self.peek_event().start_mark,
            )
        return super().compose_node(parent, index)


def read_yaml(file: str, text: str, before: int) -> Located:
    """YAML 1.2 of texts, numbers, lists and objects, with ``before`` lines of the file above it.
    Raises Faulty."""
    lines: dict[Place, int] = {}
    try:
        node = yaml.compose(text, Loader=_Texts)
        value = None if node is None else _value(node, (), lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # Without a mark are errors of single characters alone.
        why = Phrase("a control character was found") if mark is None else problem_of(error.problem)
        line = None if mark is None else mark.line + 1 + before
        raise Faulty([Fault(file, line, Phrase("This is not YAML: $why.", why=why))]) from None
    except RecursionError:
        raise Faulty([Fault(file, None, Phrase("It is nested too deep."))]) from None

    def line_of(place: Place) -> int:
        while place not in lines and place:
            place = place[:-1]
        return lines.get(place, 1) + before

    return Located(file, value, line_of)


def problem_of(problem: str) -> Phrase:
    """Returns PyYAML's message, with what it quotes of the file in its place."""
    if problem == "mapping values are not allowed here":
        return Phrase("a text with a colon and a space in it was found; put it in quotes")
    match = None if isinstance(problem, Phrase) else _QUOTED.search(problem)
    if match is None:
        return Phrase.of(problem)
    before, after = (part.replace("$", "$$") for part in (match[1], problem[match.end() :]))
    return Phrase(f"{before}$token{after}", token=match[2])


def _value(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    if len(place) > MOST_DEPTH:
        problem = Phrase("it is nested deeper than $most levels", most=MOST_DEPTH)
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
    if node.tag not in _TAGS:
        problem = Phrase("the tag $tag was found; a plain value was expected", tag=node.tag)
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else plain_scalar(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, at), lines) for at, item in enumerate(node.value)]
    values: dict[str, Any] = {}
    for key, item in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name in values or not name:
            problem = Phrase("a key is no text")
            if name:
                problem = Phrase("the key $key is there twice", key=repr(name))
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
        values[name] = _value(item, (*place, name), lines)
        lines[(*place, name)] = key.start_mark.line + 1
    return values


def plain_scalar(text: str) -> Any:
    """Returns the value that YAML 1.2's core schema makes of a text without quotes."""
    if text.lower() in _CONSTANTS and text in (text.lower(), text.upper(), text.title()):
        return _CONSTANTS[text.lower()]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
