"""The search for vectors: what examples leave in one state is put into a prompt without examples.

A *task vector* (Hendel et al. 2023, arXiv:2310.15916) is the residual stream at the last token of a
prompt with examples and another question, in the place of that of the prompt without.
A *function vector* (Todd et al. 2023, arXiv:2310.15213) is the sum of what the top heads add to the
stream at that token, mean over prompts with examples, and is added to that of the prompt without.

The top heads are those whose own part of that sum, added behind its layer, makes the expected
answer likelier after prompts without examples: Todd et al. put it into prompts with shuffled
answers instead, in the place of what the head gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import fsum
from typing import Literal

import numpy as np

from ...statistics import Interval, crossed_share
from ..batching.cancellation import NEVER, CancellationToken
from ..measurement.plan import PlanItem
from ..model import Engine
from ..runtime.explain_graph import Series
from ..runtime.session import Floats
from .graph_runs import Changes, Hear, Phase, Reading, Steps, ignored, read, unchanged
from .head_effects import (
    head_effects,
    head_parts,
    last_states,
    mapped_names,
    patched,
    stream_names,
)
from .heads import Outcomes
from .plan import FITTED, CausePlan, require_top
from .prompts import ReadPrompt, read_prompts
from .rankings import RankedHead, ranked

TRIED = 4  # items on which the effect of each head is found
Kind = Literal["function", "task"]
KINDS: tuple[Kind, ...] = ("function", "task")


@dataclass(frozen=True)
class Outcome:
    """``right`` among the labels, and ``form``, the probability of all labels."""

    right: Interval
    form: Interval


@dataclass(frozen=True)
class AtLayer:
    """The vector at ``hidden_states.layer``, which is after layer ``layer`` - 1, counted from 0; on
    the half that a layer is chosen on, and on the half that it is judged on."""

    layer: int
    choosing: Outcome
    judged: Outcome


@dataclass(frozen=True)
class VectorEffect:
    """``chosen``: the layer with the most right answers on the choosing half, of several the one
    with the highest log-odds. Its changes, on the other half and question by question, from no
    examples and from all of them."""

    kind: Kind
    layers: tuple[AtLayer, ...]
    chosen: int
    from_none_right: Interval
    from_none_form: Interval
    from_examples_right: Interval
    from_examples_form: Interval


@dataclass(frozen=True)
class VectorFigures:
    """On ``n`` questions to judge and ``choosing`` others. ``heads``: those of the function vector,
    with their effect on the expected answer's log-probability, in nats."""

    n: int
    choosing: int
    none: Outcome
    examples: Outcome
    heads: tuple[RankedHead, ...]
    vectors: tuple[VectorEffect, ...]


