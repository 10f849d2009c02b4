"""The template: one string with ``{input}``, ``{output}`` and perhaps ``{reasoning}``, parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True)
class Template:
    """Raises InvalidRequest (pointer ``/prompt/template``) where ``source`` breaks a rule.

    ``{input}`` once, then at most one ``{reasoning}``, then ``{output}`` once; ``{{`` and ``}}``
    are literal braces; what comes before an unknown does not end in a space.
    """

    source: str

    def __post_init__(self) -> None:
        fields = tuple(part.field for part in self.parts if part.field)
        if fields not in (FIELDS, ("input", "output")):
            listed = ", ".join(f"{{{name}}}" for name in fields) or "none"
            raise refusal("fields", POINTER, listed=listed)
        for known, unknown in pairwise(fields):
            if self._literal_after(known).endswith(" "):
                raise refusal("space", POINTER, field=unknown)

    @cached_property
    def parts(self) -> tuple[TemplatePart, ...]:
        """Literals and fields in order, braces unescaped; no two literals in a row."""
        parts: list[TemplatePart] = []
        literal, at = "", 0
        for match in _TOKEN.finditer(self.source):
            literal += self.source[at : match.start()]
            at = match.end()
            if match[0] in ("{{", "}}"):
                literal += match[0][0]
            elif not match[1]:
                raise refusal("brace", POINTER, text=repr(match[0]), position=match.start())
            else:
                parts += [TemplatePart(None, literal)] if literal else []
                parts.append(TemplatePart(FIELDS[FIELDS.index(match[1])]))
                literal = ""
        literal += self.source[at:]
        return tuple(parts + ([TemplatePart(None, literal)] if literal else []))

    @property
    def reasons(self) -> bool:
        return TemplatePart("reasoning") in self.parts

    @property
    def opening(self) -> str:
        """The literal before {input}; may be empty."""
        return self.parts[0].text

    @property
    def bridge(self) -> str:
        """The literal between {input} and the first unknown; may be empty."""
        return self._literal_after("input")

    @property
    def delimiter(self) -> str:
        """The literal between {reasoning} and {output}, where a reasoning ends; may be empty."""
        return self._literal_after("reasoning") if self.reasons else ""

    @property
    def before_output(self) -> str:
        """The literal right before {output}; may be empty."""
        return self._literal_after("reasoning" if self.reasons else "input")

    @property
    def tail(self) -> str:
        """The literal after {output}, where an answer ends; may be empty."""
        return self._literal_after("output")

    def _literal_after(self, field: Field) -> str:
        following = self.parts[1 + self.parts.index(TemplatePart(field)) :]
        return following[0].text if following else ""
