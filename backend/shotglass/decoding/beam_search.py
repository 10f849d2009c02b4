"""Beam search: of all continuations of the live hypotheses, the likeliest go on.

A step ranks every (hypothesis, token) by summed log-probability, ties by the hypothesis' place and
then by id. Of the ``width`` first, those that end are finished and never lost; the ``width`` first
that do not end go on. At ``max_tokens`` the ``width`` first are finished as they are. This is the
search of transformers; ``BeamSettings.score`` compares what has finished.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import expm1
from typing import Literal, get_args

import numpy as np

from ..bounds import Bound
from ..errors import InvalidRequest
from .distribution import Mask, Prediction

Normalisation = Literal["length", "gnmt"]
MOST_BEAMS = 16
MOST_TOKENS = 256  # of a hypothesis: a tree of more is nothing to look at
BOUNDS: Mapping[str, Bound] = {
    "width": Bound(1, MOST_BEAMS, whole=True),
    "max_tokens": Bound(1, MOST_TOKENS, whole=True),
    "n": Bound(1, MOST_BEAMS, whole=True),
    "alpha": Bound(0, 5),
}


@dataclass(frozen=True)
class BeamSettings:
    """Raises InvalidRequest (pointer ``/settings/<name>``) for a value out of bounds.

    ``width`` hypotheses go on at each step, ``n`` are answered. ``alpha`` 0 compares sums of
    log-probabilities as they are. ``early_stopping``: end as soon as ``width`` hypotheses have
    ended, instead of when no hypothesis can get into the best ``n`` any more.
    """

    width: int = 4
    max_tokens: int = 16
    n: int = 1
    alpha: float = 1.0
    normalisation: Normalisation = "length"
    early_stopping: bool = False

    def __post_init__(self) -> None:
        for name, bound in BOUNDS.items():
            bound.check(name, getattr(self, name))
        if self.n > self.width:
            raise InvalidRequest(
                f"n is {self.n} and width {self.width}: no more hypotheses can be answered than "
                "are kept. Lower n or widen the beam.",
                pointer="/settings/n",
            )
        if self.normalisation not in get_args(Normalisation):
            raise InvalidRequest(
                f"normalisation is {self.normalisation!r}; length or gnmt was expected.",
                pointer="/settings/normalisation",
            )

    def score(self, logprob: float, length: int) -> float:
        """Returns the normalised score of ``logprob``, a sum of log-probabilities in nats over
        ``length`` >= 1 tokens, an end token counted.

        ``length``: logprob / length^alpha; ``gnmt``: logprob / ((5 + length) / 6)^alpha, Wu et al.
        2016, "Google's neural machine translation system", equation 14 without coverage.
        """
        base = length if self.normalisation == "length" else (5 + length) / 6
        return float(logprob / base**self.alpha)


Fate = Literal["kept", "pruned", "finished"]


@dataclass(frozen=True)
class Node:
    """A token of the tree. ``parent`` is a node, 0 the prompt. ``logprob`` is the token's own,
    ``total`` the sum from the prompt on, and ``score`` the normalised one where it is finished.
    ``removed_mass`` is the model's own probability of all tokens that were not allowed in its
    place, or None where nothing was removed."""

    node: int
    parent: int
    id: int
    logprob: float
    total: float
    fate: Fate
    score: float | None = None
    removed_mass: float | None = None


@dataclass(frozen=True)
class Hypothesis:
    """``node`` is its last; ``ids`` are its tokens after the prompt. ``allowed_logprob``: the sum
    over them of log of the probability that was left in their places, 0 where nothing was taken.
    """

    node: int = 0
    ids: tuple[int, ...] = ()
    logprob: float = 0.0
    allowed_logprob: float = 0.0


@dataclass(frozen=True)
class FinishedHypothesis(Hypothesis):
    score: float = 0.0


@dataclass(frozen=True)
class Beam:
    """A search in progress. ``live`` in order, likeliest first; ``parents``: for each, the index of
    the hypothesis that it continues among the ``live`` of the step before."""

    settings: BeamSettings
    stop_ids: Collection[int]
    live: tuple[Hypothesis, ...] = (Hypothesis(),)
    parents: tuple[int, ...] = (0,)
    finished: tuple[FinishedHypothesis, ...] = ()
    length: int = 0
    nodes: int = 1
    grown: tuple[Node, ...] = field(default=())  # by the last step, in order

    def best(self) -> tuple[FinishedHypothesis, ...]:
        """The ``n`` best that have finished; equal scores in the order of finishing."""
        return tuple(
            sorted(self.finished, key=lambda hypothesis: -hypothesis.score)[: self.settings.n]
        )

    def left(self, rows: Sequence[Prediction], masks: Sequence[Mask] | None) -> list[float]:
        """Returns the ``allowed_logprob`` that each live hypothesis has after its next token: as it
        is without ``masks``, else with the logarithm added of the mass that its mask (V,) leaves of
        its row."""
        sums = [hypothesis.allowed_logprob for hypothesis in self.live]
        if masks is None:
            return sums
        steps = zip(sums, rows, masks, strict=True)
        return [total + row.logprob_of(np.flatnonzero(mask)) for total, row, mask in steps]

    @property
    def done(self) -> bool:
        if not self.live or self.length == self.settings.max_tokens:
            return True
        if self.settings.early_stopping:
            return len(self.finished) >= self.settings.width
        if len(self.finished) < self.settings.n:
            return False
        # Sums only fall; what divides them is largest at full length.
        hope = self.settings.score(self.live[0].logprob, self.settings.max_tokens)
        return hope <= self.best()[-1].score


@dataclass(frozen=True)
class _Candidate:
    place: int
    id: int
    logprob: float
    total: float


def advance(
    beam: Beam, predictions: Sequence[Prediction], masks: Sequence[Mask] | None = None
) -> Beam:
    """Takes one step and is pure. ``predictions[i]`` is of the token after ``beam.live[i]``, and
    ``masks[i]`` (V,) tells which tokens are allowed there. Of the candidates that are not kept the
    first ``width`` become nodes too, to be looked at."""
    width, length = beam.settings.width, beam.length + 1
    last = length == beam.settings.max_tokens
    live, parents, grown, pruned = list[Hypothesis](), list[int](), list[Node](), 0
    finished, left = list(beam.finished), beam.left(predictions, masks)
    for rank, candidate in enumerate(_ranked(beam, predictions, masks)):
        before = beam.live[candidate.place]
        ends = candidate.id in beam.stop_ids or last
        own = (*before.ids, candidate.id), candidate.total, left[candidate.place]
        made = Hypothesis(beam.nodes + len(grown), *own)
        fate: Fate = "pruned"
        if ends and rank < width:
            fate = "finished"
        elif not ends and len(live) < width:
            fate = "kept"
        if fate == "pruned" and (pruned := pruned + 1) > width:
            continue
        score = beam.settings.score(made.logprob, length) if fate == "finished" else None
        if score is not None:
            finished.append(FinishedHypothesis(made.node, *own, score))
        elif fate == "kept":
            live.append(made)
            parents.append(candidate.place)
        removed = -expm1(left[candidate.place] - before.allowed_logprob) if masks else None
        chain = (candidate.id, candidate.logprob, candidate.total)
        grown.append(Node(made.node, before.node, *chain, fate, score, removed))
    return replace(
        beam,
        live=tuple(live),
        parents=tuple(parents),
        finished=tuple(finished),
        length=length,
        nodes=beam.nodes + len(grown),
        grown=tuple(grown),
    )


def _ranked(
    beam: Beam, predictions: Sequence[Prediction], masks: Sequence[Mask] | None
) -> list[_Candidate]:
    """Returns all candidates that can matter: of each hypothesis as many as could be kept, ended or
    be shown."""
    count = 2 * beam.settings.width + len(beam.stop_ids)
    candidates = []
    for place, (hypothesis, prediction) in enumerate(zip(beam.live, predictions, strict=True)):
        for id in prediction.top(count, masks[place] if masks else None).tolist():
            logprob = prediction.logprob(id)
            candidates.append(_Candidate(place, id, logprob, hypothesis.logprob + logprob))
    return sorted(
        candidates, key=lambda candidate: (-candidate.total, candidate.place, candidate.id)
    )
