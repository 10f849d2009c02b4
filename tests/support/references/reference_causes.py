"""The slow truth of readings under changes: each label by a run of its own, in numpy."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeVar

import numpy as np
from support.references import reference

from shotglass.architecture import ModelConfig
from shotglass.engine.causes.prompts import ReadPrompt
from shotglass.engine.runtime.interventions import NO_INTERVENTIONS, Interventions

T = TypeVar("T")


def done(steps: Generator[int, None, T]) -> T:
    """What the steps find."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: T = end.value
            return found


def label_logprobs(
    config: ModelConfig,
    weights: Any,
    prompt: ReadPrompt,
    changes: Callable[[int], Interventions] = lambda _tokens: NO_INTERVENTIONS,
) -> list[float]:
    found = []
    for label in prompt.labels:
        ids = [*prompt.ids, *label]
        logits = reference.trace(config, weights, ids, changes(len(ids)))["logits"]
        rows = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        found.append(sum(rows[prompt.last + n, id] for n, id in enumerate(label)))
    return found


def log_odds(logprobs: list[float], right: int) -> float:
    others = [p for i, p in enumerate(logprobs) if i != right]
    return logprobs[right] - float(np.logaddexp.reduce(others))
