"""Elements of SVG and HTML as text, and the page's colors, on light paper and on dark."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ...engine.runs.record_text import number

PAPER, CARD, INK, SOFT = "#fbfaf7", "#ffffff", "#1c1b19", "#5d5a54"
LINE, EDGE = "#e2ded5", "#938e84"
ANSWERS = ("#0072b2", "#00794f", "#a3508a", "#b84d00", "#84640a", "#4a5fb8")
# What each is where the reader prefers dark, in the page's own order.
_DARK = dict(
    zip(
        (PAPER, CARD, INK, SOFT, LINE, EDGE, *ANSWERS),
        (
            "#16171a", "#1d1f23", "#ecebe7", "#a9a69e", "#33353b", "#72747b",
            "#56b4e9", "#2fc79a", "#d98bb9", "#ff8a4c", "#e8d44d", "#8fa3f0",
        ),
        strict=True,
    )
)  # fmt: skip
FONT = "system-ui, sans-serif"
Attributes = dict[str, str | float]

FEW = 20  # rows of a table that are shown
_MONO = "ui-monospace, monospace"


class Markup(str):
    """A text that is markup already, and is not escaped again."""

    __slots__ = ()


def element(name: str, *content: str, **attributes: str | float) -> Markup:
    """``content``: texts, which are escaped, and ``Markup``. Of a name of an attribute ``_`` is a
    hyphen, and one at its end is left out, as in ``class_``."""
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for key, value in attributes.items()
    )
    inner = "".join(part if isinstance(part, Markup) else escape(part) for part in content)
    return Markup(f"<{name}{named}>{inner}</{name}>")


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else number(round(value, 3))


def group(parts: Iterable[str], **attributes: str | float) -> Markup:
    return element("g", *parts, **attributes)


def picture(width: float, height: float, label: str, *content: str) -> Markup:
    """An SVG on the page's paper, which is dark where the reader's system is; ``label``: what it
    shows, for those who do not see it."""
    rules = (
        f'.shotglass-picture [{name}="{light}"] {{ {name}: {dark} }}'
        for light, dark in _DARK.items()
        for name in ("fill", "stroke")
    )
    style = Markup(f"@media (prefers-color-scheme: dark) {{ {' '.join(rules)} }}")
    paper = element("rect", width=width, height=height, rx=8, fill=PAPER)
    return element(
        "svg", element("style", style), paper, *content,
        class_="shotglass-picture", xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        width=width, height=height, role="img", aria_label=label, font_family=FONT, font_size=14,
        style="max-width: 100%; height: auto",
    )  # fmt: skip


def label(x: float, y: float, text: str, **attributes: str | float) -> Markup:
    return element("text", text, **{"x": x, "y": y, "fill": SOFT, **attributes})


def table(rows: list[dict[str, object]], caption: str) -> Markup:
    """The first ``FEW`` rows, and how many more there are."""
    shown = rows[:FEW]
    names = list(shown[0]) if shown else []
    head = element("tr", *(element("th", name) for name in names))
    body = (element("tr", *(_cell(value) for value in row.values())) for row in shown)
    more = f"{caption}; {len(rows) - FEW:,} more rows" if len(rows) > FEW else caption
    return element("table", element("caption", more), head, *body)


def _cell(value: object) -> Markup:
    if isinstance(value, str):
        style = f"font-family: {_MONO}; white-space: pre; text-align: left"
        return element("td", repr(value), style=style)
    return element("td", f"{value:.4g}" if isinstance(value, float) else str(value))
