"""Tables of a report, and the cells in them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

NONE = "–"


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def middle(values: Sequence[float] | None, form: str) -> str:
    return form.format(statistics.median(values)) if values else NONE


def rate(seconds: float | None, count: int) -> str:
    return NONE if seconds is None else f"{count / seconds:.0f}"
