"""Logit bias: a number added to the logit of chosen tokens before anything else.

OpenAI's ``logit_bias``: -100 next to forbids a token, 100 next to forces it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LogitBias = tuple[tuple[int, float], ...]  # (token id, what is added to its logit)


def biased(logits: NDArray[np.float64], bias: LogitBias) -> NDArray[np.float64]:
    """Logits (V,) with ``bias`` added; ids beyond the vocabulary are no tokens and do nothing."""
    made = logits.copy()
    for id, value in bias:
        if id < len(made):
            made[id] += value
    return made
