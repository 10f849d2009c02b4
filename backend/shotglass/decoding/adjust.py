"""Logits as bias and penalties leave them, before any temperature or filter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .bias import biased
from .distribution import Logits, Prediction, predict
from .history import History
from .occurrence import without_occurrences
from .repetition import without_repetition
from .settings import DecodingSettings

_LARGEST = float(np.finfo(np.float32).max)


def adjusted(prediction: Prediction, settings: DecodingSettings, history: History) -> Prediction:
    """Bias, then the repetition penalty, then presence and frequency; ``prediction`` itself where
    all are off. Computed in float64 and rounded once to float32, as in the browser.
    """
    if not adjusts(settings):
        return prediction
    logits = biased(prediction.logits.astype(np.float64), settings.logit_bias)
    if settings.repetition_penalty != 1:
        logits = without_repetition(logits, history.seen, settings.repetition_penalty)
    if settings.presence_penalty or settings.frequency_penalty:
        presence, frequency = settings.presence_penalty, settings.frequency_penalty
        logits = without_occurrences(logits, *history.counts, presence, frequency)
    return predict(_rounded(logits))


def adjusts(settings: DecodingSettings) -> bool:
    """Whether any of them is on."""
    penalties = (settings.presence_penalty, settings.frequency_penalty)
    return bool(settings.logit_bias or settings.repetition_penalty != 1 or any(penalties))


def _rounded(logits: NDArray[np.float64]) -> Logits:
    """To float32; a logit that a penalty drove beyond its range stops at its end."""
    return np.clip(logits, -_LARGEST, _LARGEST).astype(np.float32)
