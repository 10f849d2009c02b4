"""Templates drawn from the grammar: those that episodes are written by, and those held out.

A training template has no held-out value; a held-out template has at least one apart from its
heading, so that its shots are new in something that can be named. Neither is one of those that
``template.is_kept`` knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.random import Generator

from .grammar import (
    BREAK,
    CASING,
    END,
    FIELDS,
    HEADING,
    MARK,
    NOUN,
    OF,
    QUOTES,
    SIGN,
    SUBJECT,
    VERB,
    Values,
)
from .splitting import Split
from .template import DENSE, HELD_OUT, SHOTS, TRAINED, is_kept, shape

Layout = Literal["list", "fields", "sentence", "noun first"]
LAYOUTS: tuple[Layout, ...] = ("list", "fields", "sentence", "noun first")
_LAYOUT_SHARES = (0.4, 0.3, 0.15, 0.15)
_QUOTED, _HEADED, _RECASED, _WORDED = 0.15, 0.3, 0.4, 0.25  # how often
SEED = 20261127  # of the held-out templates


@dataclass
class _Drawing:
    """Chooses values of one side; "held": any, and ``new`` says whether a held-out one was."""

    random: Generator
    side: Split
    new: bool = field(default=False, init=False)

    def one_of(self, values: Values) -> str:
        pool = values.train if self.side == "train" else values.every
        value = pool[int(self.random.integers(len(pool)))]
        self.new |= value in values.held
        return value

    def sometimes(self, share: float, values: Values) -> str:
        """Returns one of ``values`` in ``share`` of the cases, else the first of the common
        ones."""
        return self.one_of(values) if self.random.random() < share else values.common[0]

    def layout(self) -> Layout:
        return LAYOUTS[int(self.random.choice(len(LAYOUTS), p=_LAYOUT_SHARES))]


def draw_template(random: Generator, side: Split = "train", layout: Layout | None = None) -> str:
    """Draws a template of ``side``, and of ``layout`` if that is named."""
    while True:
        drawing = _Drawing(random, side)
        form = layout or drawing.layout()
        heading = drawing.sometimes(_HEADED, HEADING)
        drawing.new = False  # a new heading alone makes no new template
        end = drawing.one_of(END)
        before, between = _AROUND[form](drawing, not end.endswith("\n"))  # whether on one line
        opened, _, closed = drawing.sometimes(_QUOTED, QUOTES).partition(" ")
        shot = f"{before}{opened}{{input}}{closed}{between}{{output}}{end}"
        template = f"{heading}\n{SHOTS}{shot}" if heading else shot
        if is_kept(template) or shape(template) in _OWN:
            continue
        if drawing.new or side == "train":
            return template


def held_out_templates(each: int = 60, seed: int = SEED) -> Mapping[Layout, tuple[str, ...]]:
    """``each`` of every layout that no training episode is written by, no two alike."""
    random = np.random.default_rng(seed)
    drawn: dict[Layout, dict[str, None]] = {layout: {} for layout in LAYOUTS}
    for layout, templates in drawn.items():
        while len(templates) < each:
            templates[draw_template(random, "held", layout)] = None
    return {layout: tuple(templates) for layout, templates in drawn.items()}


_OWN = frozenset(map(shape, (DENSE, *TRAINED, *HELD_OUT)))


def _list(drawing: _Drawing, one_line: bool) -> tuple[str, str]:
    """On one line a space must part a shot from the one before it."""
    mark = drawing.one_of(MARK)
    joined = drawing.one_of(VERB) if drawing.random.random() < _WORDED else drawing.one_of(SIGN)
    return (f" {mark.lstrip()}" if one_line else mark), joined


def _fields(drawing: _Drawing, one_line: bool) -> tuple[str, str]:
    first, second = map(_cased(drawing), drawing.one_of(FIELDS).split())
    sign = drawing.one_of(SIGN)
    start = " " if one_line else ""
    return f"{start}{first}{sign} ", f"{drawing.one_of(BREAK)}{second}{sign}"


def _sentence(drawing: _Drawing, one_line: bool) -> tuple[str, str]:
    start = " " if one_line else ""
    return f"{start}{drawing.one_of(SUBJECT)} ", drawing.one_of(VERB)


def _noun_first(drawing: _Drawing, one_line: bool) -> tuple[str, str]:
    noun = _cased(drawing)(drawing.one_of(NOUN).title())
    start = (" " if one_line else "") + ("The " if drawing.random.random() < 0.3 else "")
    joined = drawing.one_of(VERB) if drawing.random.random() < 0.5 else drawing.one_of(SIGN)
    return f"{start}{noun}{drawing.one_of(OF)} ", joined


def _cased(drawing: _Drawing) -> Callable[[str], str]:
    casing = drawing.sometimes(_RECASED, CASING)
    return {"lower": str.lower, "upper": str.upper}.get(casing, str)


_AROUND: dict[Layout, Callable[[_Drawing, bool], tuple[str, str]]] = {
    "list": _list, "fields": _fields, "sentence": _sentence, "noun first": _noun_first,
}  # fmt: skip
