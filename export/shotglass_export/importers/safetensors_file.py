"""A safetensors file, read strictly: its header is checked whole before any tensor is touched.

8 bytes: the header's length, little-endian; the header, JSON; then the tensors, without gaps. The
format is that of https://github.com/huggingface/safetensors ("Format").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shotglass.errors import ImportFailed

from ..checkpoint import Floats
from .strict_json import parse_object

MOST_HEADER = 16 << 20  # bytes: some 100,000 tensors
_LENGTH = 8  # bytes of the header's length
_METADATA = "__metadata__"
_BYTES = {
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "U16": 2, "I16": 2, "F16": 2,
    "BF16": 2, "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
}  # fmt: skip
FLOATS = ("F32", "F16", "BF16")  # what can be read


@dataclass(frozen=True)
class TensorEntry:
    """A tensor as the header has it; ``start`` and ``end`` count bytes behind the header."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int


class SafetensorsFile:
    """``entries`` by name; ``floats`` reads one of them from the mapped file."""

    def __init__(self, path: Path) -> None:
        """Raises ImportFailed for a file whose header does not fit the file, or itself."""
        self.name = path.name
        try:
            size = path.stat().st_size
            with path.open("rb") as file:
                first = file.read(_LENGTH)
                length = int.from_bytes(first, "little")
                if len(first) < _LENGTH or length > size - _LENGTH:
                    raise ImportFailed(
                        f"{self.name} has {size:,} bytes, which its header of {length:,} bytes "
                        "does not fit in: it is cut short or no safetensors file; get it again."
                    )
                if length > MOST_HEADER:
                    raise ImportFailed(
                        f"{self.name} has a header of {length:,} bytes; at most {MOST_HEADER:,} "
                        "were expected."
                    )
                header = parse_object(file.read(length), f"{self.name}'s header")
        except OSError as error:
            raise ImportFailed(f"{self.name} cannot be read ({error.strerror}).") from error
        self._at = _LENGTH + length
        self.entries = dict(_entries(self.name, header))
        # One after another from 0 to the end: nothing overlaps, nothing lies hidden between.
        size, at = size - self._at, 0
        in_order = sorted(self.entries.items(), key=lambda item: (item[1].start, item[1].end))
        for tensor, entry in in_order:
            if entry.start != at:
                raise ImportFailed(
                    f"{self.name}: the tensor {tensor} begins at byte {entry.start:,}; {at:,} was "
                    "expected, since tensors follow one another without gaps."
                )
            at = entry.end
        if at != size:
            raise ImportFailed(
                f"{self.name} holds {size:,} bytes of tensors; its header speaks of {at:,}: it is "
                "cut short or damaged; get it again."
            )
        self._bytes: NDArray[np.uint8] = np.asarray(np.memmap(path, np.uint8, "r"))

    def floats(self, name: str) -> Floats:
        """The tensor as float32, exactly. Raises KeyError, and ImportFailed for a type other than
        ``FLOATS`` and for NaN or infinity."""
        entry = self.entries[name]
        if entry.dtype not in FLOATS:
            raise ImportFailed(
                f"{self.name}: the tensor {name} is of type {entry.dtype}; one of "
                f"{', '.join(FLOATS)} was expected."
            )
        stored = self._bytes[self._at + entry.start : self._at + entry.end]
        array = _CONVERT[entry.dtype](stored).reshape(entry.shape)
        if not np.isfinite(array).all():
            raise ImportFailed(
                f"{self.name}: the tensor {name} holds NaN or infinity; finite numbers were "
                "expected: the file is damaged, or its training diverged."
            )
        return array


def _f32(stored: NDArray[np.uint8]) -> Floats:
    return stored.view("<f4")


def _f16(stored: NDArray[np.uint8]) -> Floats:
    return stored.view("<f2").astype(np.float32)


def _bf16(stored: NDArray[np.uint8]) -> Floats:
    """bfloat16 is the upper half of float32."""
    upper: NDArray[np.uint32] = stored.view("<u2").astype(np.uint32) << np.uint32(16)
    return upper.view(np.float32)


_CONVERT = {"F32": _f32, "F16": _f16, "BF16": _bf16}


def _entries(name: str, header: Mapping[str, Any]) -> Iterator[tuple[str, TensorEntry]]:
    for tensor, value in header.items():
        if tensor == _METADATA:
            continue
        try:
            if set(value) != {"dtype", "shape", "data_offsets"}:
                raise ValueError("dtype, shape and data_offsets were expected")
            dtype, shape, (start, end) = value["dtype"], value["shape"], value["data_offsets"]
            if dtype not in _BYTES:
                raise ValueError(f"the type {dtype!r} is unknown")
            if not isinstance(shape, list) or not all(
                type(n) is int and n >= 0 for n in [*shape, start]
            ):
                raise ValueError("sizes and offsets must be whole numbers, 0 or more")
            if type(end) is not int or end - start != prod(shape) * _BYTES[dtype]:
                raise ValueError(
                    f"shape {shape} of {dtype} does not fill the bytes {start} to {end}"
                )
            yield tensor, TensorEntry(dtype, tuple(shape), start, end)
        except (KeyError, TypeError, ValueError) as error:
            raise ImportFailed(
                f"{name}: the header's entry of {tensor[:80]!r} is not usable ({error})."
            ) from error
