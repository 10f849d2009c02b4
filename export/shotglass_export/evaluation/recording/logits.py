"""Recorded logits: whole numbers on even steps between the smallest and the largest of them.

``float32 LE smallest, float32 LE step, uint16 LE steps above the smallest (V,)``. A value is off
by half a step at most: 2e-4 where logits span 28, forty times less than float16 would be off at
its largest. The reader is ``web/src/core/recordings/recordings.ts``.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

STEPS = 2**16 - 1


def logits_to_steps(logits: NDArray[np.float32]) -> bytes:
    """``logits (V,) float32``, finite."""
    smallest = np.float32(logits.min())
    step = np.float32((float(logits.max()) - float(smallest)) / STEPS)
    above = (logits.astype(np.float64) - smallest) / (step or 1)
    steps = np.rint(above).clip(0, STEPS).astype("<u2")
    return struct.pack("<ff", smallest, step) + steps.tobytes()


def steps_to_logits(data: bytes) -> NDArray[np.float64]:
    """(V,) float64, as the page reads them."""
    smallest, step = map(float, struct.unpack_from("<ff", data))
    return smallest + step * np.frombuffer(data, "<u2", offset=8).astype(np.float64)
