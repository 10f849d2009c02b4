"""The search for heads that an answer depends on: heads are ranked in three ways, and switched off
against as many random ones.

Rankings are fixed on other texts than those that heads are judged on. A head that is switched off
gives 0 at every token, or its mean output over the tokens of other prompts (Wang et al. 2022,
arXiv:2211.00593). Induction heads match prefixes; whether they are those that learn from examples
is open (Crosbie and Shutova 2024, arXiv:2407.07011; Yin and Steinhardt 2025, arXiv:2502.14010).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...statistics import Interval, crossed_change, crossed_share
from ..batching.cancellation import NEVER, CancellationToken
from ..measurement.plan import PlanItem
from ..model import Engine
from ..runtime.explain_graph import Series
from ..runtime.interventions import Interventions, ablated
from ..runtime.session import Floats
from .graph_runs import Hear, Phase, Reading, Steps, ignored, read
from .plan import FITTED, CausePlan, require_draws
from .prompts import ReadPrompt, read_prompts
from .rankings import (
    RANKINGS,
    By,
    Head,
    Ranking,
    answer_scores,
    counts,
    random_heads,
    ranked,
    repeat_scores,
    repeated_texts,
)

SHARES = (0.01, 0.03, 0.05, 0.1)  # of all heads
Ablating = Literal["zero", "mean"]
ABLATING: tuple[Ablating, ...] = ("zero", "mean")
Set = By | Literal["random"]
SETS: tuple[Set, ...] = (*RANKINGS, "random")
Sets = Mapping[Set, Sequence[tuple[Head, ...]]]  # several draws of random heads, else one


@dataclass(frozen=True)
class Ablation:
    """``heads`` of them off. ``right`` among the labels and ``form``, the probability of all
    labels; both also as the change from no head off, question by question."""

    by: Set
    ablating: Ablating
    share: float
    heads: int
    right: Interval
    form: Interval
    right_change: Interval
    form_change: Interval


@dataclass(frozen=True)
class Contrast:
    """The difference, question by question, between switching off the heads of ``by`` and those of
    ``other``."""

    by: Set
    other: Set
    ablating: Ablating
    share: float
    right: Interval
    form: Interval


@dataclass(frozen=True)
class HeadFigures:
    """``right`` and ``form`` with all heads. Intervals over several draws of random heads are those
    of ``statistics.crossed``."""

    n: int
    draws: int
    right: Interval
    form: Interval
    rankings: tuple[Ranking, ...]
    ablations: tuple[Ablation, ...]
    contrasts: tuple[Contrast, ...]


@dataclass(frozen=True)
class Outcomes:
    """``right`` (S, N), booleans, and ``form`` (S, N): S draws, N questions."""

    right: NDArray[np.bool_]
    form: NDArray[np.float64]

    @classmethod
    def of(cls, readings: Sequence[Sequence[Reading]]) -> Outcomes:
        return cls(
            np.array([[reading.right for reading in row] for row in readings]),
            np.array([[reading.form for reading in row] for row in readings]),
        )

    def less(self, other: Outcomes) -> tuple[Interval, Interval]:
        """The changes of right and form, one draw against all of another."""
        right = self.right.astype(np.float64) - other.right
        return crossed_change(right), crossed_change(self.form - other.form)


@dataclass(frozen=True)
class HeadWork:
    engine: Engine
    plan: CausePlan
    draws: int
    fitted: Sequence[PlanItem]
    judged: Sequence[PlanItem]
    ranking: Sequence[ReadPrompt]
    prompts: Sequence[ReadPrompt]

    @classmethod
    def of(
        cls, engine: Engine, plan: CausePlan, draws: int, cancelled: CancellationToken = NEVER
    ) -> HeadWork:
        """Raises as ``read_prompts`` does."""
        require_draws(draws)
        fitted, judged = plan.split(FITTED)
        ranking, prompts = (
            read_prompts(engine, plan.task, [(plan.shots, item) for item in items], cancelled)
            for items in (fitted, judged)
        )
        return cls(engine, plan, draws, fitted, judged, ranking, prompts)

    def phases(self) -> Iterable[Phase]:
        config = self.engine.manifest.architecture
        attentions = tuple(f"attentions.{layer}" for layer in range(config.layers))
        texts = repeated_texts(self.engine, self.plan.task.seed)
        every = config.layers * config.heads
        sets = len(counts(SHARES, every)) * (len(RANKINGS) + self.draws)
        judged = sum(prompt.runs for prompt in self.prompts)
        yield Phase(self.ranking[0].ids, attentions, len(self.ranking))
        yield Phase(tuple(texts[0]), attentions, len(texts), 0)
        yield Phase(self.ranking[0].ids, self._heads, len(self.ranking))
        yield Phase(self.prompts[0].ids, ("logits",), judged * (1 + 2 * sets), 2)

    def steps(self, hear: Hear[HeadFigures] = ignored) -> Steps[HeadFigures]:
        rankings = yield from self._rankings()
        mean = yield from self._mean()
        sets = self._sets(rankings)
        before: Outcomes | None = None
        outcomes: dict[tuple[Ablating, float, Set], Outcomes] = {}
        for ablating in ABLATING:
            with self.engine.capture.series(["logits"]) as series:
                given = mean if ablating == "mean" else None
                if before is None:
                    before = Outcomes.of([(yield from self._judged(series, (), None))])
                for share, by_name in sets.items():
                    for name, draws in by_name.items():
                        rows = []
                        for heads in draws:
                            rows.append((yield from self._judged(series, heads, given)))
                        outcomes[ablating, share, name] = Outcomes.of(rows)
                    hear(partial(figures, self, rankings, sets, before, dict(outcomes)))
        assert before is not None
        return figures(self, rankings, sets, before, outcomes)

    @property
    def _heads(self) -> tuple[str, ...]:
        return tuple(f"heads.{i}" for i in range(self.engine.manifest.architecture.layers))

    def _rankings(self) -> Steps[tuple[Ranking, ...]]:
        layers = self.engine.manifest.architecture.layers
        with self.engine.capture.series([f"attentions.{i}" for i in range(layers)]) as series:
            answers = yield from answer_scores(series, self.ranking, layers)
            texts = repeated_texts(self.engine, self.plan.task.seed)
            prefix, previous = yield from repeat_scores(series, texts, layers)
        scores = zip(RANKINGS, (answers, prefix, previous), strict=True)
        return tuple(Ranking(by, ranked(values)) for by, values in scores)

    def _mean(self) -> Steps[Floats]:
        """(L, H, d): what each head gives, mean over all tokens of the prompts to rank by."""
        sums, tokens = [], 0
        with self.engine.capture.series(self._heads) as series:
            for prompt in self.ranking:
                given = series.run(prompt.ids)
                sums.append(np.stack([given[name][0].sum(axis=1) for name in self._heads]))
                tokens += len(prompt.ids)
                yield len(prompt.ids)
        mean: Floats = np.sum(sums, axis=0) / tokens
        return mean

    def _sets(self, rankings: Sequence[Ranking]) -> dict[float, Sets]:
        """Returns the heads to switch off, by share. The random heads of a share are in no
        ranking's top of it."""
        config, seed = self.engine.manifest.architecture, self.plan.task.seed
        shape, sets = (config.layers, config.heads), dict[float, Sets]()
        for share, count in counts(SHARES, config.layers * config.heads).items():
            tops: dict[Set, Sequence[tuple[Head, ...]]] = {
                ranking.by: [ranking.top(count)] for ranking in rankings
            }
            barred = {head for (top,) in tops.values() for head in top}
            sets[share] = tops | {"random": random_heads(seed, self.draws, count, *shape, barred)}
        return sets

    def _judged(
        self, series: Series, heads: Sequence[Head], mean: Floats | None
    ) -> Steps[list[Reading]]:
        scale = ablated(self.engine.manifest.architecture, heads)
        changes, readings = Interventions(head_scale=scale, head_mean=mean), []
        for prompt in self.prompts:
            readings.append((yield from read(series, prompt, lambda _tokens: changes)))
        return readings


def figures(
    work: HeadWork,
    rankings: tuple[Ranking, ...],
    sets: Mapping[float, Sets],
    before: Outcomes,
    after: Mapping[tuple[Ablating, float, Set], Outcomes],
) -> HeadFigures:
    """``after``: with heads off, all sets of those shares that have been read."""
    ablations = [
        Ablation(
            by, ablating, share, len(sets[share][by][0]), *_levels(outcomes),
            *outcomes.less(before),
        )
        for (ablating, share, by), outcomes in after.items()
    ]  # fmt: skip
    contrasts = [
        Contrast(
            by, other, ablating, share,
            *after[ablating, share, by].less(after[ablating, share, other]),
        )
        for ablating, share in dict.fromkeys(key[:2] for key in after)
        for by, other in combinations(SETS, 2)
    ]  # fmt: skip
    return HeadFigures(
        len(work.prompts), work.draws, *_levels(before), rankings, tuple(ablations),
        tuple(contrasts),
    )  # fmt: skip


def _levels(outcomes: Outcomes) -> tuple[Interval, Interval]:
    return crossed_share(outcomes.right), crossed_share(outcomes.form)
