"""Min-p: tokens at least p times as probable as the likeliest one.

Nguyen et al. 2024, "Turning up the heat: min-p sampling". The ratio of two probabilities does not
change when others are taken out, so min-p keeps the same of what is left wherever it stands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def near_likeliest(weights: NDArray[np.float64], p: float) -> int:
    """How many of ``weights`` (n,), which are 1 for the likeliest token, reach ``p``."""
    return int(np.count_nonzero(weights >= p))
