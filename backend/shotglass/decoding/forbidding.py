"""Tokens that may not be chosen, whatever the model thinks of them."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from .distribution import Prediction, predict

_FAR = np.float32(1e5)  # below the likeliest: exp of that is 0 at every temperature


def without(prediction: Prediction, ids: Collection[int]) -> Prediction:
    """``prediction`` with no mass on ``ids``, for ``choose``; some tokens must be left."""
    known = [id for id in ids if id < prediction.vocabulary]
    if not known:
        return prediction
    logits = prediction.logits.copy()
    logits[known] = np.float32(logits.min()) - _FAR
    return predict(logits)
