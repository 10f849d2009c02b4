"""Numbers from 0 to 1 as squares: who looks at whom."""

from __future__ import annotations

from collections.abc import Sequence

from .markup import ANSWERS, CARD, LINE, Attributes, Markup, element, label, picture

MOST = 40  # rows and columns that are drawn
_SIDE, _LEFT, _TOP = 16, 110, 30
_LETTERS = 12


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
