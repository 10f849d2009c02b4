"""A pool of key/value buffers, one slot a sequence. Knows nothing of the graph that fills it.

``HostPool`` here is numpy's memory; ``device_pool.py`` is the same in a GPU's.
"""

from __future__ import annotations

import math
import mmap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ...architecture import ModelConfig
from ...contract import native_head_size

Numbers = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Place:
    """Numbers in some device's memory, one after the other: what onnxruntime binds."""

    device: str  # as onnxruntime calls it: "cpu", "cuda"
    dtype: type[np.floating[Any]]
    shape: tuple[int, ...]
    address: int


class SlotPool(Protocol):
    """``slots`` buffers of ``length`` tokens: per layer a key and a value (slots, G, M, d)."""

    slots: int
    length: int
    device: str

    def places(self, first: int, count: int) -> Iterator[tuple[str, Place]]:
        """("0.key", where the buffers of ``count`` neighbouring slots lie), of every buffer."""
        ...

    @property
    def bytes_per_token(self) -> int: ...

    def read(self, slot: int, tokens: int) -> tuple[Numbers, ...]:
        """Copies of the first ``tokens`` of a slot's buffers, each (G, tokens, d), on the host."""
        ...

    def write(self, slot: int, buffers: Sequence[Numbers], tokens: int) -> None:
        """What ``read`` gave, its first ``tokens``, back into a slot."""
        ...

    def copy(self, source: int, target: int, tokens: int, first: int = 0) -> None:
        """Make tokens ``first`` up to ``tokens`` of slot ``target`` those of slot ``source``."""
        ...


class HostPool:
    """Pages are touched only when tokens are written: an idle pool costs address space, not
    memory."""

    device = "cpu"

    def __init__(
        self,
        config: ModelConfig,
        slots: int,
        length: int,
        dtype: type[np.floating[Any]] = np.float32,
    ) -> None:
        shape = (slots, config.kv_heads, length, native_head_size(config))
        self.slots, self.length, self._dtype = slots, length, dtype
        self._arrays: dict[str, Numbers] = {
            f"{layer}.{part}": _untouched(shape, dtype)
            for layer in range(config.layers)
            for part in ("key", "value")
        }

    def views(self, first: int, count: int) -> Iterator[tuple[str, Numbers]]:
        """("0.key", the buffers of ``count`` neighbouring slots), aliasing the pool."""
        for name, array in self._arrays.items():
            yield name, array[first : first + count]

    def places(self, first: int, count: int) -> Iterator[tuple[str, Place]]:
        for name, array in self.views(first, count):
            yield name, Place(self.device, self._dtype, array.shape, array.ctypes.data)

    @property
    def bytes_per_token(self) -> int:
        return sum(array[0, :, 0].nbytes for array in self._arrays.values())

    def read(self, slot: int, tokens: int) -> tuple[Numbers, ...]:
        return tuple(array[slot, :, :tokens].copy() for array in self._arrays.values())

    def write(self, slot: int, buffers: Sequence[Numbers], tokens: int) -> None:
        for array, kept in zip(self._arrays.values(), buffers, strict=True):
            array[slot, :, :tokens] = kept[:, :tokens]

    def copy(self, source: int, target: int, tokens: int, first: int = 0) -> None:
        if source == target or first >= tokens:
            return
        for array in self._arrays.values():
            array[target, :, first:tokens] = array[source, :, first:tokens]


def _untouched(shape: tuple[int, ...], dtype: type[np.floating[Any]]) -> Numbers:
    """Zeros on ordinary pages. numpy asks for huge ones, and the first token of a slot would then
    clear 2 MB for each layer's keys and values: a tenth of a second for SmolLM2."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    return np.frombuffer(mmap.mmap(-1, size), dtype).reshape(shape)
