"""Rows as JSON: a list of objects, an object with such a list, or an object on each line; or as
Parquet, a table by columns (parquet.apache.org), as data sets are published in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from ..errors import MissingExtra
from ..parsing import loads
from .answers import SPACES
from .faults import UnreadableRows
from .table import lines_of

PARQUET = b"PAR1"  # what such a file begins with
LISTS = ("items", "data")  # keys under which a file may have its rows
_JSON = re.compile(r"\[\s*[\[{\]]|\{\s*\"")


@dataclass(frozen=True)
class Object:
    """``row``: of an object in a list its place from 1, else its line."""

    row: int
    values: dict[str, Any]


def objects(text: str) -> list[Object] | None:
    """None for what is no JSON and does not begin like it. Raises UnreadableRows."""
    if not text.lstrip(SPACES).startswith(("{", "[")):
        return None
    try:
        value = _value(text)
        rows = value
        if isinstance(value, dict):
            named = next((value[key] for key in LISTS if isinstance(value.get(key), list)), None)
            one_line = "\n" not in text.strip(SPACES)
            rows = [value] if named is None and one_line else named
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise UnreadableRows("list")
        return [Object(row, values) for row, values in enumerate(rows, 1)]
    except ValueError:
        pass
    lines = enumerate(lines_of(text), 1)
    filled = [(row, line) for row, line in lines if line.strip(SPACES)]
    try:
        by_line = isinstance(_value(filled[0][1]), dict)
    except ValueError:
        by_line = False
    if by_line:
        of_lines = []
        for row, line in filled:
            try:
                values = _value(line)
            except ValueError as error:
                raise UnreadableRows("json", row=row) from error
            if not isinstance(values, dict):
                raise UnreadableRows("json", row=row)
            of_lines.append(Object(row, values))
        return of_lines
    if _JSON.match(text.lstrip(SPACES)):
        raise UnreadableRows("json", row=None)
    return None


def _value(text: str) -> Any:
    return loads(text.strip(SPACES), parse_constant=_refuse)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def names_of(rows: Sequence[Object]) -> list[str]:
    """All keys, in the order of their first appearance."""
    return list(dict.fromkeys(key for row in rows for key in row.values))


def objects_of_parquet(data: bytes) -> list[Object]:
    """Raises MissingExtra without pyarrow, UnreadableRows for what is no Parquet."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise MissingExtra(
            "Parquet is read by pyarrow, which is not installed: pip install 'shotglass[ray]', or "
            "save the rows as CSV or JSON Lines."
        ) from error
    try:
        batches = ParquetFile(BytesIO(data)).iter_batches()
        rows = (row for batch in batches for row in batch.to_pylist())
        return [Object(number, row) for number, row in enumerate(rows, 1)]
    except (ArrowException, OSError) as error:
        raise UnreadableRows("parquet", why=str(error)) from error
