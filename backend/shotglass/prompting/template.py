"""The template: one string with ``{input}``, ``{output}`` and perhaps ``{reasoning}``, parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .refusals import refusal

Field = Literal["input", "reasoning", "output"]
FIELDS: tuple[Field, ...] = ("input", "reasoning", "output")  # in the order a template has them
POINTER = "/prompt/template"

_TOKEN = re.compile(r"\{\{|\}\}|\{(input|reasoning|output)\}|\{[^{}]*\}?|\}")


@dataclass(frozen=True)
class TemplatePart:
    """A field of the template, or the literal text between two (``field`` None)."""

    field: Field | None
    text: str = ""


class Template:
    """``{input}`` once, then at most one ``{reasoning}``, then ``{output}`` once; ``{{`` and ``}}``
    are literal braces; what comes before an unknown does not end in a space. Raises InvalidRequest
    (pointer ``/prompt/template``) where ``source`` breaks a rule.

    ``parts``: literals and fields in order, braces unescaped; no two literals in a row. The
    literals, of which each may be empty, are ``opening``, before {input}; ``bridge``, between
    {input} and the first unknown; ``delimiter``, after {reasoning}, where a reasoning ends;
    ``before_output``, right before {output}; and ``tail``, after it, where an answer ends.
    ``reasons``: whether there is a {reasoning}.
    """

    def __init__(self, source: str) -> None:
        parts: list[TemplatePart] = []
        literal, at = "", 0
        for match in _TOKEN.finditer(source):
            literal += source[at : match.start()]
            at = match.end()
            if match[0] in ("{{", "}}"):
                literal += match[0][0]
            elif not match[1]:
                raise refusal("brace", POINTER, text=repr(match[0]), position=match.start())
            else:
                parts += [TemplatePart(None, literal)] if literal else []
                parts.append(TemplatePart(FIELDS[FIELDS.index(match[1])]))
                literal = ""
        literal += source[at:]
        self.parts = tuple(parts + ([TemplatePart(None, literal)] if literal else []))
        fields: list[Field] = []
        after: dict[Field, str] = {}  # the literal behind a field
        for part, behind in pairwise((*self.parts, TemplatePart(None))):
            if part.field:
                fields.append(part.field)
                after[part.field] = behind.text
        if tuple(fields) not in (FIELDS, ("input", "output")):
            listed = ", ".join(f"{{{name}}}" for name in fields) or "none"
            raise refusal("fields", POINTER, listed=listed)
        for known, unknown in pairwise(fields):
            if after[known].endswith(" "):
                raise refusal("space", POINTER, field=unknown)
        self.reasons, self.opening = "reasoning" in after, self.parts[0].text
        self.bridge, self.delimiter = after["input"], after.get("reasoning", "")
        self.before_output, self.tail = after[fields[-2]], after["output"]
