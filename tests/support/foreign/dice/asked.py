"""What a program asks of dice."""

from __future__ import annotations

from shotglass import Model


def most_dots(sides: int) -> int:
    return sides


def dots(model: Model, text: str) -> int:
    """As many dots as ``text`` has tokens."""
    return len(model.tokens(text).ids)
