"""Events of a stream from the scheduler's messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ...decoding import Prediction, head, mixture
from ...events import Done, LabelScore, Score, Token
from ..batching.messages import Ended, Prefilled, Sampled
from ..model import Engine
from ..strategies.scoring import EncodedLabels, shares


def token_event(engine: Engine, lane: str, message: Sampled) -> Token:
    choice = message.choice
    return Token(
        lane=lane,
        sample=message.sample,
        index=message.step,
        id=choice.id,
        piece=engine.tokenizer.token_text(choice.id),
        text=message.text,
        logprob=choice.logprob,
        rank=choice.rank,
        distribution=head(message.prediction, engine.tokenizer.token_text),
        survivors=choice.survivors,
        draw=choice.draw,
    )


def done_event(lane: str, message: Ended) -> Done:
    return Done(lane, message.sample, message.reason, message.text, message.tokens)


def score_event(engine: Engine, lane: str, message: Prefilled, labels: EncodedLabels) -> Score:
    logprobs = message.label_logprobs
    parts = shares(logprobs)
    scored = tuple(
        LabelScore(text, tuple(ids), logprob, float(np.exp(logprob)), share)
        for text, ids, logprob, share in zip(labels.texts, labels.ids, logprobs, parts, strict=True)
    )
    return Score(
        lane=lane,
        labels=scored,
        mass=float(sum(label.p for label in scored)),
        next=head(message.prediction, engine.tokenizer.token_text),
        boundary_moved=labels.moved,
    )


def mean_score(engine: Engine, scores: Sequence[Score], predictions: Sequence[Prediction]) -> Score:
    """The Score of a reasoning lane: its samples' probabilities averaged, at the labels and over
    the whole vocabulary. ``scores`` are of the same labels."""
    first, count = scores[0], len(scores)
    logprobs = np.logaddexp.reduce(_logprobs(scores), axis=0) - np.log(count)  # (labels,)
    labels = tuple(
        replace(label, logprob=float(logprob), p=float(np.exp(logprob)), share=share)
        for label, logprob, share in zip(first.labels, logprobs, shares(logprobs), strict=True)
    )
    return replace(
        first,
        labels=labels,
        mass=float(sum(label.p for label in labels)),
        next=head(mixture(predictions), engine.tokenizer.token_text),
        boundary_moved=tuple(dict.fromkeys(text for s in scores for text in s.boundary_moved)),
        sample=None,
        reasoning=None,
        forced=any(score.forced for score in scores),
        samples=count,
        spread=_spread(scores),
    )


def _logprobs(scores: Sequence[Score]) -> list[list[float]]:
    return [[label.logprob for label in score.labels] for score in scores]


def _spread(scores: Sequence[Score]) -> tuple[tuple[float, float], ...]:
    """Lowest and highest p among the samples: one pair a label, then one of the mass."""
    rows = [[*(label.p for label in score.labels), score.mass] for score in scores]
    return tuple((min(column), max(column)) for column in zip(*rows, strict=True))
