"""The header of a GGUF file and its metadata, read strictly: nothing is believed before it fits
into the file, and every value that cannot be used has its sentence.

Layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little-endian.
gguf's own reader takes counts, lengths and offsets as they stand, so hostile files never reach it;
the tests hold this one to it on good files.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

from shotglass.errors import ImportFailed

from .quantised import TYPES, StoredTensor

_READABLE = {GGMLQuantizationType[name].value: name for name in TYPES}
_NUMBERS = {
    0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
}  # fmt: skip
_TEXT, _ARRAY = 8, 9
_ROOM = 256 << 20  # bytes of header: a vocabulary of a million tokens takes a tenth
_KEYS, _TENSORS, _VALUES = 1 << 16, 1 << 16, 1 << 23
T = TypeVar("T")
_REQUIRED: Any = object()
_WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a decimal number",
    bool: "true or false",
    list: "a list",
}


@dataclass(frozen=True)
class GgufHeader:
    values: dict[str, Any]
    tensors: dict[str, StoredTensor]


def read_header(
    path: Path, check: Callable[[Mapping[str, Any]], object] = lambda values: None
) -> GgufHeader:
    """``check`` is called with the values before any tensor is looked at: of a model that cannot
    be run, how its tensors are stored is of no interest.

    Raises ImportFailed for whatever is cut short, too large, twice there, or out of place.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        cursor = _Cursor(file.read(min(size, _ROOM)))
    magic, version = cursor.raw(4, "its first bytes"), cursor.number("I", "its version")
    if magic != b"GGUF":
        _damaged(f"it begins with {magic!r}")
    if version not in (2, 3):
        _damaged(f"it is of version {version:,}, little-endian; 2 or 3 was expected")
    tensor_count, key_count = cursor.number("Q", "its counts"), cursor.number("Q", "its counts")
    if tensor_count > _TENSORS or key_count > _KEYS:
        _damaged(f"it claims {tensor_count:,} tensors and {key_count:,} keys")
    values: dict[str, Any] = {}
    for _ in range(key_count):
        key = cursor.text("a key")
        if key in values:
            _damaged(f"the key {key[:60]!r} is there twice")
        values[key] = _value(cursor)
    check(values)
    listed = [_listed(cursor) for _ in range(tensor_count)]
    value = values.get("general.alignment", 32)
    if not isinstance(value, int) or not 8 <= value <= 1 << 16 or value & (value - 1):
        _damaged(
            f"its alignment is {str(value)[:40]}; a power of two from 8 to 65,536 was expected"
        )
    return GgufHeader(values, _placed(listed, cursor.at, value, size))


def _value(cursor: _Cursor) -> Any:
    kind = cursor.number("I", "a value's type")
    if kind != _ARRAY:
        return cursor.text("a text") if kind == _TEXT else cursor.number(_format(kind), "a value")
    item, count = cursor.number("I", "a list's type"), cursor.number("Q", "a list's length")
    if item == _ARRAY:
        _damaged("it has a list of lists")
    if count > _VALUES:
        _damaged(f"it claims a list of {count:,} values")
    if item == _TEXT:
        return [cursor.text("a list") for _ in range(count)]
    return cursor.numbers(_format(item), count, "a list")


def _format(kind: int) -> str:
    return _NUMBERS.get(kind) or _damaged(f"it has a value of type {kind:,}, which is none")


def _listed(cursor: _Cursor) -> tuple[str, str, tuple[int, ...], int]:
    name, axes = cursor.text("a tensor's name"), cursor.number("I", "a tensor's shape")
    if not 1 <= axes <= 4:
        _damaged(f"the tensor {name[:60]!r} has {axes:,} axes; 1 to 4 were expected")
    shape = tuple(reversed(cursor.numbers("Q", axes, "a tensor's shape")))
    number = cursor.number("I", "a tensor's type")
    if number not in _READABLE:
        known = {type_.value: type_.name for type_ in GGMLQuantizationType}
        raise ImportFailed(
            f"The tensor {name[:60]!r} is stored as {known.get(number, f'type {number:,}')}; "
            f"{', '.join(TYPES)} can be read: choose a file of one of these."
        )
    return name, _READABLE[number], shape, cursor.number("Q", name)


