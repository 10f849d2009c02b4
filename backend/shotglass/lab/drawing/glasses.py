"""Glasses side by side, a number of examples each, with the names of the answers above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from .glass import (
    LETTERED,
    GlassRow,
    answer_color,
    answer_letter,
    colored,
    figure_of,
    gathered,
    glass_row,
    inside,
    is_mixed,
    layers,
    level,
    seen,
    walls,
)
from .markup import (
    CARD,
    EDGE,
    INK,
    LINE,
    PAPER,
    SOFT,
    Attributes,
    Markup,
    element,
    group,
    label,
    picture,
)

WIDTH, TALL = 760, 236
LEGEND = 34  # pixels of a line of names
_SHORT = 20  # letters of a name
# What tells the answers apart beside their color, as the page draws it.
_TEXTURES = (
    "", "M-2 10 10-2M-2 2 2-2M6 10l4-4", "M0 2h2M4 6h2", "M0 4h8", "M4 0v8", "M0 0 8 8M0 8 8 0",
    "M-2-2 10 10M-2 6l4 4M6-2l4 4",
)  # fmt: skip


@dataclass(frozen=True)
class Glass:
    """``parts``: probabilities by answer; None where the prompt could not be run."""

    k: int
    parts: tuple[float, ...] | None


def glasses_picture(
    glasses: Sequence[Glass], answers: Sequence[str], lead: int | None, title: str
) -> Markup:
    """``lead``: the place of the expected answer, which lies at the foot. ``title``: of the whole,
    for those who do not see it."""
    at = glass_row(WIDTH, len(glasses), TALL)
    colors = colored(len(answers), lead)
    prefix = sha256(repr((glasses, answers)).encode()).hexdigest()[:12]
    legend = group(_legend([answers[place] for place in colors], len(answers), prefix))
    drawn = group(_row(glasses, colors, lead, at, prefix), transform=f"translate(0 {LEGEND})")
    patterns = element("defs", *_patterns(len(colors) + 1, prefix))
    return picture(WIDTH + 16, at.height + LEGEND, title, patterns, legend, drawn)


def _patterns(count: int, prefix: str) -> Iterator[Markup]:
    for place in range(count):
        fill = element("rect", width=8, height=8, fill=answer_color(place))
        texture = element(
            "path", d=_TEXTURES[min(place, len(_TEXTURES) - 1)], fill="none", stroke=PAPER,
            stroke_opacity=0.32, stroke_width=1.6,
        )  # fmt: skip
        size: Attributes = {"width": 8, "height": 8, "patternUnits": "userSpaceOnUse"}
        yield element("pattern", fill, texture, id=f"{prefix}-{place}", **size)


def _legend(names: Sequence[str], count: int, prefix: str) -> Iterator[Markup]:
    shown = [name.strip() or repr(name) for name in names]
    if count > len(names):
        shown.append(f"{count - len(names)} other answers")
    x = 16.0
    for place, name in enumerate(shown):
        text = name if len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"
        yield element("rect", x=x, y=10, width=16, height=16, rx=3, fill=f"url(#{prefix}-{place})")
        yield label(x + 8, 23, answer_letter(place), fill=CARD, font_size=12, text_anchor="middle")
        yield label(x + 22, 23, text, fill=INK)
        x += 44 + 8.5 * len(text)


def _row(
    glasses: Sequence[Glass], colors: Sequence[int], lead: int | None, at: GlassRow, prefix: str
) -> Iterator[Markup]:
    right, tall = at.left + len(glasses) * at.pitch, at.foot - at.top
    for quarter in range(5):
        y = at.foot - tall * quarter / 4
        yield element("path", d=f"M{at.left - 8} {y}H{right}", stroke=LINE)
        yield label(at.left - 12, y + 5, f"{25 * quarter} %", text_anchor="end", font_size=12)
    foot = None if lead is None else colors.index(lead)
    for place, glass in enumerate(glasses):
        x = at.middle(place)
        parts = None if glass.parts is None else gathered(glass.parts, colors)
        yield group(
            _glass(parts, foot, at, prefix),
            transform=f"translate({x - at.glass / 2:.2f} {at.top:g})",
        )
        yield label(x, at.foot + 27, str(glass.k), fill=INK, text_anchor="middle")
    words = "examples before the question"
    yield label((at.left + right) / 2, at.foot + 50, words, text_anchor="middle")


def _glass(
    parts: Sequence[float] | None, foot: int | None, at: GlassRow, prefix: str
) -> Iterator[Markup]:
    width, tall = at.glass, at.foot - at.top
    yield element("path", d=inside(width, tall), fill=CARD)
    clip = f"{prefix}-inside"
    yield element("clipPath", element("path", d=inside(width, tall)), id=clip)
    stacked = [] if parts is None else layers(parts, foot)
    figure = None if parts is None else figure_of(parts, foot, answer_letter(foot or 0), tall)
    liquids = (
        element(
            "rect", y=tall * (1 - layer.end), width=width, height=(layer.end - layer.start) * tall,
            fill=f"url(#{prefix}-{layer.answer})",
        )
        for layer in seen(stacked)
    )  # fmt: skip
    yield group(liquids, clip_path=f"url(#{clip})")
    middle: Attributes = {"text_anchor": "middle", "fill": CARD}
    for layer in stacked if is_mixed(stacked) else ():
        thick, y = (layer.end - layer.start) * tall, tall * (1 - (layer.end + layer.start) / 2) + 5
        if figure is not None and figure.within and layer.answer == foot:
            yield label(width / 2, y, figure.text, **middle)
        elif thick >= LETTERED and width >= 28:
            yield label(width / 2, y, answer_letter(layer.answer), **middle)
    yield element("path", d=walls(width, tall), fill="none", stroke=EDGE, stroke_width=1.5)
    if parts is None:
        yield label(width / 2, tall / 2, "too long", text_anchor="middle", font_size=12)
    elif figure is not None and not figure.within:
        ink = SOFT if figure.p < 0.1 or foot is None else answer_color(foot)
        y = min(tall * (1 - level(parts)) - 10, tall - 8)
        yield label(width / 2, y, figure.text, fill=ink, text_anchor="middle")
