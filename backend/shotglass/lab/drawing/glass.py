"""A glass is one prompt: how full it is, is how likely any of the answers is; what is in it, which.

The geometry is the page's (``web/src/ui/plot/glass/glass.ts``); ``tests/contract/glass.json`` holds
both together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...engine.runs.record_text import number
from .markup import ANSWERS, EDGE

MOST_COLORS = len(ANSWERS)
LETTERED = 20  # pixels of a part that has room for its letter
FOOT = 6  # the walls reach below 0 %
_RIM = 6  # and stand above 100 %
_CLEAR = 0.0005  # of the glass; a thinner part cannot be seen
_SEVERAL = 0.02  # that a further part is seen at a glance
_FIGURED = 26  # pixels of a part that has room for its figure
_THIN = "\u202f"


@dataclass(frozen=True)
class Layer:
    """An answer's part of a glass, as shares of the glass from its foot."""

    answer: int
    start: float
    end: float


def answer_color(answer: int) -> str:
    """Returns the color of an answer. Those beyond the colors share one."""
    return ANSWERS[answer] if answer < MOST_COLORS else EDGE


def answer_letter(answer: int) -> str:
    """A sum of several answers has a sign."""
    return chr(65 + answer) if answer < MOST_COLORS else "+"


def colored(count: int, lead: int | None) -> list[int]:
    """Returns the answers that have a color of their own: all, or the first ones and the lead."""
    if count <= MOST_COLORS:
        return list(range(count))
    first = list(range(MOST_COLORS))
    return first if lead is None or lead < MOST_COLORS else [*first[:-1], lead]


def gathered(parts: Sequence[float], colors: Sequence[int]) -> list[float]:
    """The parts by color, and one more for the sum of all other answers where there are any."""
    others = [part for answer, part in enumerate(parts) if answer not in colors]
    return [parts[answer] for answer in colors] + ([sum(others)] if others else [])


def layers(parts: Sequence[float], lead: int | None) -> list[Layer]:
    """Returns the layers from the foot: the lead answer first, the others in their order."""
    order = [answer for answer in range(len(parts)) if answer != lead]
    stacked, top = list[Layer](), 0.0
    for answer in order if lead is None else [lead, *order]:
        start, top = top, min(1.0, top + max(0.0, parts[answer]))
        stacked.append(Layer(answer, start, top))
    return stacked


def level(parts: Sequence[float]) -> float:
    """Returns how full the glass is."""
    total = 0.0
    for part in parts:
        total += part
    return min(1.0, total)


def seen(stacked: Sequence[Layer], least: float = _CLEAR) -> list[Layer]:
    """The layers that are thick enough to be seen."""
    return [layer for layer in stacked if layer.end - layer.start >= least]


def is_mixed(stacked: Sequence[Layer]) -> bool:
    """Whether more than one part is seen at a glance."""
    return len(seen(stacked, _SEVERAL)) > 1


@dataclass(frozen=True)
class GlassFigure:
    """The figure at a glass: a probability, which stands within the part that it is of, or else
    above all that is in the glass."""

    p: float
    text: str
    within: bool


def figure_of(
    parts: Sequence[float], lead: int | None, letter: str, height: float
) -> GlassFigure | None:
    """The figure of the lead, or of all answers where there is none. ``height``: pixels of 100 %;
    ``letter``: of the lead, written where more than the lead is in the glass."""
    if not parts:
        return None
    p = level(parts) if lead is None else parts[lead]
    if level(parts) - p < _SEVERAL:
        return GlassFigure(p, short_percent(p), False)
    return GlassFigure(p, f"{letter}\u00a0{short_percent(p)}", p * height >= _FIGURED)


def short_percent(p: float) -> str:
    """Whole above 10 %: ``66``, ``2.1``, ``< 0.1``; the page's ``shortPercentDigits``."""
    if 0.995 <= p < 1:
        return f">{_THIN}99"
    if p >= 0.09995:
        return str(int(100 * p + 0.5))
    return f"<{_THIN}0.1" if 0 < p < 0.0005 else f"{100 * p:.1f}"


def inside(width: float, height: float) -> str:
    """The path of the inside of a glass whose top left is 0, 0: round at the foot."""
    r = min(7.0, width / 4)
    left, right = 2.0, width - 2
    return _path(
        "M", left, 0.0, "V", height - r, "Q", left, height, left + r, height,
        "H", right - r, "Q", right, height, right, height - r, "V", 0.0, "Z",
    )  # fmt: skip


def walls(width: float, height: float) -> str:
    """The path of its walls."""
    r, base = min(10.0, width / 3), height + FOOT
    return _path(
        "M", 0.0, -_RIM, "V", base - r, "Q", 0.0, base, r, base,
        "H", width - r, "Q", width, base, width, base - r, "V", -_RIM,
    )  # fmt: skip


def _path(*parts: str | float) -> str:
    text = ""
    for part in parts:
        space = " " if text and not text[-1].isalpha() and not isinstance(part, str) else ""
        text += space + (part if isinstance(part, str) else number(part))
    return text


@dataclass(frozen=True)
class GlassRow:
    """A row of glasses in its place: ``left`` of the first column, ``pitch`` from a glass to the
    next, ``glass`` its width, ``top`` of 100 %, ``foot`` of 0 %, ``height`` of the whole."""

    left: float
    pitch: float
    glass: float
    top: float
    foot: float
    height: float
    narrow: bool

    def middle(self, place: int) -> float:
        """Returns the middle of the glass at that place."""
        return self.left + (place + 0.5) * self.pitch


def glass_row(width: float, count: int, tall: float) -> GlassRow:
    """``count`` glasses, ``tall`` pixels each, in ``width`` pixels."""
    narrow = width < 560
    left, top, names, share = (30, 34, 36, 0.74) if narrow else (56, 44, 66, 0.7)
    pitch = (width - left) / max(1, count)
    glass = min(56.0, pitch * share)
    return GlassRow(left, pitch, glass, top, top + tall, top + tall + names, narrow)
