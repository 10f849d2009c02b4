"""A pool of key/value buffers, one slot a sequence. Knows nothing of the graph that fills it.

``HostPool`` is numpy's memory; ``DevicePool`` is the same in a GPU's: same slots, same operations,
same bits.
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
from .device import Block, Device, MemoryRun

Numbers = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class TensorMemory:
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
    bytes_per_token: int  # of one slot

    def buffers(self, first: int, count: int) -> Iterator[tuple[str, TensorMemory]]:
        """("0.key", where the buffers of ``count`` neighbouring slots lie), of every buffer."""
        ...

    def read(self, slot: int, tokens: int) -> tuple[Numbers, ...]:
        """Copies of the first ``tokens`` of a slot's buffers, each (G, tokens, d), on the host."""
        ...

    def write(self, slot: int, buffers: Sequence[Numbers], tokens: int) -> None:
        """Writes the first ``tokens`` of what ``read`` returned back into a slot."""
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
        # Zeros on ordinary pages. numpy asks for huge ones, and the first token of a slot would
        # then clear 2 MB for each layer's keys and values: a tenth of a second for SmolLM2.
        size = math.prod(shape) * np.dtype(dtype).itemsize
        self._arrays: dict[str, Numbers] = {
            f"{layer}.{part}": np.frombuffer(mmap.mmap(-1, size), dtype).reshape(shape)
            for layer in range(config.layers)
            for part in ("key", "value")
        }
        self.bytes_per_token = sum(array[0, :, 0].nbytes for array in self._arrays.values())

    def views(self, first: int, count: int) -> Iterator[tuple[str, Numbers]]:
        """Yields each buffer's name, such as ``0.key``, with the part of ``count`` neighbouring
        slots (count, G, length, d) of it, which aliases the pool."""
        for name, array in self._arrays.items():
            yield name, array[first : first + count]

    def buffers(self, first: int, count: int) -> Iterator[tuple[str, TensorMemory]]:
        for name, array in self.views(first, count):
            yield name, TensorMemory(self.device, self._dtype, array.shape, array.ctypes.data)

    def read(self, slot: int, tokens: int) -> tuple[Numbers, ...]:
        return tuple(array[slot, :, :tokens].copy() for array in self._arrays.values())

    def write(self, slot: int, buffers: Sequence[Numbers], tokens: int) -> None:
        for array, copy in zip(self._arrays.values(), buffers, strict=True):
            array[slot, :, :tokens] = copy[:, :tokens]

    def copy(self, source: int, target: int, tokens: int, first: int = 0) -> None:
        if source == target or first >= tokens:
            return
        for array in self._arrays.values():
            array[target, :, first:tokens] = array[source, :, first:tokens]


BYTES = 2  # of a number


class DevicePool:
    """A ``SlotPool`` in a device's memory, fp16.

    A slot's buffer is (G, M, d), so that its first tokens are one run of numbers for each head. All
    copies are such runs, by address, through a graph of Identity nodes on the device itself
    (``device.py``): exactly the tokens asked for, and nothing else is touched. It costs 2 L G
    bindings a copy: for SmolLM2's 180, tried over memory of the host, 1.0 ms at 16 tokens where
    numpy takes 0.03. A beam copies at every step, so that is the first place to gain something.

    The prefix cache stays on the host: ``read`` and ``write`` cross the bus with the tokens' own
    bytes, once a prompt. All memory is taken at once: 2 L G M d numbers a slot, twice that in
    bytes.
    """

    def __init__(self, config: ModelConfig, slots: int, length: int, device: Device) -> None:
        self.slots, self.length, self.device = slots, length, device.kind
        self._device = device
        self._heads, self._size = config.kv_heads, native_head_size(config)
        shape = (slots, self._heads, length, self._size)
        self._blocks: dict[str, Block] = {
            f"{layer}.{part}": device.zeros(shape)
            for layer in range(config.layers)
            for part in ("key", "value")
        }
        self.bytes_per_token = BYTES * len(self._blocks) * self._heads * self._size

    def buffers(self, first: int, count: int) -> Iterator[tuple[str, TensorMemory]]:
        shape = (count, self._heads, self.length, self._size)
        offset = BYTES * first * self._heads * self.length * self._size
        for name, block in self._blocks.items():
            yield name, TensorMemory(self.device, np.float16, shape, block.address + offset)

    def read(self, slot: int, tokens: int) -> tuple[Numbers, ...]:
        shape = (self._heads, tokens, self._size)
        copies = tuple(np.empty(shape, np.float16) for _ in self._blocks)
        self._move(self._run(slot, 0), self._host(copies), tokens)
        return copies

    def write(self, slot: int, buffers: Sequence[Numbers], tokens: int) -> None:
        self._move(self._host(buffers), self._run(slot, 0), tokens)

    def copy(self, source: int, target: int, tokens: int, first: int = 0) -> None:
        if source != target:
            self._move(self._run(source, first), self._run(target, first), tokens - first)

    def _move(self, source: MemoryRun, target: MemoryRun, tokens: int) -> None:
        if tokens > 0:
            self._device.move(source, target, tokens * self._size)

    def _run(self, slot: int, first: int) -> MemoryRun:
        """Returns where token ``first`` of the slot begins, for each buffer and head."""
        starts = [
            BYTES * self._size * ((slot * self._heads + head) * self.length + first)
            for head in range(self._heads)
        ]
        addresses = [block.address + start for block in self._blocks.values() for start in starts]
        return MemoryRun(self.device, addresses)

    def _host(self, buffers: Sequence[Numbers]) -> MemoryRun:
        """The same of arrays (G, T, d) on the host."""
        addresses = [head.ctypes.data for array in buffers for head in array]
        return MemoryRun("cpu", addresses)
