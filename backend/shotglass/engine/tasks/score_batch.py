"""Hundreds of prompts scored at their labels in one call, beside content-free ones.

Prompts are read in the order of their token ids: what several begin with stands in the cache when
the next of them comes, and is read once. They are submitted in groups, so that others who ask
meanwhile are served in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...events import End
from ..batching.cancellation import Leaving
from ..batching.job import Job, Prefilled
from ..model import Engine
from .batch import Batch, pointing_at
from .batch_scores import PromptScore, prompt_score
from .encoded_labels import EncodedLabels
from .run import running
from .score import encode_pair
from .tally import Tally

GROUP = 64  # prompts

Tokens = tuple[list[int], EncodedLabels]  # of a prompt and of its labels
Logprobs = tuple[float, ...]  # one a label


def score_batch(
    engine: Engine, batch: Batch, cancelled: Leaving | None = None
) -> Iterator[PromptScore | End]:
    """A PromptScore for each prompt, in order, then an End; what ``score`` of each prompt alone
    gives, bit for bit. ``cancelled`` as in ``generate``.

    Raises as ``score`` does, before the first one; QueueFull also while others fill the queue.
    """
    tally, pairs = Tally(), batch.pairs()
    tokens = {}
    for (prompt, labels), pointers in pairs.items():
        with pointing_at(*pointers):
            tokens[prompt, labels] = encode_pair(engine, prompt, labels)
    read = dict(zip(tokens, _read(engine, list(tokens.values()), cancelled, tally), strict=True))
    if cancelled is not None and cancelled.is_set():
        return
    for pair in zip(batch.prompts, batch.labels, strict=True):
        (ids, encoded), baseline = tokens[pair], batch.baseline_of(pair[1])
        yield prompt_score(len(ids), encoded, read[pair], [read[free] for free in baseline])
    yield tally.end()


def _read(
    engine: Engine, asked: Sequence[Tokens], cancelled: Leaving | None, tally: Tally
) -> list[Logprobs]:
    """In the order asked; some are empty when it was cancelled."""
    found: list[Logprobs] = [()] * len(asked)
    order, family = sorted(range(len(asked)), key=lambda place: asked[place][0]), object()
    for start in range(0, len(order), GROUP):
        group = order[start : start + GROUP]
        job = _job([asked[place] for place in group], family, cancelled)
        tally.job(job)
        with running(engine, job) as messages:
            for message in messages:
                assert isinstance(message, Prefilled), "a job that only reads reports nothing else"
                found[group[message.prompt]] = message.label_logprobs
        if cancelled is not None and cancelled.is_set():
            break
    return found


def _job(asked: Sequence[Tokens], family: object, cancelled: Leaving | None) -> Job:
    prompts, labels = [ids for ids, _ in asked], [labels.ids for _, labels in asked]
    return Job(prompts, None, labels, family=family, cancelled=cancelled)
