"""How probable is each label after a prompt? Form (mass on all) and choice (share of each).

In a batch each label has four measures, and its share of all labels by each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...events import Score
from ..batching.messages import Prefilled
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.scoring import EncodedLabels, Scoring, mean_logprob, per_byte, per_token, shares
from .readout import score_event
from .run import running


def score(engine: Engine, prompt: str, labels: Sequence[str], lane: str = "") -> Score:
    """Raises ContextLengthExceeded, LabelConflict, InvalidRequest, QueueFull."""
    return next(score_each(engine, [(prompt, labels)], lane))


def score_each(
    engine: Engine, prompts: Sequence[tuple[str, Sequence[str]]], lane: str = ""
) -> Iterator[Score]:
    """One Score for each (prompt, labels), in order, equal to ``score`` of it bit for bit.

    Neighbours that begin alike are computed from where they differ. Raises as ``score`` does,
    before the first one.
    """
    pairs = [encode_pair(engine, prompt, labels) for prompt, labels in prompts]
    job = Job([ids for ids, _ in pairs], Scoring(), [labels.ids for _, labels in pairs])
    with running(engine, job) as messages:
        for message in messages:
            assert isinstance(message, Prefilled), "a scoring job reports nothing else"
            yield score_event(engine, lane, message, pairs[message.prompt][1])


def encode_pair(
    engine: Engine, prompt: str, labels: Sequence[str]
) -> tuple[list[int], EncodedLabels]:
    """The tokens of a prompt and of its labels. Raises ContextLengthExceeded, LabelConflict,
    InvalidRequest."""
    ids = engine.encode(prompt)
    engine.require_room(ids, 1)  # before each label costs an encoding of it all
    encoded = EncodedLabels.after(engine.tokenizer, prompt, labels)
    engine.require_room(ids, encoded.longest)
    return ids, encoded


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
    columns = zip(labels.texts, labels.ids, before, scores, _shares(scores), strict=True)
    scored = tuple(BatchLabel(*label) for label in columns)
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
