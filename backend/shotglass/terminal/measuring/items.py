"""The columns of a file and how it was read, in a person's words, and the heads that are off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from ...engine.measurement.plan import HeadPlace
from ...errors import InvalidRequest, quoted
from ...rows import Columns, ReadRows, answer_space
from ...rows.sentences import answers_line, left_out_lines

_HEAD = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}")


def columns_of(text: str | None) -> Columns:
    """``input=text,expected=label``: which column is which. Raises InvalidRequest."""
    chosen: dict[str, str] = {}
    roles = [field.name for field in fields(Columns)]
    for part in text.split(",") if text else ():
        role, equals, name = part.partition("=")
        if role.strip() not in roles or not equals or role.strip() in chosen:
            raise InvalidRequest(
                f"--columns is {text!r}; input=NAME,expected=NAME and perhaps labels=NAME was "
                "expected, each once. Without names in the file NAME is a column's number."
            )
        chosen[role.strip()] = name.strip()
    return Columns(**chosen)


def heads_of(text: str | None) -> tuple[HeadPlace, ...]:
    """``17.5,3.0``: heads by layer and head. Raises InvalidRequest."""
    parts = text.split(",") if text else ()
    if not all(_HEAD.fullmatch(part.strip()) for part in parts):
        raise InvalidRequest(
            f"--heads-off is {quoted(text)}; heads such as 17.5,3.0 were expected, layer and head "
            "from 0."
        )
    pairs = (part.strip().split(".") for part in parts)
    return tuple(HeadPlace(int(layer), int(head)) for layer, head in pairs)


def lines_on(rows: ReadRows, template: str) -> Iterator[str]:
    """Returns how a file was read, for the person who gave it."""
    columns = rows.columns
    unused = [name for name in rows.names if name not in vars(columns).values()]
    roles = [f"{role} = {name}" for role, name in vars(columns).items() if name]
    rest = f"; not used: {', '.join(unused)}" if unused else ""
    yield f"{len(rows.items)} rows; {', '.join(roles)}{rest}"
    if not rows.header:
        yield (
            "The first row is read as an item; where it names the columns, say so with "
            "--columns input=NAME,expected=NAME"
        )
    yield answers_line(rows.answers)
    yield from left_out_lines(rows)
    yield space_line(template)


def space_line(template: str) -> str:
    """Whether answers begin with a space, and why."""
    if answer_space(template):
        return "Answers begin with a space: yes, as the template ends without one before {output}"
    return (
        "Answers begin with a space: no, as what stands before {output} in the template needs none"
    )
