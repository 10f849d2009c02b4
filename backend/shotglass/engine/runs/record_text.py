"""The text of a record and its table, byte for byte as the page writes them.

JavaScript writes numbers in another way than Python: ``-3`` for ``-3.0``, ``1e-7`` for ``1e-07``
(ECMAScript, Number::toString). Both write as few digits as tell a double from every other, so a
number is the same one again whoever reads it. The twin is ``web/src/core/measurement/record.ts``;
``tests/contract/measurement.json`` holds both together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

DIGITS = 6  # of a value that is computed from readings: the last of 17 depend on who computes it
FORMULA = tuple("=+-@\t\r")  # a spreadsheet runs a text that begins so


def number(value: float) -> str:
    """A finite one, in full."""
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    if "e" not in text:
        return "0" if value == 0 else text.removesuffix(".0")
    if 1e-6 <= abs(value) < 1e21:
        return format(Decimal(text), "f")
    mantissa, exponent = text.split("e")
    return f"{mantissa}e{int(exponent):+d}"


def rounded(value: float) -> str:
    """Returns the number with ``DIGITS`` significant digits."""
    return number(float(f"{value:.{DIGITS - 1}e}"))


def json_text(value: object) -> str:
    """Values of JSON's kinds, tuples and mappings among them, without a space between."""
    if isinstance(value, Mapping):
        pairs = (f"{_text(str(key))}:{json_text(item)}" for key, item in value.items())
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(json_text, value))}]"
    if isinstance(value, float):
        return number(value)
    return _text(value)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """RFC 4180."""
    return "".join(f"{','.join(map(_quoted, row))}\r\n" for row in rows)


def plain(text: str) -> str:
    """A text of somebody as a cell, which no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _quoted(cell: str) -> str:
    if not any(mark in cell for mark in ',"\r\n'):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'
