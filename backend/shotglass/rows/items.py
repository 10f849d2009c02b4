"""Rows of any of the forms as items, with what was left out and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from sys import intern
from typing import Any

from ..errors import Phrase
from .alike import AnswerCount, answer_counts
from .answers import SPACES, looks
from .columns import MOST_ANSWERS, Columns, columns_of, is_header
from .faults import MOST_LISTED, RowFault, UnreadableRows, Ways
from .objects import PARQUET, Object, Objects, ParquetRows, names_of, objects
from .table import TableRow, TableRows, text_of

SEPARATOR = "|"  # between an item's own labels in a cell
_MOST_WHOLE = 2**53 - 1  # above it a double is not exact
_LEFT = ("input", "expected", "labels")  # three columns without names are these, in this order


@dataclass(frozen=True, slots=True)
class RowItem:
    """Texts as they were typed, without the space that an answer may own in a prompt."""

    row: int
    input: str
    expected: str
    labels: tuple[str, ...] = ()
    id: str = ""  # by which its owner knows it


@dataclass(frozen=True)
class ReadRows:
    """``names``: of all columns; a table without names has numbers. ``blank``: rows that are
    empty; ``repeated``: rows that ask and expect what an earlier one does, with that one; both are
    left out. ``quotes``: rows in which a quote is not closed and is kept as it is."""

    items: tuple[RowItem, ...]
    names: tuple[str, ...]
    columns: Columns
    header: bool
    blank: tuple[int, ...] = ()
    repeated: tuple[tuple[int, int], ...] = ()
    quotes: tuple[int, ...] = ()

    @cached_property
    def answers(self) -> tuple[AnswerCount, ...]:
        """How many rows expect each, the most frequent first, and which of them are alike."""
        return answer_counts(self.items, (item.row for item in self.items))


@dataclass
class _Collected:
    """Items one after another; each is compared with those before it."""

    items: list[RowItem] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    questions: dict[str, RowItem] = field(default_factory=dict)
    answers: dict[str, tuple[str, int]] = field(default_factory=dict)  # by how they look
    known: set[str] = field(default_factory=set)  # all of them, as they are
    faults: list[dict[str, Any]] = field(default_factory=list)  # of the first rows that have one
    more: int = 0  # rows with a fault after these

    def take(self, read: Callable[[], RowItem]) -> None:
        """A row, or what is wrong with it."""
        try:
            self._add(read())
        except RowFault as error:
            if len(self.faults) < MOST_LISTED:
                self.faults.append(error.fault)
            else:
                self.more += 1

    def checked(self) -> _Collected:
        """Raises UnreadableRows."""
        if self.faults:
            raise UnreadableRows(*self.faults, more=self.more)
        return self

    def _add(self, item: RowItem) -> None:
        """Raises RowFault."""
        for answer in (item.expected, *item.labels):
            if answer in self.known:
                continue
            known, before = self.answers.setdefault(looks(answer), (answer, item.row))
            if known != answer:
                places = {"row": item.row, "before": before}
                raise RowFault("alike", **places, expected=answer, known=known)
            self.known.add(answer)
        first = self.questions.setdefault(item.input, item)
        if first is item:
            self.items.append(item)
        elif first.expected == item.expected:
            self.repeated.append((item.row, first.row))
        else:
            raise RowFault(
                "contradiction",
                row=item.row,
                before=first.row,
                expected=item.expected,
                known=first.expected,
            )


def read_rows_file(
    path: Path,
    columns: Columns,
    encoding: str | None = None,
    ways: Ways = Ways(),  # noqa: B008 (frozen)
) -> ReadRows:
    """The rows of a file in any of the forms, or in Parquet; ``encoding``: as of ``text_of``.
    Raises UnreadableRows, with the file's name, and MissingExtra where nothing reads Parquet."""
    try:
        with path.open("rb") as file:
            is_parquet = file.read(len(PARQUET)) == PARQUET
        if is_parquet:
            return _read_objects(ParquetRows(path), columns)
        return read_rows(text_of(path.read_bytes(), encoding), columns)
    except UnreadableRows as error:
        raise error.with_ways(ways, path) from None


def read_rows(text: str, chosen: Columns = Columns(), header: bool | None = None) -> ReadRows:  # noqa: B008 (frozen)
    """``chosen``: columns by name, the others are guessed; ``header``: whether the first row of a
    table names them, guessed where it is None. Raises UnreadableRows with the row at fault."""
    text = text.lstrip("\ufeff")
    values = objects(text)
    if values is None:
        return _read_table(TableRows(text), chosen, header)
    return _read_objects(values, chosen)


