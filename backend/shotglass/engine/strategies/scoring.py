"""Scoring: the log-probability of labels after a prompt, and of a prompt's own tokens.

By the chain rule, log p(label) = sum over its tokens of log p(token | prompt, tokens before it),
which ``batching.prefill`` computes.

A label's log-probability is compared by its sum, per token, per byte, or over a baseline. Long
labels have lower sums, whatever the prompt: per token (as GPT-3 was evaluated) and per byte (which
no tokenizer changes) take the length out. Some labels are likely after any prompt: over a baseline,
what a content-free prompt gives them is taken out (Zhao et al. 2021, arXiv:2102.09690).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InvalidRequest, LabelConflict
from ...text import Tokenizer
from ..batching.strategy import Strategy


class Scoring(Strategy):
    """Nothing is decoded: a job is complete when its prompts and their labels are scored."""

    samples = 0


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
    """Returns each label's part of the mass of all labels, from their log-probabilities in nats,
    which are finite; the parts sum to 1."""
    highest = max(logprobs, default=0.0)
    weights = [math.exp(logprob - highest) for logprob in logprobs]
    total = math.fsum(weights)
    return tuple([weight / total for weight in weights])


def mean_logprob(logprobs: Sequence[float]) -> float:
    """Returns the logarithm of the mean of probabilities that are given as logarithms, one or more.
    Zhao et al. 2021 average several content-free prompts this way."""
    return float(np.logaddexp.reduce(logprobs) - np.log(len(logprobs)))


def per_token(logprob: float, ids: Sequence[int]) -> float:
    """Returns ``logprob`` in nats for each of the label's tokens ``ids``, one or more."""
    return logprob / len(ids)


def per_byte(logprob: float, text: str) -> float:
    """``text``: the label, at least one character; bytes are those of UTF-8, its space too."""
    return logprob / len(text.encode())
