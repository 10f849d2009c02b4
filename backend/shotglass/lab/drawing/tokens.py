"""Tokens in a row, each as dark as it was likely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...errors import quoted
from .markup import FONT, Markup, element

_BLUE = (0, 114, 178)  # of the first answer
_CHIP = (
    "padding: 1px 2px; margin: 1px; border-radius: 3px; white-space: pre-wrap; "
    "font-family: ui-monospace, monospace; "
)


def token_chip(text: str, p: float | None, title: str) -> Markup:
    """``p``: how likely it was; None draws its edge alone. ``title``: shown under a pointer."""
    shade = "border: 1px solid rgba(128, 128, 128, 0.5)"
    if p is not None:
        # At most half of it, so that the text is read, whose color is the notebook's.
        shade = f"background: rgba({', '.join(map(str, _BLUE))}, {0.06 + 0.44 * p:.3f})"
    shown = text.replace("\n", "⏎\n")
    return element("span", shown, style=_CHIP + shade, title=title)


def token_rows(prompt: str, samples: Sequence[Iterable[Markup]], model: str) -> Markup:
    """``prompt``: what stands before them all."""
    head = element("div", f"{model}, after {quoted(prompt, 200)}", style="opacity: 0.75")
    rows = (element("div", *chips, style="margin: 6px 0; line-height: 1.9") for chips in samples)
    return element("div", head, *rows, style=f"font-family: {FONT}; max-width: 760px")