def _placed(
    listed: list[tuple[str, str, tuple[int, ...], int]], header: int, alignment: int, size: int
) -> dict[str, StoredTensor]:
    """The tensors by name, each whole within the file and none over another."""
    base, end = -(-header // alignment) * alignment, 0
    tensors: dict[str, StoredTensor] = {}
    for name, type_, shape, offset in sorted(listed, key=lambda entry: entry[3]):
        block, block_bytes = GGML_QUANT_SIZES[GGMLQuantizationType[type_]]
        if not all(shape) or shape[-1] % block:
            _damaged(f"the tensor {name[:60]!r} of type {type_} has the shape {shape}")
        length = prod(shape) // block * block_bytes
        if name in tensors:
            _damaged(f"the tensor {name[:60]!r} is there twice")
        if offset < end or offset % alignment:
            _damaged(f"the tensor {name[:60]!r} begins within another, or between two places")
        if (end := offset + length) > size - base:
            _damaged(f"the tensor {name[:60]!r} ends behind the file's end")
        tensors[name] = StoredTensor(name, type_, shape, base + offset, length)
    return tensors


class _Cursor:
    """A place in the header's bytes, which no read leaves."""

    def __init__(self, data: bytes) -> None:
        self._data, self.at = data, 0

    def raw(self, length: int, what: str) -> bytes:
        if length > len(self._data) - self.at:
            _damaged(f"it ends within {what[:60]}")
        self.at += length
        return self._data[self.at - length : self.at]

    def number(self, kind: str, what: str) -> Any:
        return self.numbers(kind, 1, what)[0]

    def numbers(self, kind: str, count: int, what: str) -> list[Any]:
        packed = f"<{count}{kind}"
        return list(struct.unpack(packed, self.raw(struct.calcsize(packed), what)))

    def text(self, what: str) -> str:
        data = self.raw(self.number("Q", what), what)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return _damaged(f"{what} is no UTF-8")


def _damaged(why: str) -> NoReturn:
    raise ImportFailed(
        f"The file cannot be read as GGUF: {why}. It is damaged, cut short, or of another kind; "
        "download it again."
    )


class Metadata:
    """Typed look-ups; a missing key without a default, or of another kind, is an ImportFailed."""

    def __init__(self, values: Mapping[str, Any], prefix: str = "") -> None:
        """``prefix``: what every key begins with, which look-ups leave out."""
        self._values, self._prefix = values, prefix
        self._read: set[str] = set()

    def below(self, name: str) -> Metadata:
        """The keys that begin with ``name.``, looked up without it."""
        inner = Metadata(self._values, f"{self._prefix}{name}.")
        inner._read = self._read
        return inner

    def unread(self) -> list[str]:
        """The keys that nothing has looked up, here or below."""
        return sorted(set(self._values) - self._read)

    def require(self, key: str, expected: float | bool, why: str) -> None:
        """Refuse a value that would have to be computed otherwise; a missing key is as expected.
        Raises ImportFailed."""
        value: float
        if isinstance(expected, bool):
            value = self.flag(key, expected)
        else:
            value = self.decimal(key, expected)
        if value != expected:
            raise ImportFailed(
                f"The file's {self._prefix}{key} is {value}; {expected} was expected, since {why}."
            )

    def text(self, key: str, default: str = _REQUIRED) -> str:
        return str(self._get(key, str, default))

    def integer(self, key: str, default: int = _REQUIRED) -> int:
        value = int(self._get(key, int, default))
        if value < 0:
            raise ImportFailed(
                f"The file's {self._prefix}{key} is {value}; a number from 0 up was expected."
            )
        return value

    def optional_integer(self, key: str) -> int | None:
        return self.integer(key) if self._prefix + key in self._values else None

    def decimal(self, key: str, default: float = _REQUIRED) -> float:
        """Returns the shortest decimal that means the same float32, so 1e-5 reads 1e-05."""
        return float(str(np.float32(self._get(key, float, default))))

    def flag(self, key: str, default: bool = _REQUIRED) -> bool:
        return bool(self._get(key, bool, default))

    def decimals(self, key: str) -> list[float]:
        return self._list(key, float, _REQUIRED)

    def strings(self, key: str, default: Sequence[str] = _REQUIRED) -> list[str]:
        return self._list(key, str, default)

    def integers(self, key: str, default: Sequence[int] = _REQUIRED) -> list[int]:
        return self._list(key, int, default)

    def _list(self, key: str, kind: type[T], default: Sequence[T]) -> list[T]:
        values: list[Any] = self._get(key, list, default)
        if not all(isinstance(value, kind) for value in values):
            raise ImportFailed(
                f"The file's {self._prefix}{key} is no list in which each value is {_WORDS[kind]}."
            )
        return list(values)

    def _get(self, key: str, kind: type[Any], default: Any) -> Any:
        key = self._prefix + key
        self._read.add(key)
        if key not in self._values:
            if default is _REQUIRED:
                raise ImportFailed(f"The file does not say its {key}; it is needed.")
            return default
        value = self._values[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ImportFailed(
                f"The file's {key} is {str(value)[:80]!r}; {_WORDS[kind]} was expected."
            )
        return value
