"""The distance between two models' predictions on the same tokens, in pure numpy with float64
inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...checkpoint import Floats

SHOWN = 0.01  # probability from which a token's is a number that people read
_ROWS = 32  # rows compared at once: bounds the working memory for a large vocabulary


@dataclass
class Agreement:
    """Sums over positions; KL is from the reference to the other, in nats.

    ``points``: by how many percentage points the other's probability is off, of every token that
    the reference gives ``SHOWN`` or more, in arrays (n,).
    """

    positions: int = 0
    predicted: int = 0  # positions whose next token is known
    kl_sum: float = 0.0
    kl_max: float = 0.0
    same_top: int = 0
    reference_loss: float = 0.0
    other_loss: float = 0.0
    points: list[NDArray[np.float64]] = field(default_factory=list)

    def add(self, ids: NDArray[np.int64], reference: Floats, other: Floats) -> None:
        """Counts a window of ids (S,) with both logits (S, V); row i predicts ids[i + 1]."""
        for start in range(0, len(ids), _ROWS):
            rows = slice(start, start + _ROWS)
            following = ids[start + 1 : start + 1 + _ROWS]
            x, y = reference[rows], other[rows]
            p, q = log_softmax(x), log_softmax(y)
            shares = np.exp(p)
            kl = (shares * (p - q)).sum(axis=-1)
            shown = shares >= SHOWN
            self.points.append(100 * np.abs(shares[shown] - np.exp(q[shown])))
            known = np.arange(len(following))
            self.positions += len(kl)
            self.predicted += len(known)
            self.kl_sum += float(kl.sum())
            self.kl_max = max(self.kl_max, float(kl.max()))
            self.same_top += int((x.argmax(axis=-1) == y.argmax(axis=-1)).sum())
            self.reference_loss -= float(p[known, following].sum())
            self.other_loss -= float(q[known, following].sum())

    @property
    def mean_kl(self) -> float:
        return self.kl_sum / self.positions

    @property
    def top1(self) -> float:
        return self.same_top / self.positions

    def to_json(self) -> dict[str, Any]:
        """``points``: of how many shown probabilities, and how far off they are, in percentage
        points."""
        off = np.concatenate(self.points)
        points: dict[str, Any] = {"n": 0, "median": None, "p90": None, "max": None}
        if len(off):
            figures = {"median": np.median(off), "p90": np.percentile(off, 90), "max": off.max()}
            points = {"n": len(off)} | {name: round(float(v), 4) for name, v in figures.items()}
        return {
            "positions": self.positions,
            "mean_kl_nats": round(self.mean_kl, 6),
            "max_kl_nats": round(self.kl_max, 6),
            "top1_agreement": round(self.top1, 6),
            "perplexity": round(exp(self.other_loss / self.predicted), 4),
            "perplexity_reference": round(exp(self.reference_loss / self.predicted), 4),
            "points": points,
        }


def log_softmax(logits: Floats) -> NDArray[np.float64]:
    """Returns log-probabilities (R, V) of logits (R, V), in nats."""
    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    normalised: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return normalised


def points_off(points: Mapping[str, Any]) -> str:
    """Returns in words how far the probabilities that a page shows are off, if there are any."""
    if not points["n"]:
        return "no probability is 1 % or more"
    return (
        f"of {points['n']:,} probabilities of 1 % and more "
        f"half are off by at most {points['median']:.2f} points, 90 % by at most "
        f"{points['p90']:.2f}, all by at most {points['max']:.1f}"
    )
