"""Rows of squares: which questions were right under each condition, and who looks at whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .markup import (
    ANSWERS,
    CARD,
    EDGE,
    INK,
    LINE,
    Attributes,
    Markup,
    element,
    group,
    label,
    picture,
)

WIDTH = 760
NAMES = 190  # pixels of the conditions' names
_SHARE = 150  # of the intervals behind the grid
_ROW = 22
_LARGEST = 16  # pixels of a square
_NAME_LETTERS = 26
MOST = 40  # rows and columns that are drawn
_SIDE, _LEFT, _TOP = 16, 110, 30
_LETTERS = 12


@dataclass(frozen=True)
class GridRow:
    """A condition: which questions are ``right``, in the plan's order."""

    name: str
    right: tuple[bool, ...]


def measured_grid(rows: Sequence[GridRow], chance: float, title: str) -> Markup:
    """Squares that are right are filled. Behind each row stands its share, and a line at the share
    that guessing would have."""
    most = max(len(row.right) for row in rows)
    side = min(_LARGEST, (WIDTH - NAMES - _SHARE) / most)
    top, left = 34, WIDTH - _SHARE + 20
    content: list[str] = [
        label(NAMES, 22, f"{most} questions, filled where the answer is right", font_size=12),
        label(left, 22, "right", font_size=12),
    ]
    for place, row in enumerate(rows):
        moved = f"translate(0 {top + place * _ROW})"
        content.append(group(_line(row, side, left), transform=moved))
    x = left + chance * (_SHARE - 60)
    foot = top + len(rows) * _ROW
    content.append(element("path", d=f"M{x:.2f} {top}V{foot}", stroke=EDGE, stroke_dasharray="2 3"))
    return picture(WIDTH, foot + 12, title, *content)


def _line(row: GridRow, side: float, left: float) -> Iterator[Markup]:
    name = row.name if len(row.name) <= _NAME_LETTERS else f"{row.name[: _NAME_LETTERS - 1]}…"
    yield label(12, 14, name, fill=INK, font_size=12)
    for at, right in enumerate(row.right):
        yield element(
            "rect", x=NAMES + at * side, y=2, width=side * 0.86, height=14,
            fill=ANSWERS[0] if right else CARD, stroke=LINE,
        )  # fmt: skip
    share = sum(row.right) / len(row.right)
    yield element("rect", x=left, y=4, width=_SHARE - 60, height=10, fill=CARD, stroke=LINE)
    yield element("rect", x=left, y=4, width=share * (_SHARE - 60), height=10, fill=ANSWERS[0])
    yield label(left + _SHARE - 54, 14, f"{100 * share:.0f} %", fill=INK, font_size=12)


def square_picture(values: Sequence[Sequence[float]], names: Sequence[str], title: str) -> Markup:
    """``values``: rows of the first ``MOST``, which are named at the left by ``names``."""
    shown = [row[:MOST] for row in values[:MOST]]
    content = [label(12, 20, title, font_size=12)]
    for at, row in enumerate(shown):
        y = _TOP + at * _SIDE
        name = repr(names[at])[1:-1]
        text = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
        content.append(label(_LEFT - 6, y + 12, text, text_anchor="end", font_size=11))
        size: Attributes = {"width": _SIDE, "height": _SIDE, "stroke": LINE}
        for column, value in enumerate(row):
            x = _LEFT + column * _SIDE
            content.append(element("rect", x=x, y=y, fill=CARD, **size))
            if value > 0.005:
                dark: Attributes = {"fill": ANSWERS[0], "fill_opacity": min(1.0, value)}
                content.append(element("rect", x=x, y=y, **dark, **size))
    sides = len(shown[0]) * _SIDE, len(shown) * _SIDE
    wide = max(_LEFT + sides[0] + 12, 24 + 7 * len(title))
    return picture(wide, _TOP + sides[1] + 12, title, *content)
