"""A pool of key/value buffers, one slot a sequence. Knows nothing of the graph that fills it.

Pages are touched only when a slot is used: an idle pool costs address space, not memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ..architecture import ModelConfig


class SlotPool:
    """``slots`` buffers of ``length`` tokens: per layer a key and a value (slots, G, M, d)."""

    def __init__(self, config: ModelConfig, slots: int, length: int) -> None:
        shape = (slots, config.kv_heads, length, config.head_size)
        self.slots, self.length = slots, length
        self._arrays: dict[str, npt.NDArray[np.float32]] = {
            f"{layer}.{part}": np.zeros(shape, np.float32)
            for layer in range(config.layers)
            for part in ("key", "value")
        }

    def views(self, first: int, count: int) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
        """("0.key", the buffers of ``count`` neighbouring slots), aliasing the pool."""
        for name, array in self._arrays.items():
            yield name, array[first : first + count]

    @property
    def bytes_per_token(self) -> int:
        return sum(array[0, :, 0].nbytes for array in self._arrays.values())

    def read(self, slot: int, tokens: int) -> tuple[npt.NDArray[np.float32], ...]:
        """Copies of the first ``tokens`` of a slot's buffers, each (G, tokens, d)."""
        return tuple(array[slot, :, :tokens].copy() for array in self._arrays.values())

    def write(self, slot: int, buffers: Sequence[npt.NDArray[np.float32]], tokens: int) -> None:
        """What ``read`` gave, its first ``tokens``, back into a slot."""
        for array, kept in zip(self._arrays.values(), buffers, strict=True):
            array[slot, :, :tokens] = kept[:, :tokens]

    def copy(self, source: int, target: int, tokens: int, first: int = 0) -> None:
        """Make tokens ``first`` up to ``tokens`` of slot ``target`` those of slot ``source``."""
        if source == target or first >= tokens:
            return
        for array in self._arrays.values():
            array[target, :, first:tokens] = array[source, :, first:tokens]
