"""The log-probability of each label after a prompt, by the chain rule.

log p(label) = sum over its tokens of log p(token | prompt, tokens before it). The first token is
read off the logits after the prompt; the others need one run a label.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...decoding import Prediction, predict
from ..batching.job import Row
from ..runtime.session import Session


def label_logprobs(
    session: Session, row: Row, after_prompt: Prediction, labels: Sequence[Sequence[int]]
) -> tuple[float, ...]:
    """One number a label, in nats. ``row`` has just been read; its slot is left as it was."""
    scores = []
    for ids in labels:
        logprob = after_prompt.logprob(ids[0])
        if len(ids) > 1:
            logprob += _rest(session, row, ids)
        scores.append(logprob)
    if len(row.ids) == 1 and any(len(ids) > 1 for ids in labels):
        _read_again(session, row)
    return tuple(scores)


def _rest(session: Session, row: Row, ids: Sequence[int]) -> float:
    """Tokens 2... of a label. The run begins at the prompt's last token, so that it is a chunk
    (never one token alone) and leaves the prompt's cache bit for bit as it was."""
    new = np.array([[row.ids[-1], *ids[:-1]]], np.int64)
    past = np.array([row.cached - 1], np.int32)
    logits = session.run(row.slot, new, past, np.arange(1, len(ids)))
    return sum(predict(z).logprob(token) for z, token in zip(logits, ids[1:], strict=True))


def _read_again(session: Session, row: Row) -> None:
    """A one-token prompt is the exception: its own bits are those of a run of one."""
    session.run(
        row.slot, np.array([row.ids], np.int64), np.array([0], np.int32), np.array([0], np.int64)
    )
