"""Labels as answers: whether they can be told apart, and each one's share of their mass."""

from __future__ import annotations

import math
from collections.abc import Sequence

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
