"""Labels as answers: whether they can be told apart, and each one's share of their mass.

A label's log-probability is compared by its sum, per token, per byte, or over a baseline. Long
labels have lower sums, whatever the prompt: per token (as GPT-3 was evaluated) and per byte (which
no tokenizer changes) take the length out. Some labels are likely after any prompt: over a baseline,
what a content-free prompt gives them is taken out (Zhao et al. 2021, arXiv:2102.09690).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..errors import LabelConflict


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
                    "for example by what follows it.",
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
