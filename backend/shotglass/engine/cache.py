"""A pool of key/value buffers, one slot a sequence. Knows nothing of the graph that fills it.

Pages are touched only when a slot is used: an idle pool costs address space, not memory.
"""

from __future__ import annotations

from collections.abc import Iterator

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

    def copy(self, source: int, target: int, tokens: int, first: int = 0) -> None:
        """Make tokens ``first`` up to ``tokens`` of slot ``target`` those of slot ``source``."""
        if source == target or first >= tokens:
            return
        for array in self._arrays.values():
            array[target, :, first:tokens] = array[source, :, first:tokens]
