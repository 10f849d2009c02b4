"""Many runs of the explain graph, one step each, so that whoever takes the steps can tell how far
they are, and stop."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from math import exp, fsum
from time import perf_counter
from typing import TypeVar

import numpy as np

from ...decoding import Prediction, predict
from ..batching.cancellation import CancellationToken
from ..model import Engine
from ..runs.cost import estimated_seconds
from ..runtime.explain_graph import Series
from ..runtime.interventions import NO_INTERVENTIONS, Interventions
from ..runtime.session import Floats
from .prompts import ReadPrompt

T = TypeVar("T")
Steps = Generator[int, None, T]  # yields how many tokens a run has read; returns what was found
Hear = Callable[[Callable[[], T]], None]  # takes what computes the figures of what is read so far
Changes = Callable[[int], Interventions]  # for a text of so many tokens


@dataclass(frozen=True)
class Reading:
    """The log-probabilities of a prompt's labels, in nats."""

    logprobs: tuple[float, ...]
    expected: int

    @property
    def right(self) -> bool:
        """Whether the expected label is likelier than every other."""
        own = self.logprobs[self.expected]
        return all(own > other for i, other in enumerate(self.logprobs) if i != self.expected)

    @property
    def form(self) -> float:
        """The probability of all labels together."""
        return fsum(map(exp, self.logprobs))

    @property
    def log_odds(self) -> float:
        """Returns the log-odds of the expected label against all others."""
        others = [p for i, p in enumerate(self.logprobs) if i != self.expected]
        return self.logprobs[self.expected] - float(np.logaddexp.reduce(others))


def unchanged(_tokens: int) -> Interventions:
    return NO_INTERVENTIONS


def read(series: Series, prompt: ReadPrompt, changes: Changes = unchanged) -> Steps[Reading]:
    """``series`` gives the logits. A label of several tokens is read by the chain rule."""
    logprobs, _ = yield from read_labels(series, prompt, changes)
    return Reading(logprobs, prompt.right)


def read_labels(
    series: Series, prompt: ReadPrompt, changes: Changes
) -> Steps[tuple[tuple[float, ...], Prediction]]:
    """The log-probability of each label, and what follows the prompt."""
    logprobs: dict[tuple[int, ...], float] = {}  # of a label's tokens so far
    for stem in prompt.stems:
        ids = [*prompt.ids, *stem]
        logits = series.run(ids, interventions=changes(len(ids)))["logits"][0]
        rows = [predict(row) for row in logits[prompt.last :]]
        for label in prompt.labels:
            for n in range(len(label)):
                if label[:n] == stem[:n] and n <= len(stem):
                    logprobs.setdefault(label[: n + 1], rows[n].logprob(label[n]))
        yield len(ids)
    chains = ([logprobs[label[: n + 1]] for n in range(len(label))] for label in prompt.labels)
    return tuple(map(sum, chains)), rows[0]


def taken(steps: Steps[T]) -> T:
    """Returns the result of all the steps together."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result


def attend(series: Series, ids: Sequence[int], layers: int) -> Steps[Floats]:
    """Returns the attention probabilities (L, H, S, S) float32 in a text ``ids`` (S,); the number
    of tokens is yielded once they are read."""
    outputs = series.run(ids)
    yield len(ids)
    return np.stack([outputs[f"attentions.{i}"][0] for i in range(layers)])


@dataclass(frozen=True)
class Phase:
    """A part of the work: so many ``runs`` of texts like ``ids``, for outputs ``names``; the graph
    is loaded ``loads`` times."""

    ids: tuple[int, ...]
    names: tuple[str, ...]
    runs: int
    loads: int = 1

    @property
    def tokens(self) -> int:
        return self.runs * len(self.ids)

    def seconds(self, engine: Engine, cancelled: CancellationToken) -> float:
        """Returns the seconds that a run takes, by two runs of its text, since the first one loads
        the graph. They are made once for all runs that ask this model for the same outputs; a run
        of a text of another length is taken to be in proportion. Nobody else looks inside
        meanwhile, since another graph would have to be loaded. Raises Cancelled."""
        known = engine.capture.times
        if self.names not in known:
            times = []
            with engine.capture.lock, engine.capture.series(self.names) as series:
                for _ in range(2):
                    cancelled.require()
                    began = perf_counter()
                    series.run(self.ids)
                    times.append(perf_counter() - began)
            known[self.names] = max(0.0, times[0] - times[1]), times[1] / len(self.ids)
        load, token = known[self.names]
        each = token * len(self.ids)
        return estimated_seconds([load + each, each], self.loads, self.runs)


def ignored(_figures: Callable[[], object]) -> None:
    """A ``Hear`` of who waits for the end."""
