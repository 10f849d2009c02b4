"""Which slot each hypothesis of a beam goes on in, so that as little as possible is copied.

A hypothesis whose parent has no other child stays where the parent was. Of several children one
stays; the others take slots of hypotheses that nobody continues, or new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Regrouping:
    """Places among the rows before a step. ``stay``: of each new hypothesis the row it goes on in,
    None for a row to be added; ``copies``: pairs (from, to) among those; ``left``: rows that
    nobody needs any more."""

    stay: tuple[int | None, ...]
    copies: tuple[tuple[int, int], ...]
    left: tuple[int, ...]


def regroup(rows: int, parents: Sequence[int]) -> Regrouping:
    """``parents[i]``: the row that hypothesis i continues, 0 <= it < ``rows``.

    >>> regroup(3, [1, 1, 0])
    Regrouping(stay=(1, 2, 0), copies=((1, 2),), left=())
    """
    free = [row for row in range(rows) if row not in parents]
    stay: list[int | None] = []
    copies = []
    for place, parent in enumerate(parents):
        if parent not in parents[:place]:
            stay.append(parent)
        elif free:
            copies.append((parent, free[0]))
            stay.append(free.pop(0))
        else:
            stay.append(None)
    return Regrouping(tuple(stay), tuple(copies), tuple(free))
