"""Top-p: the smallest set of likeliest tokens whose mass reaches p, the crossing token included.

Holtzman et al. 2020, "The curious case of neural text degeneration".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def reaching(cumulative: NDArray[np.float64], mass: float, p: float) -> int:
    """How many tokens, at least one; ``cumulative`` (n,): running weights in order."""
    before = int(np.searchsorted(cumulative, p * mass, side="left"))
    return min(before + 1, len(cumulative))
