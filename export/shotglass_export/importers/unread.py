"""The settings that no reader knows, and how they are reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shotglass.errors import escaped

_MOST_NAMED, _MOST_CHARACTERS = 8, 60


def unread_note(file: str, keys: Sequence[str]) -> Iterator[str]:
    """The note of a card, where there are such ``keys``; ``file``: which has them."""
    if keys:
        names = ", ".join(escaped(key)[:_MOST_CHARACTERS] for key in keys[:_MOST_NAMED])
        more = len(keys) - _MOST_NAMED
        end = f" and {more} more" if more > 0 else ""
        yield (
            f"{file} has settings that its kind of model does not have, which were not read: "
            f"{names}{end}."
        )
