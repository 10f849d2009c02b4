"""Records of evaluations in Markdown: tables, intervals, the line that says what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


def origin(model: Mapping[str, Any], recorded: str) -> str:
    """Which model a record is of, by its digests, and of which day; ``model`` as JSON of
    ``record.Measured``."""
    return (
        f"{model['name']}, {model['precision']}, graph `{model['graph'][:12]}`, weights "
        f"`{model['weights'][:12]}`, recorded {recorded}"
    )


def percent(share: float) -> str:
    """``share`` in percent with one decimal. A tie is rounded up, as the page's toFixed does; the
    format of Python rounds it to the even digit."""
    return str(Decimal(100 * share).quantize(Decimal("0.1"), ROUND_HALF_UP))


def cell(triple: Sequence[float]) -> str:
    """72.5 [65.9, 78.2]: percent and its interval."""
    value, low, high = map(percent, triple)
    return f"{value} [{low}, {high}]"


def markdown(head: Sequence[str], rows: Iterable[list[str]]) -> list[str]:
    """A table's lines."""
    return [_line(head), _line(["---"] * len(head)), *map(_line, rows)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
