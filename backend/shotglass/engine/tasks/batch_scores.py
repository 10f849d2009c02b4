"""What is told of one prompt of a batch: each label by four measures, and its share by each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ...decoding import mean_logprob, per_byte, per_token, shares
from .encoded_labels import EncodedLabels


@dataclass(frozen=True)
class Measures:
    """``logprob``: the sum over a label's tokens, in nats; ``over_baseline``: that less what it is
    after the content-free prompts, None where there are none."""

    logprob: float
    per_token: float
    per_byte: float
    over_baseline: float | None


@dataclass(frozen=True)
class BatchLabel:
    """``baseline``: the logarithm of the label's mean probability after the content-free prompts.
    ``shares``: softmax of the labels' ``scores``, by each measure; they sum to 1 over all labels.
    """

    text: str
    ids: tuple[int, ...]
    baseline: float | None
    scores: Measures
    shares: Measures


@dataclass(frozen=True)
class PromptScore:
    """``mass``: of all labels together. ``boundary_moved`` as in ``events.Score``."""

    prompt_tokens: int
    labels: tuple[BatchLabel, ...]
    mass: float
    boundary_moved: tuple[str, ...]


def prompt_score(
    prompt_tokens: int,
    labels: EncodedLabels,
    logprobs: Sequence[float],
    content_free: Sequence[Sequence[float]],
) -> PromptScore:
    """``logprobs``: one a label; ``content_free``: the same after each content-free prompt."""
    baselines = [mean_logprob(seen) for seen in zip(*content_free, strict=True)]
    before: list[float | None] = [*baselines] or [None] * len(logprobs)
    each = zip(labels.texts, labels.ids, logprobs, before, strict=True)
    scores = [_measured(*label) for label in each]
    told = zip(labels.texts, labels.ids, before, scores, _shares(scores), strict=True)
    scored = tuple(BatchLabel(*label) for label in told)
    mass = math.fsum(math.exp(logprob) for logprob in logprobs)
    return PromptScore(prompt_tokens, scored, mass, labels.moved)


def _measured(text: str, ids: Sequence[int], logprob: float, baseline: float | None) -> Measures:
    over = None if baseline is None else logprob - baseline
    return Measures(logprob, per_token(logprob, ids), per_byte(logprob, text), over)


def _shares(scores: Sequence[Measures]) -> list[Measures]:
    over = [score.over_baseline for score in scores if score.over_baseline is not None]
    columns = (
        shares([score.logprob for score in scores]),
        shares([score.per_token for score in scores]),
        shares([score.per_byte for score in scores]),
    )
    parts = shares(over) if over else (None,) * len(scores)
    return [Measures(a, b, c, d) for a, b, c, d in zip(*columns, parts, strict=True)]
