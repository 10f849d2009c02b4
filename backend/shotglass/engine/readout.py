"""From what the scheduler reports to what a person is told: messages in, events out."""

from __future__ import annotations

import numpy as np

from ..decoding import head, shares
from ..events import Done, LabelScore, Score, Token
from .encoded_labels import EncodedLabels
from .engine import Engine
from .job import Ended, Prefilled, Sampled


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
