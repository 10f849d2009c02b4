"""The repetition penalty: a token that has occurred, in the prompt or since, loses logit.

Keskar et al. 2019, "CTRL", section 4.1, divides its logit by the penalty. That would favour a
token whose logit is below 0, so such a one is multiplied, as everyone does since.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def without_repetition(
    logits: NDArray[np.float64], seen: NDArray[np.int64], penalty: float
) -> NDArray[np.float64]:
    """Logits (V,) where those of ``seen`` (n,) are divided (above 0) or multiplied (below)."""
    made, old = logits.copy(), logits[seen]
    with np.errstate(over="ignore"):  # beyond the largest float it is the largest: see ``adjusted``
        made[seen] = np.where(old > 0, old / penalty, old * penalty)
    return made
