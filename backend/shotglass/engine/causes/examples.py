"""The search for the example that an answer depends on: each one is left out, hidden, and robbed of
its answer, and its attention is measured beside that.

An effect is what the log-odds of the expected answer, against all other labels, lose. Leaving an
example out moves all that follow it; hiding it moves nothing: no later token attends to it
(Cohen-Wang et al. 2024, arXiv:2409.00729, leave out; the mask keeps positions).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Literal, get_args

import numpy as np

from ...statistics import Interval, mean_interval, pooled_rank_correlation
from ..batching.cancellation import NEVER, CancellationToken
from ..measurement.plan import PlanItem
from ..model import Engine
from ..runtime.interventions import Interventions, hidden_spans
from .graph_runs import Changes, Hear, Phase, Steps, attend, ignored, read
from .plan import CausePlan
from .prompts import ReadPrompt, Tokens, read_prompts

Measure = Literal["deleted", "hidden", "answer_hidden", "attention"]
MEASURES: tuple[Measure, ...] = get_args(Measure)


@dataclass(frozen=True)
class ExampleReadings:
    """The readings of one question, with a value for each example (k,): the log-odds lost without
    it, with it hidden, and with its answer hidden, and the share of the last token's attention on
    it, as a mean over layers and heads. ``log_odds`` are those with all examples; ``first_token``
    is the share of attention on the first token of the text, which belongs to no example."""

    log_odds: float
    first_token: float
    deleted: tuple[float, ...]
    hidden: tuple[float, ...]
    answer_hidden: tuple[float, ...]
    attention: tuple[float, ...]


@dataclass(frozen=True)
class ExampleEffect:
    """Means over questions with their bootstrap."""

    input: str
    output: str
    deleted: Interval
    hidden: Interval
    answer_hidden: Interval
    attention: Interval


@dataclass(frozen=True)
class RankCorrelation:
    """Spearman's, of the examples within each question; None where there is no order to compare."""

    one: Measure
    other: Measure
    correlation: Interval | None


@dataclass(frozen=True)
class ExampleFigures:
    n: int
    log_odds: Interval
    first_token: Interval
    examples: tuple[ExampleEffect, ...]
    correlations: tuple[RankCorrelation, ...]
    readings: tuple[ExampleReadings, ...]


@dataclass(frozen=True)
class ExampleWork:
    """The prompts of a search for examples: the whole ones, and each without one example."""

    engine: Engine
    plan: CausePlan
    judged: Sequence[PlanItem]
    whole: Sequence[ReadPrompt]
    without: Sequence[Sequence[ReadPrompt]]

    @classmethod
    def of(
        cls, engine: Engine, plan: CausePlan, cancelled: CancellationToken = NEVER
    ) -> ExampleWork:
        """Raises as ``read_prompts`` does."""
        _, judged = plan.split(0)
        read = partial(read_prompts, engine, plan.task, cancelled=cancelled)
        whole = read([(plan.shots, item) for item in judged])
        without = [read([(plan.without(i), item) for i in range(plan.k)]) for item in judged]
        return cls(engine, plan, judged, whole, without)

    @property
    def fitted(self) -> Sequence[PlanItem]:
        return ()

    def phases(self) -> Iterable[Phase]:
        masked = sum((1 + 2 * self.plan.k) * prompt.runs for prompt in self.whole)
        deleted = sum(prompt.runs for prompts in self.without for prompt in prompts)
        yield Phase(self.whole[0].ids, _attentions(self.engine), len(self.whole))
        yield Phase(self.whole[0].ids, ("logits",), masked)
        yield Phase(self.without[0][0].ids, ("logits",), deleted, 0)

    def steps(self, hear: Hear[ExampleFigures] = ignored) -> Steps[ExampleFigures]:
        readings: list[ExampleReadings] = []
        capture = self.engine.capture
        with capture.series(["logits"]) as logits, capture.series(_attentions(self.engine)) as seen:
            for whole, without in zip(self.whole, self.without, strict=True):
                before = (yield from read(logits, whole, hiding(()))).log_odds
                lost: dict[str, tuple[float, ...]] = {}
                for name, variants in _variants(whole, without).items():
                    after = []
                    for prompt, changes in variants:
                        after.append((yield from read(logits, prompt, changes)).log_odds)
                    lost[name] = tuple(before - odds for odds in after)
                layers = self.engine.manifest.architecture.layers
                attention = yield from attend(seen, whole.ids, layers)
                shares = attention.mean((0, 1))[whole.last]
                on = tuple(float(shares[start:end].sum()) for start, end in whole.examples)
                readings.append(ExampleReadings(before, float(shares[0]), **lost, attention=on))
                hear(partial(figures, self.plan, tuple(readings)))
        return figures(self.plan, readings)


def hiding(spans: Iterable[Tokens]) -> Changes:
    """No token outside of a span sees one inside it; a span of no tokens hides nothing."""
    shown = [span for span in spans if span[0] < span[1]]
    return lambda tokens: Interventions(attention_bias=hidden_spans(tokens, shown))


def figures(plan: CausePlan, readings: Sequence[ExampleReadings]) -> ExampleFigures:
    values = {name: np.array([getattr(reading, name) for reading in readings]) for name in MEASURES}
    effects = [
        ExampleEffect(
            shot.input,
            shot.output,
            **{name: mean_interval(array[:, place].tolist()) for name, array in values.items()},
        )
        for place, shot in enumerate(plan.shots)
    ]
    correlations = [
        RankCorrelation(first, second, pooled_rank_correlation(values[first], values[second]))
        for first, second in combinations(MEASURES, 2)
    ]
    return ExampleFigures(
        len(readings),
        mean_interval([reading.log_odds for reading in readings]),
        mean_interval([reading.first_token for reading in readings]),
        tuple(effects),
        tuple(correlations),
        tuple(readings),
    )


def _variants(
    whole: ReadPrompt, without: Sequence[ReadPrompt]
) -> dict[str, list[tuple[ReadPrompt, Changes]]]:
    """Returns a prompt for each example, by measure. All are run with a bias on attention, even one
    of zeros, so that one loaded graph runs them all and equal prompts have equal bits."""
    return {
        "deleted": [(prompt, hiding(())) for prompt in without],
        "hidden": [(whole, hiding([span])) for span in whole.examples],
        "answer_hidden": [(whole, hiding([span])) for span in whole.answers],
    }


def _attentions(engine: Engine) -> tuple[str, ...]:
    layers = range(engine.manifest.architecture.layers)
    return tuple(f"attentions.{layer}" for layer in layers)
