"""The slot pool in a device's memory, fp16. Same slots, same operations, same bits as ``HostPool``.

A slot's buffer is (G, M, d), so that its first tokens are one run of numbers for each head. All
copies are such runs, by address, through a graph of Identity nodes on the device itself
(``device.py``): exactly the tokens asked for, and nothing else is touched. It costs 2 L G bindings
a copy: for SmolLM2's 180, tried over memory of the host, 1.0 ms at 16 tokens where numpy takes
0.03. A beam copies at every step, so that is the first place to gain something.

The prefix cache stays on the host: ``read`` and ``write`` cross the bus with the tokens' own bytes,
once a prompt. All memory is taken at once: 2 L G M d numbers a slot, twice that in bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ...architecture import ModelConfig
from ...contract import native_head_size
from .device import Block, Device, Run
from .kv_cache import Numbers, Place

BYTES = 2  # of a number


class DevicePool:
    """A ``SlotPool``."""

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

    def places(self, first: int, count: int) -> Iterator[tuple[str, Place]]:
        shape = (count, self._heads, self.length, self._size)
        offset = BYTES * first * self._heads * self.length * self._size
        for name, block in self._blocks.items():
            yield name, Place(self.device, np.float16, shape, block.address + offset)

    @property
    def bytes_per_token(self) -> int:
        return BYTES * len(self._blocks) * self._heads * self._size

    def read(self, slot: int, tokens: int) -> tuple[Numbers, ...]:
        shape = (self._heads, tokens, self._size)
        found = tuple(np.empty(shape, np.float16) for _ in self._blocks)
        self._move(self._run(slot, 0), self._host(found), tokens)
        return found

    def write(self, slot: int, buffers: Sequence[Numbers], tokens: int) -> None:
        self._move(self._host(buffers), self._run(slot, 0), tokens)

    def copy(self, source: int, target: int, tokens: int, first: int = 0) -> None:
        if source != target:
            self._move(self._run(source, first), self._run(target, first), tokens - first)

    def _move(self, source: Run, target: Run, tokens: int) -> None:
        if tokens > 0:
            self._device.move(source, target, tokens * self._size)

    def _run(self, slot: int, first: int) -> Run:
        """Where token ``first`` of the slot begins, for each buffer and head."""
        starts = [
            BYTES * self._size * ((slot * self._heads + head) * self.length + first)
            for head in range(self._heads)
        ]
        addresses = [block.address + start for block in self._blocks.values() for start in starts]
        return Run(self.device, addresses)

    def _host(self, buffers: Sequence[Numbers]) -> Run:
        """The same of arrays (G, T, d) on the host."""
        addresses = [head.ctypes.data for array in buffers for head in array]
        return Run("cpu", addresses)