@dataclass(frozen=True)
class VectorWork:
    """``shown``: prompts with examples, each with its own order of them and its own question."""

    engine: Engine
    plan: CausePlan
    top: int
    fitted: Sequence[PlanItem]
    judged: Sequence[PlanItem]
    shown: Sequence[ReadPrompt]
    tried: Sequence[ReadPrompt]
    none: Sequence[ReadPrompt]
    examples: Sequence[ReadPrompt]

    @classmethod
    def of(
        cls, engine: Engine, plan: CausePlan, top: int, cancelled: CancellationToken = NEVER
    ) -> VectorWork:
        """Raises as ``read_prompts`` does."""
        config = engine.manifest.architecture
        require_top(top, config.layers * config.heads)
        fitted, judged = plan.split(FITTED, 2)
        read = partial(read_prompts, engine, plan.task, cancelled=cancelled)
        shown = read([(plan.in_order(i), item) for i, item in enumerate(fitted)])
        tried, none, examples = (
            read([(shots, item) for item in items])
            for shots, items in (((), fitted[:TRIED]), ((), judged), (plan.shots, judged))
        )
        tried = [prompt.expecting for prompt in tried]
        return cls(engine, plan, top, fitted, judged, shown, tried, none, examples)

    @property
    def _layers(self) -> int:
        return self.engine.manifest.architecture.layers

    @property
    def _heads(self) -> tuple[str, ...]:
        return tuple(f"heads.{i}" for i in range(self._layers))

    def phases(self) -> Iterable[Phase]:
        layers, heads = self._layers, self.engine.manifest.architecture.heads
        tried, none, examples = (
            sum(prompt.runs for prompt in prompts)
            for prompts in (self.tried, self.none, self.examples)
        )
        short, stream = self.none[0].ids, stream_names(layers)
        patched_runs = tried * (1 + layers * heads) + none * (1 + 2 * layers)
        yield Phase(self.shown[0].ids, (*self._heads, *stream), len(self.shown))
        yield Phase(short[:1], mapped_names(layers), heads)
        yield Phase(short, stream, len(self.tried) + len(self.none))
        yield Phase(self.examples[0].ids, ("logits",), examples)
        yield Phase(short, ("logits",), patched_runs, 2 * layers)

    def steps(self, hear: Hear[VectorFigures] = ignored) -> Steps[VectorFigures]:
        layers, capture = self._layers, self.engine.capture
        mean, shown = yield from self._taken()
        with capture.series(mapped_names(layers)) as series:
            parts = yield from head_parts(series, self.none[0].ids[0], mean)
        with capture.series(stream_names(layers)) as series:
            tried = yield from last_states(series, self.tried, layers)
            none = yield from last_states(series, self.none, layers)
        with capture.series(["logits"]) as series:
            effects = yield from head_effects(series, self.tried, tried, parts)
            heads = ranked(effects)[: self.top]
            vector = np.sum([parts[top.layer, top.head] for top in heads], axis=0)
            before = yield from self._read(series, self.none)
            examples = yield from self._read(series, self.examples)
            own = np.arange(len(self.none)) % len(shown)
            readings: dict[tuple[Kind, int], list[Reading]] = {}
            for layer in range(1, layers + 1):
                for kind, states in zip(KINDS, (none + vector, shown[own]), strict=True):
                    readings[kind, layer] = yield from self._read(series, self.none, layer, states)
                hear(partial(figures, heads, before, examples, dict(readings)))
        return figures(heads, before, examples, readings)

    def _taken(self) -> Steps[tuple[Floats, Floats]]:
        """Returns what the prompts with examples have at their last tokens: the mean of each head's
        output (L, H, d), and the residual stream of each prompt (P, L + 1, D)."""
        heads, states, stream = [], [], stream_names(self._layers)
        with self.engine.capture.series([*self._heads, *stream]) as series:
            for prompt in self.shown:
                given = series.run(prompt.ids)
                heads.append(np.stack([given[name][0, :, prompt.last] for name in self._heads]))
                states.append(np.stack([given[name][0, prompt.last] for name in stream]))
                yield len(prompt.ids)
        return np.mean(heads, axis=0), np.stack(states)

    def _read(
        self,
        series: Series,
        prompts: Sequence[ReadPrompt],
        layer: int | None = None,
        states: Floats | None = None,
    ) -> Steps[list[Reading]]:
        """Reads the prompts with ``states`` (P, L + 1, D) in the place of each one's own at
        ``layer``."""
        readings = []
        for place, prompt in enumerate(prompts):
            changes: Changes = unchanged
            if layer is not None and states is not None:
                changes = patched(prompt, layer, states[place, layer])
            readings.append((yield from read(series, prompt, changes)))
        return readings


def figures(
    heads: tuple[RankedHead, ...],
    none: Sequence[Reading],
    examples: Sequence[Reading],
    with_vector: Mapping[tuple[Kind, int], Sequence[Reading]],
) -> VectorFigures:
    """The first half of all readings is there to choose a layer on, of those that were read."""
    half = len(none) // 2
    effects = []
    for kind in KINDS:
        rows = {layer: rows for (of, layer), rows in with_vector.items() if of == kind}
        chosen = max(rows, key=lambda layer: _promise(rows[layer][:half]))
        judged = Outcomes.of([rows[chosen][half:]])
        layers = (
            AtLayer(layer, _outcome(all_[:half]), _outcome(all_[half:]))
            for layer, all_ in rows.items()
        )
        effects.append(
            VectorEffect(
                kind, tuple(layers), chosen,
                *judged.less(Outcomes.of([none[half:]])),
                *judged.less(Outcomes.of([examples[half:]])),
            )
        )  # fmt: skip
    return VectorFigures(
        len(none) - half, half, _outcome(none[half:]), _outcome(examples[half:]), heads,
        tuple(effects),
    )  # fmt: skip


def _promise(readings: Sequence[Reading]) -> tuple[int, float]:
    right = sum(reading.right for reading in readings)
    return right, fsum(reading.log_odds for reading in readings)


def _outcome(readings: Sequence[Reading]) -> Outcome:
    outcomes = Outcomes.of([readings])
    return Outcome(crossed_share(outcomes.right), crossed_share(outcomes.form))
