"""The licence table of a data folder: what it is made of, and what may be done with weights."""

from __future__ import annotations

from collections.abc import Sequence

from .folder import SourceRecord


def licence_table(sources: Sequence[SourceRecord]) -> str:
    """A table for people, one line a source."""
    head = ("source", "package", "documents", "tokens", "held out", "weights may ship", "licence")
    rows = [head] + [
        (
            source.name,
            f"{source.origin} {source.package} {source.version}".strip(),
            f"{source.documents:,}",
            f"{source.tokens:,}",
            f"{source.held_tokens:,}",
            "yes" if source.may_ship else "no",
            source.licence,
        )
        for source in sources
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def may_ship(sources: Sequence[SourceRecord]) -> bool:
    """Whether weights trained on all of these may be given away."""
    return all(source.may_ship for source in sources)
