"""Hundreds of prompts scored at their labels in one call, beside content-free ones.

Prompts are computed in the order of their token ids: what several begin with is in the cache when
the next of them comes, and is computed once. They are submitted in groups, so that others who ask
meanwhile are served in between.


Prompts to be scored in one call: each with its labels, and content-free ones beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ...errors import InvalidRequest
from ...events import End
from ..batching.cancellation import CancellationToken
from ..batching.messages import Prefilled
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.scoring import EncodedLabels, Scoring
from .run import Usage, running
from .score import PromptScore, encode_pair, prompt_score

GROUP = 64  # prompts

Tokens = tuple[list[int], EncodedLabels]  # of a prompt and of its labels
Logprobs = tuple[float, ...]  # one a label


def score_batch(
    engine: Engine, batch: Batch, cancelled: CancellationToken | None = None
) -> Iterator[PromptScore | End]:
    """A PromptScore for each prompt, in order, then an End; what ``score`` of each prompt alone
    gives, bit for bit. ``cancelled`` as in ``generate``.

    Raises as ``score`` does, before the first one; QueueFull also while others fill the queue.
    """
    usage, pairs = Usage(), batch.pairs()
    tokens = {}
    for (prompt, labels), pointers in pairs.items():
        with pointing_at(*pointers):
            tokens[prompt, labels] = encode_pair(engine, prompt, labels)
    read = dict(zip(tokens, _compute(engine, list(tokens.values()), cancelled, usage), strict=True))
    if cancelled is not None and cancelled.is_set():
        return
    for pair in zip(batch.prompts, batch.labels, strict=True):
        (ids, encoded), baseline = tokens[pair], batch.baseline_of(pair[1])
        yield prompt_score(len(ids), encoded, read[pair], [read[free] for free in baseline])
    yield usage.end()


def _compute(
    engine: Engine, pairs: Sequence[Tokens], cancelled: CancellationToken | None, usage: Usage
) -> list[Logprobs]:
    """In the order of ``pairs``; some are empty when it was cancelled."""
    found: list[Logprobs] = [()] * len(pairs)
    order, family = sorted(range(len(pairs)), key=lambda place: pairs[place][0]), object()
    for start in range(0, len(order), GROUP):
        group = order[start : start + GROUP]
        job = _job([pairs[place] for place in group], family, cancelled)
        usage.job(job)
        with running(engine, job) as messages:
            for message in messages:
                assert isinstance(message, Prefilled), "a scoring job reports nothing else"
                found[group[message.prompt]] = message.label_logprobs
        if cancelled is not None and cancelled.is_set():
            break
    return found


def _job(pairs: Sequence[Tokens], family: object, cancelled: CancellationToken | None) -> Job:
    prompts, labels = [ids for ids, _ in pairs], [labels.ids for _, labels in pairs]
    return Job(prompts, Scoring(), labels, family=family, cancelled=cancelled)


Pair = tuple[str, tuple[str, ...]]  # a prompt and its labels


@dataclass(frozen=True)
class Batch:
    """``labels``: one tuple a prompt, the same one for all where they are ``common``.

    ``content_free``: prompts like the others, but with "N/A" or the like for what is asked.
    """

    prompts: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    content_free: tuple[str, ...] = ()
    common: bool = False

    def pairs(self) -> dict[Pair, tuple[str, str]]:
        """What must be computed, each once, and where in the request it stands."""
        found: dict[Pair, tuple[str, str]] = {}
        for place, pair in enumerate(zip(self.prompts, self.labels, strict=True)):
            found.setdefault(pair, (f"/prompts/{place}", self._labels_at(place)))
        for place, prompt in enumerate(self.content_free):
            for whose, labels in enumerate(self.labels):
                pointers = (f"/content_free/{place}", self._labels_at(whose))
                found.setdefault((prompt, labels), pointers)
        return found

    def baseline_of(self, labels: tuple[str, ...]) -> list[Pair]:
        return [(prompt, labels) for prompt in self.content_free]

    def _labels_at(self, place: int) -> str:
        return "/labels" if self.common else f"/labels/{place}"


@contextmanager
def pointing_at(prompt: str, labels: str) -> Iterator[None]:
    """Errors of one prompt and its labels are those of the batch's ``prompt`` and ``labels``."""
    try:
        yield
    except InvalidRequest as error:
        at_labels = error.pointer.startswith("/labels")
        error.pointer = labels + error.pointer.removeprefix("/labels") if at_labels else prompt
        raise
