"""The probability of each label after a prompt: form (the mass on all) and choice (the share of
each).

In a batch hundreds of prompts are scored in one call, beside content-free ones; each label has four
measures, and its share of all labels by each. Prompts are computed in the order of their token ids:
what several begin with is in the cache when the next of them comes, and is computed once. They are
submitted in groups, so that others who ask meanwhile are served in between.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from ...errors import InvalidRequest
from ...events import End, Score
from ..batching.cancellation import NEVER, CancellationToken
from ..batching.messages import Prefilled
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.scoring import EncodedLabels, Scoring, mean_logprob, per_byte, per_token, shares
from .task_events import Usage, running, score_event


def score(engine: Engine, prompt: str, labels: Sequence[str], lane: str = "") -> Score:
    """Returns how probable each label is after the prompt. Raises ContextLengthExceeded,
    LabelConflict, InvalidRequest or QueueFull."""
    return next(score_each(engine, [(prompt, labels)], lane))


def score_each(
    engine: Engine, prompts: Sequence[tuple[str, Sequence[str]]], lane: str = ""
) -> Iterator[Score]:
    """Yields one Score for each (prompt, labels), in order, equal to ``score`` of it bit for bit.

    Neighbours that begin alike are computed from where they differ. Raises as ``score`` does,
    before the first one.
    """
    pairs = [encode_pair(engine, prompt, labels) for prompt, labels in prompts]
    job = Job([ids for ids, _ in pairs], Scoring(), [labels.ids for _, labels in pairs])
    early: dict[int, Prefilled] = {}  # prompts of one length are read together, in any order
    place = 0
    with running(engine, job) as messages:
        for message in messages:
            assert isinstance(message, Prefilled), "a scoring job reports nothing else"
            early[message.prompt] = message
            while place in early:
                yield score_event(engine, lane, early.pop(place), pairs[place][1])
                place += 1


def encode_pair(
    engine: Engine, prompt: str, labels: Sequence[str]
) -> tuple[list[int], EncodedLabels]:
    """Returns the tokens of a prompt and of its labels. Raises ContextLengthExceeded, LabelConflict
    or InvalidRequest."""
    ids = engine.encode(prompt)
    engine.require_room(ids, 1)  # before each label costs an encoding of it all
    encoded = EncodedLabels.after(engine.tokenizer, prompt, labels)
    engine.require_room(ids, encoded.longest)
    return ids, encoded


@dataclass(frozen=True)
class Measures:
    """The measures of a label. ``logprob`` is the sum over its tokens, in nats; ``over_baseline``
    is that less what it is after the content-free prompts, or None where there are none."""

    logprob: float
    per_token: float
    per_byte: float
    over_baseline: float | None


@dataclass(frozen=True)
class BatchLabel:
    """A label's score in a batch. ``baseline`` is the logarithm of its mean probability after the
    content-free prompts. ``shares`` are the softmax of the labels' ``scores`` by each measure and
    sum to 1 over all labels."""

    text: str
    ids: tuple[int, ...]
    baseline: float | None
    scores: Measures
    shares: Measures


@dataclass(frozen=True)
class PromptScore:
    """The scores of one prompt. ``mass`` is that of all labels together, and ``boundary_moved`` is
    as in ``events.Score``."""

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
    """Returns the scores of a prompt. ``logprobs`` has one value a label, in nats, and
    ``content_free`` the same after each content-free prompt."""
    baselines = [mean_logprob(seen) for seen in zip(*content_free, strict=True)]
    before: list[float | None] = [*baselines] or [None] * len(logprobs)
    each = zip(labels.texts, labels.ids, logprobs, before, strict=True)
    scores = []
    for text, ids, logprob, baseline in each:
        over = None if baseline is None else logprob - baseline
        scores.append(Measures(logprob, per_token(logprob, ids), per_byte(logprob, text), over))
    over_baseline = [score.over_baseline for score in scores if score.over_baseline is not None]
    parts = zip(
        shares([score.logprob for score in scores]),
        shares([score.per_token for score in scores]),
        shares([score.per_byte for score in scores]),
        shares(over_baseline) if over_baseline else (None,) * len(scores),
        strict=True,
    )
    scored = tuple(
        BatchLabel(text, ids, baseline, score, Measures(*part))
        for text, ids, baseline, score, part in zip(
            labels.texts, labels.ids, before, scores, parts, strict=True
        )
    )
    mass = math.fsum(math.exp(logprob) for logprob in logprobs)
    return PromptScore(prompt_tokens, scored, mass, labels.moved)


GROUP = 64  # prompts

Tokens = tuple[list[int], EncodedLabels]  # of a prompt and of its labels
Logprobs = tuple[float, ...]  # one a label


def score_batch(
    engine: Engine, batch: Batch, cancelled: CancellationToken = NEVER
) -> Iterator[PromptScore | End]:
    """Yields a PromptScore for each prompt, in order, then an End. Each is what ``score`` of that
    prompt alone gives, bit for bit. ``cancelled`` acts as in ``generate``.

    Raises as ``score`` does, before the first one; QueueFull also while others fill the queue.
    """
    usage, pairs = Usage(), batch.pairs()
    tokens = {}
    for (prompt, labels), pointers in pairs.items():
        with pointing_at(*pointers):
            tokens[prompt, labels] = encode_pair(engine, prompt, labels)
    each = dict(read_pairs(engine, list(tokens.values()), object(), usage, cancelled))
    if cancelled.is_set():
        return
    read = {pair: each[index] for index, pair in enumerate(tokens)}
    for pair in zip(batch.prompts, batch.labels, strict=True):
        (ids, encoded), baseline = tokens[pair], batch.baseline_of(pair[1])
        yield prompt_score(len(ids), encoded, read[pair], [read[free] for free in baseline])
    yield usage.end()


def read_pairs(
    engine: Engine,
    pairs: Sequence[Tokens],
    family: object,
    usage: Usage,
    cancelled: CancellationToken | None = None,
) -> Iterator[tuple[int, Logprobs]]:
    """Yields indices of ``pairs`` with what was read there, as they come, and not all of them where
    it was cancelled. What prompts of one ``family`` begin with in common is computed once. Raises
    QueueFull before any group of prompts."""
    places: dict[tuple[int, ...], list[int]] = {}  # of each prompt; its labels may differ
    for place, (ids, _) in enumerate(pairs):
        places.setdefault(tuple(ids), []).append(place)
    order = sorted(places)
    for start in range(0, len(order), GROUP):
        group = order[start : start + GROUP]
        # The longest first: what others begin with is in it, and they are then read in one run.
        longest = max(group, key=len)
        group.remove(longest)
        group.insert(0, longest)
        labels = [[ids for at in places[prompt] for ids in pairs[at][1].ids] for prompt in group]
        job = Job(group, Scoring(), labels, family=family, cancelled=cancelled or NEVER)
        with running(engine, job) as messages:
            for message in messages:
                assert isinstance(message, Prefilled), "a scoring job reports nothing else"
                logprobs = iter(message.label_logprobs)
                for place in places[group[message.prompt]]:
                    yield place, tuple(islice(logprobs, len(pairs[place][1].ids)))
        usage.ended(job)
        usage.prompt_tokens += sum(len(ids) * (len(places[ids]) - 1) for ids in group)
        if job.cancelled.is_set():
            return


Pair = tuple[str, tuple[str, ...]]  # a prompt and its labels


@dataclass(frozen=True)
class Batch:
    """A batch of prompts. ``labels`` has one tuple a prompt, the same one for all where they are
    ``common``.

    ``content_free``: prompts like the others, but with "N/A" or the like for what is asked.
    """

    prompts: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    content_free: tuple[str, ...] = ()
    common: bool = False

    def pairs(self) -> dict[Pair, tuple[str, str]]:
        """Returns the pairs that must be computed, each once, with their places in the request."""
        pairs: dict[Pair, tuple[str, str]] = {}
        for index, pair in enumerate(zip(self.prompts, self.labels, strict=True)):
            pairs.setdefault(pair, (f"/prompts/{index}", self._labels_at(index)))
        for index, prompt in enumerate(self.content_free):
            for owner, labels in enumerate(self.labels):
                pointers = (f"/content_free/{index}", self._labels_at(owner))
                pairs.setdefault((prompt, labels), pointers)
        return pairs

    def baseline_of(self, labels: tuple[str, ...]) -> list[Pair]:
        return [(prompt, labels) for prompt in self.content_free]

    def _labels_at(self, index: int) -> str:
        return "/labels" if self.common else f"/labels/{index}"


@contextmanager
def pointing_at(prompt: str, labels: str) -> Iterator[None]:
    """Lets errors of one prompt and its labels point at those of the batch's ``prompt`` and
    ``labels``."""
    try:
        yield
    except InvalidRequest as error:
        at_labels = error.pointer.startswith("/labels")
        error.pointer = labels + error.pointer.removeprefix("/labels") if at_labels else prompt
        raise
