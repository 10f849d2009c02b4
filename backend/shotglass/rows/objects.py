"""Rows as JSON: a list of objects, an object with such a list, or an object on each line; or as
Parquet, a table by columns (parquet.apache.org), as data sets are published in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..errors import MissingExtra
from ..parsing import loads
from .answers import SPACES
from .faults import UnreadableRows
from .table import filled_lines

PARQUET = b"PAR1"  # what such a file begins with
BATCH = 8_192  # of its rows that stand in memory as objects at once
LISTS = ("items", "data")  # keys under which a file may have its rows
_JSON = re.compile(r"\[\s*[\[{\]]|\{\s*\"")


@dataclass(frozen=True, slots=True)
class Object:
    """``row``: of an object in a list its place from 1, else its line. ``values``: None of a line
    that is no object."""

    row: int
    values: dict[str, Any] | None


class Objects(Protocol):
    """Is gone through several times; a long file is parsed each time, since a million rows as
    objects take a gigabyte."""

    def __iter__(self) -> Iterator[Object]: ...


@dataclass(frozen=True)
class JsonLines:
    """An object on each line of ``text`` that is not empty."""

    text: str

    def __iter__(self) -> Iterator[Object]:
        for row, line in filled_lines(self.text):
            try:
                values = _value(line)
            except ValueError:
                values = None
            yield Object(row, values if isinstance(values, dict) else None)


def objects(text: str) -> Objects | None:
    """None for what is no JSON and does not begin like it. Raises UnreadableRows."""
    if not text.lstrip(SPACES).startswith(("{", "[")):
        return None
    try:
        value = _value(text)
        rows = value
        if isinstance(value, dict):
            named = next((value[key] for key in LISTS if isinstance(value.get(key), list)), None)
            one_row = "\n" not in text.strip(SPACES) and not all(map(_holds, value.values()))
            rows = [value] if named is None and one_row else named
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise UnreadableRows.of("list")
        return [Object(row, values) for row, values in enumerate(rows, 1)]
    except ValueError:
        pass
    try:
        by_line = isinstance(_value(next(filled_lines(text))[1]), dict)
    except ValueError:
        by_line = False
    if by_line:
        return JsonLines(text)
    if _JSON.match(text.lstrip(SPACES)):
        raise UnreadableRows.of("json", row=None)
    return None


def _value(text: str) -> Any:
    return loads(text.strip(SPACES), parse_constant=_refuse)


def _holds(value: Any) -> bool:
    return isinstance(value, dict | list)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def names_of(rows: Objects) -> list[str]:
    """All keys, in the order of their first appearance."""
    return list(dict.fromkeys(key for row in rows for key in row.values or ()))


@dataclass(frozen=True)
class ParquetRows:
    """Of the file at ``path``, a batch at a time."""

    path: Path

    def __iter__(self) -> Iterator[Object]:
        """Raises MissingExtra without pyarrow, UnreadableRows for what is no Parquet."""
        try:
            from pyarrow import ArrowException
            from pyarrow.parquet import ParquetFile
        except ImportError as error:
            raise MissingExtra(
                "Parquet is read by pyarrow, which is not installed: pip install "
                "'shotglass[ray]', or save the rows as CSV or JSON Lines."
            ) from error
        row = 0
        try:
            with ParquetFile(self.path) as file:
                for batch in file.iter_batches(BATCH):
                    for values in batch.to_pylist():
                        row += 1
                        yield Object(row, values)
        except (ArrowException, OSError) as error:
            raise UnreadableRows.of("parquet", why=str(error)) from error