def _read_objects(values: Objects, chosen: Columns) -> ReadRows:
    if next(iter(values), None) is None:
        raise UnreadableRows.of("nothing")
    names = names_of(values)
    columns = columns_of(
        names, chosen, lambda name: [(row.values or {}).get(name) for row in values]
    )
    collected = _Collected()
    for row in values:
        collected.take(partial(_object_item, columns, row))
    collected.checked()
    return ReadRows(
        tuple(collected.items), tuple(names), columns, True, repeated=tuple(collected.repeated)
    )


def _read_table(table: TableRows, chosen: Columns, header: bool | None) -> ReadRows:
    head = next(_filled(table), None)
    if head is None:
        raise UnreadableRows.of("nothing")
    named = is_header(_filled(table), chosen) if header is None else header
    names = head.cells if named else tuple(map(str, range(1, len(head.cells) + 1)))
    below = partial(_filled, table, head.row if named else 0)
    if next(below(), None) is None:
        raise UnreadableRows.of("nothing")
    columns = _columns(names, chosen, None if named else head.cells, below)
    collected, blank, quotes, last = _Collected(), list[int](), list[int](), head.row
    for row in table:
        if row.blank:
            blank.append(row.row)
        elif not named or row.row > head.row:
            last = row.row
            collected.take(partial(_table_item, columns, names, row))
            quotes += [row.row] if row.open else []
    collected.checked()
    return ReadRows(
        tuple(collected.items),
        names,
        columns,
        named,
        tuple(row for row in blank if row < last),
        tuple(collected.repeated),
        tuple(quotes),
    )


def _filled(table: TableRows, after: int = 0) -> Iterator[TableRow]:
    return (row for row in table if row.row > after and not row.blank)


def _columns(
    names: Sequence[str],
    chosen: Columns,
    first: Sequence[str] | None,
    rows: Callable[[], Iterator[TableRow]],
) -> Columns:
    """``first``: the cells of the first row, where it names no columns. Raises UnreadableRows."""
    if first is not None and chosen == Columns():
        if len(names) == 1:
            row = next(rows()).row
            raise UnreadableRows.of("cells", row=row, cells=1, expected=Phrase("2 or 3"))
        if len(names) == len(_LEFT):
            return Columns(**dict(zip(_LEFT, names, strict=True)))

    def values(name: str) -> list[str]:
        place = names.index(name)
        return [row.cells[place] for row in rows() if len(row.cells) == len(names)]

    try:
        return columns_of(names, chosen, values)
    except UnreadableRows as error:
        if first is None:
            raise
        raise UnreadableRows({**error.faults[0], "first": [*first]}) from None


def _table_item(columns: Columns, names: Sequence[str], row: TableRow) -> RowItem:
    """Raises RowFault."""
    if len(row.cells) != len(names):
        raise RowFault("cells", row=row.row, cells=len(row.cells), expected=str(len(names)))
    return _item(columns, row.row, dict(zip(names, row.cells, strict=True)).get)


def _object_item(columns: Columns, row: Object) -> RowItem:
    """Raises RowFault."""
    if row.values is None:
        raise RowFault("json", row=row.row)
    return _item(columns, row.row, row.values.get)


def _item(columns: Columns, row: int, value: Callable[[str], Any]) -> RowItem:
    """Raises RowFault."""
    texts = {}
    for role, column in (("input", columns.input), ("expected", columns.expected)):
        texts[role] = _text(value(column or ""), row, role)
        if not texts[role]:
            raise RowFault("empty", row=row, column=role)
    labels = value(columns.labels) if columns.labels else None
    if isinstance(labels, list):
        own = tuple(_text(label, row, "labels") for label in labels)
    else:
        text = _text(labels, row, "labels")
        own = tuple(part.strip(SPACES) for part in text.split(SEPARATOR)) if text else ()
    fits = 2 <= len(own) <= MOST_ANSWERS and "" not in own and len(set(own)) == len(own)
    if own and not (fits and texts["expected"] in own):
        raise RowFault("labels", row=row, expected=texts["expected"])
    expected = intern(texts["expected"])  # of many rows the same
    return RowItem(row, texts["input"], expected, own, _id(columns, row, value))


def _id(columns: Columns, row: int, value: Callable[[str], Any]) -> str:
    """None where it is no text or whole number: it says nothing that is asked."""
    try:
        return _text(value(columns.id), row, "id") if columns.id else ""
    except RowFault:
        return ""


def _text(value: Any, row: int, column: str) -> str:
    """A text without white space around it; a whole number or truth value as JSON writes it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip(SPACES)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and abs(value) <= _MOST_WHOLE and value == int(value):
        return str(int(value))
    raise RowFault("kind", row=row, column=column)
