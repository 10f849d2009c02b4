"""Decoding speed against distance from fp32, a point a peer, as a plain SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 24, 56, 58
LOWEST = 1e-6  # nats: fp32 stands at the left edge
LINE, STEP = 15, 3.0  # pixels of a label's height, and of one move away from another


@dataclass(frozen=True)
class Point:
    name: str
    kl: float
    speed: float  # tokens/s
    ours: bool


def svg(points: Sequence[Point], title: str) -> str:
    highest = max(point.speed for point in points) * 1.1
    parts = [_head(title), *_axes(highest)]
    labels: list[tuple[float, float]] = []
    for point in sorted(points, key=lambda point: -point.speed):
        x, y = _x(point.kl), _y(point.speed, highest)
        labels.append((x, _free(x, y, labels)))
        parts += _mark(point, x, y, labels[-1][1])
    return "\n".join([*parts, "</svg>", ""])


def points(found: Mapping[str, float], kl: Mapping[str, float], batch: int = 1) -> list[Point]:
    """``found``: seconds a step by peer."""
    return [
        Point(name, kl[name], batch / seconds, name.startswith("Shotglass"))
        for name, seconds in found.items()
    ]


def _head(title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="system-ui, sans-serif" font-size="13">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n'
        f'<text x="{LEFT}" y="26" font-size="16" font-weight="600">{escape(title)}</text>'
    )


def _axes(highest: float) -> list[str]:
    step = 10 ** math.floor(math.log10(highest))
    step = step / 2 if highest / step < 3 else step
    lines, bottom = [], HEIGHT - BOTTOM
    for i in range(int(highest / step) + 1):
        y = _y(i * step, highest)
        lines += [_rule(LEFT, y, WIDTH - RIGHT, y), _text(LEFT - 8, y + 4, f"{i * step:g}", "end")]
    for power in range(int(math.log10(LOWEST)), 1):
        x = _x(10.0**power)
        name = "exact" if power == int(math.log10(LOWEST)) else f"{10.0**power:g}"
        lines += [_rule(x, TOP, x, bottom), _text(x, bottom + 18, name, "middle")]
    lines.append(_text(LEFT, TOP - 12, "tokens a second, batch 1", "start"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    return [*lines, _text(middle, HEIGHT - 14, "mean KL to fp32, nats (less is better)", "middle")]


def _mark(point: Point, x: float, y: float, label: float) -> list[str]:
    colour = "#c2410c" if point.ours else "#334155"
    right = x > WIDTH * 0.62
    at, anchor = (x - 10, "end") if right else (x + 10, "start")
    weight = ' font-weight="600"' if point.ours else ""
    return [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>',
        f'<text x="{at:.1f}" y="{label + 4:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(point.name)}</text>",
    ]


def _free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> float:
    """A height for the label, near ``y`` and below those that stand beside it."""
    while any(abs(x - x_) < 200 and abs(y - y_) < LINE for x_, y_ in taken):
        y += STEP
    return y


def _x(kl: float) -> float:
    share = math.log10(max(kl, LOWEST) / LOWEST) / -math.log10(LOWEST)
    return LEFT + min(share, 1.0) * (WIDTH - LEFT - RIGHT)


def _y(speed: float, highest: float) -> float:
    return HEIGHT - BOTTOM - speed / highest * (HEIGHT - TOP - BOTTOM)


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#e2e8f0"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#475569">{text}</text>'
