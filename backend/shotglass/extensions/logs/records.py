"""The records that logs of others have in common: a task that a model was asked, sample by
sample."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from statistics import fmean
from typing import Any

MOST_SAMPLES = 100_000  # of a task
TOO_MANY = f"samples of {MOST_SAMPLES:,} questions at most were expected: compare a part of them"
_SHOWN = 300  # characters of a text that is shown


@dataclass(frozen=True)
class LoggedSample:
    """A question as a model answered it. ``id``: the log's own; ``question``: a digest of all that
    was asked. ``input``, ``expected`` and ``answer`` are for people. ``scores``: by metric, without
    those that were not given."""

    id: str
    question: str
    input: str
    expected: str
    answer: str
    scores: Mapping[str, float]


@dataclass(frozen=True)
class TaskLog:
    """``status``: how the run ended, where it did not end well; else empty."""

    task: str
    model: str
    samples: tuple[LoggedSample, ...]
    status: str = ""

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics in the order of their first appearance."""
        return tuple(dict.fromkeys(name for sample in self.samples for name in sample.scores))

    def by_question(self) -> dict[str, LoggedSample]:
        """Returns the samples by question, without those that stand there several times, as nothing
        says which of them is meant."""
        counts = Counter(sample.question for sample in self.samples)
        return {each.question: each for each in self.samples if counts[each.question] == 1}


def by_id(samples: Iterable[LoggedSample]) -> tuple[LoggedSample, ...]:
    """Returns the samples by id. One that was asked several times counts once, each score by its
    mean."""
    repeated: dict[str, list[LoggedSample]] = {}
    for sample in samples:
        repeated.setdefault(sample.id, []).append(sample)
    return tuple(map(_mean, repeated.values()))


def _mean(samples: list[LoggedSample]) -> LoggedSample:
    if len(samples) == 1:
        return samples[0]
    names = dict.fromkeys(name for sample in samples for name in sample.scores)
    means = {
        name: fmean(sample.scores[name] for sample in samples if name in sample.scores)
        for name in names
    }
    return replace(samples[0], scores=means)


def digest(question: Any) -> str:
    """Returns a digest of JSON, whatever the order of its keys."""
    text = json.dumps(question, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def shown(value: Any) -> str:
    """A value of JSON as a short text for people."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
