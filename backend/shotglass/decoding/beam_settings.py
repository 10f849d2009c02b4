"""How wide and how far a beam search goes, and by what its hypotheses are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ..errors import InvalidRequest
from .bounds import Bound

Normalisation = Literal["length", "gnmt"]
MOST_BEAMS = 16
MOST_TOKENS = 256  # of a hypothesis: a tree of more is nothing to look at
BOUNDS: Mapping[str, Bound] = {
    "width": Bound(1, MOST_BEAMS, whole=True),
    "max_tokens": Bound(1, MOST_TOKENS, whole=True),
    "n": Bound(1, MOST_BEAMS, whole=True),
    "alpha": Bound(0, 5),
}


@dataclass(frozen=True)
class BeamSettings:
    """Raises InvalidRequest (pointer ``/settings/<name>``) for a value out of bounds.

    ``width`` hypotheses go on at each step, ``n`` are answered. ``alpha`` 0 compares sums of
    log-probabilities as they are. ``early_stopping``: end as soon as ``width`` hypotheses have
    ended, instead of when no hypothesis can get into the best ``n`` any more.
    """

    width: int = 4
    max_tokens: int = 16
    n: int = 1
    alpha: float = 1.0
    normalisation: Normalisation = "length"
    early_stopping: bool = False

    def __post_init__(self) -> None:
        for name, bound in BOUNDS.items():
            bound.check(name, getattr(self, name))
        if self.n > self.width:
            raise InvalidRequest(
                f"n is {self.n} and width {self.width}: no more hypotheses can be answered than "
                "are kept. Lower n or widen the beam.",
                pointer="/settings/n",
            )
        if self.normalisation not in get_args(Normalisation):
            raise InvalidRequest(
                f"normalisation is {self.normalisation!r}; length or gnmt was expected.",
                pointer="/settings/normalisation",
            )

    def score(self, logprob: float, length: int) -> float:
        """A sum of log-probabilities over ``length`` >= 1 tokens, an end token counted.

        ``length``: logprob / length^alpha; ``gnmt``: logprob / ((5 + length) / 6)^alpha, Wu et al.
        2016, "Google's neural machine translation system", equation 14 without coverage.
        """
        base = length if self.normalisation == "length" else (5 + length) / 6
        return float(logprob / base**self.alpha)
