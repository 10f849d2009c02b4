"""What a label's log-probability is compared by: its sum, per token, per byte, over a baseline.

Long labels have lower sums, whatever is asked: per token (as GPT-3 was evaluated) and per byte
(which no tokenizer changes) take the length out. Some labels are likely after anything: over a
baseline, what a content-free prompt gives them is taken out (Zhao et al. 2021, arXiv:2102.09690).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


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
