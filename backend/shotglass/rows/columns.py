"""Which column is the question, which the answer: by their names, or as a person says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from unicodedata import category

from .answers import SPACES
from .faults import UnreadableRows
from .table import TableRow

# In order: of several columns that may be the question the first named here is.
NAMES: Mapping[str, tuple[str, ...]] = {
    "input": ("input", "text", "sentence", "question", "query", "prompt"),
    "expected": ("expected", "label", "output", "answer", "target", "class"),
    "labels": ("labels", "choices", "options"),
    "id": ("id", "idx", "index"),
}
MOST_ANSWERS = 64
# What may name a column: no sentence, and a word that is cut, such as Nr., or nothing over numbers.
_NAME = re.compile(r"[^0-9,;:!?.]{0,40}|[^\s0-9,;:!?.]{1,12}\.")
_NUMBER = re.compile("[0-9]+")
_VALUE = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_LEAST_BELOW = 3  # rows, before their numbers or small letters say anything of the first


@dataclass(frozen=True)
class Columns:
    """The name of the column that is each; None for one that is not there, or not chosen yet."""

    input: str | None = None
    expected: str | None = None
    labels: str | None = None
    id: str | None = None


def is_header(rows: Iterator[TableRow], chosen: Columns) -> bool:
    """Whether the first row names the columns: where a name in it is known or chosen, where there
    are numbers below a cell that is none, where the answers below repeat and what stands above
    them is none of them, or where it alone has capitals."""
    head = next(rows).cells
    first = [_folded(cell) for cell in head]
    names = [_folded(name) for name in asdict(chosen).values() if name is not None]
    if any(name in first for name in names):
        return True
    if names and all(_NUMBER.fullmatch(name) for name in names):  # by number: then no row has names
        return False
    known = {name for names in NAMES.values() for name in names}
    if known.intersection(first):
        return True
    named = all(_NAME.fullmatch(cell) for cell in head) and len(set(head)) == len(head)
    return len(head) >= 2 and named and _names(head, rows)


def _names(head: Sequence[str], rows: Iterator[TableRow]) -> bool:
    """Whether cells that may be names differ from all that stand below them as names do."""
    below, beginnings = 0, set[str]()
    counts = [Counter[str]() for _ in head]
    numbers = [True for _ in head]  # whether a column has nothing else
    for row in rows:
        below += 1
        beginnings.update([cell[:1] for cell in row.cells])
        for place, (count, cell) in enumerate(zip(counts, row.cells, strict=False)):
            if len(count) <= MOST_ANSWERS:  # with more they are no answers, however many
                count[_folded(cell)] += 1  # `Ticket` among many `ticket` is one that repeats
            numbers[place] = numbers[place] and _VALUE.fullmatch(cell) is not None
    if "" in head and not numbers[head.index("")]:
        return False
    if below >= _LEAST_BELOW and any(numbers):
        return True
    small = below >= _LEAST_BELOW and {category(letter or " ") for letter in beginnings} == {"Ll"}
    if small and all(category(cell[:1] or " ") == "Lu" for cell in head):
        return True
    return any(
        name and 2 <= len(count) <= MOST_ANSWERS and min(count.values()) > 1 and name not in count
        for name, count in zip(map(_folded, head), counts, strict=True)
    )


def columns_of(
    names: Sequence[str], chosen: Columns, values: Callable[[str], Sequence[Any]]
) -> Columns:
    """What is chosen, and the rest by its name; of two columns that are left the first is the
    question, unless its ``values`` are plainly the answers. Raises UnreadableRows."""
    roles: dict[str, str | None] = {
        role: None if name is None else _there(name, names) for role, name in asdict(chosen).items()
    }
    named: dict[str, list[str]] = {}
    for name in names:
        named.setdefault(_folded(name), []).append(name)
    for role, known in NAMES.items():
        if roles[role] is None:
            alike = (name for word in known for name in named.get(word, ()))
            roles[role] = next((name for name in alike if name not in roles.values()), None)
    rest = [name for name in names if name not in roles.values()]
    missing = [role for role in ("input", "expected") if roles[role] is None]
    if missing and len(rest) == len(missing):
        if len(rest) == 2 and _are_answers(*map(values, rest)):
            rest.reverse()
        roles |= dict(zip(missing, rest, strict=True))
    elif missing:
        raise UnreadableRows.of("columns", columns=list(names), missing=missing[0])
    if double := [name for name in roles.values() if name and names.count(name) > 1]:
        raise UnreadableRows.of("twice", column=double[0])
    return Columns(**roles)


def _are_answers(first: Sequence[Any], second: Sequence[Any]) -> bool:
    """Whether the first column repeats its values, and has fewer of them than the second: a class
    before each text."""
    different = len(set(map(str, first)))
    return 2 * different <= len(first) and different < len(set(map(str, second)))


def _there(name: str, names: Sequence[str]) -> str:
    for column in names:
        if name == column or _folded(name) == _folded(column):
            return column
    raise UnreadableRows.of("column", column=name, columns=list(names))


def _folded(name: str) -> str:
    return name.strip(SPACES).lower()
