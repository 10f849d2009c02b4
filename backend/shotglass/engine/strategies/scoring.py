"""Scoring: the log-probability of labels after a prompt, and of a prompt's own tokens.

By the chain rule, log p(label) = sum over its tokens of log p(token | prompt, tokens before it).
The first token is read off the logits after the prompt; the others need one run a label.

A label's log-probability is compared by its sum, per token, per byte, or over a baseline. Long
labels have lower sums, whatever the prompt: per token (as GPT-3 was evaluated) and per byte (which
no tokenizer changes) take the length out. Some labels are likely after any prompt: over a baseline,
what a content-free prompt gives them is taken out (Zhao et al. 2021, arXiv:2102.09690).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...decoding import Prediction, predict, token_logprobs
from ...errors import InvalidRequest, LabelConflict
from ...events import TokenLogprobs
from ...text import Tokenizer
from ..runtime.session import Logits, Session
from .strategy import DecodingContext, Strategy

if TYPE_CHECKING:
    from ..batching.sequence import TokenSequence


class Scoring(Strategy):
    """Nothing is decoded: a job is complete when its prompts and their labels are scored."""

    samples = 0

    def begin(
        self, sequence: TokenSequence, prediction: Prediction, context: DecodingContext
    ) -> None:
        raise AssertionError("a sequence that is only scored is never decoded")

    def step(
        self,
        sequences: Sequence[TokenSequence],
        logits: Sequence[Logits],
        context: DecodingContext,
    ) -> None:
        raise AssertionError("a sequence that is only scored is never decoded")


@dataclass(frozen=True)
class EncodedLabels:
    """The labels of one prompt as token ids. ``moved`` names labels that change the prompt's own
    tokens when written right after it."""

    texts: tuple[str, ...]
    ids: tuple[tuple[int, ...], ...]
    moved: tuple[str, ...]

    @classmethod
    def after(cls, tokenizer: Tokenizer, prompt: str, texts: Sequence[str]) -> EncodedLabels:
        """Tokens of ``prompt + label`` that follow the prompt's; a label that would merge with the
        prompt's last token is encoded by itself. A start token before the prompt changes nothing.

        Raises LabelConflict, InvalidRequest.
        """
        if "" in texts:
            raise InvalidRequest(
                "A label is empty; text that can follow the prompt was expected.",
                pointer=f"/labels/{list(texts).index('')}",
            )
        before = tokenizer.encode(prompt) if texts else []
        ids, moved = [], []
        for text in texts:
            whole = tokenizer.encode(prompt + text)
            if whole[: len(before)] == before:
                ids.append(tuple(whole[len(before) :]))
            else:
                ids.append(tuple(tokenizer.encode(text)))
                moved.append(text)
        check_labels(texts, ids)
        return cls(tuple(texts), tuple(ids), tuple(moved))

    @property
    def longest(self) -> int:
        """Tokens of the longest label; 0 where there are none."""
        return max(map(len, self.ids), default=0)


class PromptLogprobs:
    """Collects a prompt's own log-probabilities while it is computed, in order, from its first
    token on. ``top``: how many of the likeliest tokens to report in each place."""

    def __init__(self, ids: Sequence[int], top: int) -> None:
        self._ids, self._top = ids, top
        self._found = [TokenLogprobs(ids[0], None, ())]

    def add(self, logits: Logits) -> None:
        """``logits`` (S, V) after each of the next S tokens. Raises NonFiniteLogits."""
        for row in logits[: len(self._ids) - len(self._found)]:
            id = self._ids[len(self._found)]
            self._found.append(token_logprobs(predict(row), id, self._top))

    def all(self) -> tuple[TokenLogprobs, ...]:
        return tuple(self._found)


def label_logprobs(
    session: Session,
    sequence: TokenSequence,
    after_prompt: Prediction,
    labels: Sequence[Sequence[int]],
) -> tuple[float, ...]:
    """One number a label, in nats. ``sequence`` has just been prefilled; its slot is left as it
    was. Raises NonFiniteLogits."""
    scores = []
    for ids in labels:
        logprob = after_prompt.logprob(ids[0])
        if len(ids) > 1:
            logprob += _remaining_tokens(session, sequence, ids)
        scores.append(logprob)
    if len(sequence.ids) == 1 and any(len(ids) > 1 for ids in labels):
        _prefill_again(session, sequence)
    return tuple(scores)


def _remaining_tokens(session: Session, sequence: TokenSequence, ids: Sequence[int]) -> float:
    """Tokens 2... of a label. The run begins at the prompt's last token, so that it is a chunk
    (never one token alone) and leaves the prompt's cache bit for bit as it was."""
    new = np.array([[sequence.ids[-1], *ids[:-1]]], np.int64)
    past = np.array([sequence.cached - 1], np.int32)
    logits = session.run(sequence.slot, new, past, np.arange(1, len(ids)))
    return sum(predict(z).logprob(token) for z, token in zip(logits, ids[1:], strict=True))


def _prefill_again(session: Session, sequence: TokenSequence) -> None:
    """A one-token prompt is the exception: its own bits are those of a run of one."""
    ids, past = np.array([sequence.ids], np.int64), np.array([0], np.int32)
    session.run(sequence.slot, ids, past, np.array([0], np.int64))


def check_labels(texts: Sequence[str], ids: Sequence[Sequence[int]]) -> None:
    """``ids[i]`` are the tokens of ``texts[i]``. Raises LabelConflict (pointer ``/labels/<i>``).

    A label whose tokens begin another's would count the other's probability as its own.
    """
    for i, tokens in enumerate(ids):
        for j, other in enumerate(ids):
            if i != j and list(other[: len(tokens)]) == list(tokens):
                raise LabelConflict(
                    f"The tokens of label {texts[i]!r} are the beginning of those of "
                    f"{texts[j]!r}, so their probabilities overlap; change one of them, "
                    "or end every label with the same mark, such as a full stop.",
                    pointer=f"/labels/{i}",
                )


def shares(logprobs: Sequence[float]) -> tuple[float, ...]:
    """Each label's part of all labels' mass, summing to 1, from log-probabilities (finite)."""
    highest = max(logprobs, default=0.0)
    weights = [math.exp(logprob - highest) for logprob in logprobs]
    total = math.fsum(weights)
    return tuple(weight / total for weight in weights)


def mean_logprob(logprobs: Sequence[float]) -> float:
    """The logarithm of the mean of probabilities given as logarithms, at least one. Zhao et al.
    average several content-free prompts so."""
    return float(np.logaddexp.reduce(logprobs) - np.log(len(logprobs)))


def per_token(logprob: float, ids: Sequence[int]) -> float:
    """``ids``: the label's tokens, at least one."""
    return logprob / len(ids)


def per_byte(logprob: float, text: str) -> float:
    """``text``: the label, at least one character; bytes are those of UTF-8, its space too."""
    return logprob / len(text.encode())
