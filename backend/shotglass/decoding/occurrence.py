"""Presence and frequency penalties, on generated tokens only.

OpenAI's formula: a token generated c times loses ``c * frequency + (c > 0) * presence`` of its
logit. The prompt does not count.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def without_occurrences(
    logits: NDArray[np.float64],
    ids: NDArray[np.int64],
    counts: NDArray[np.int64],
    presence: float,
    frequency: float,
) -> NDArray[np.float64]:
    """Logits (V,) where each of ``ids`` (n,), generated ``counts`` (n,) times, is penalised."""
    made = logits.copy()
    made[ids] = logits[ids] - counts * frequency - presence
    return made
