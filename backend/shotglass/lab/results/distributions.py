"""How probable labels are after a prompt, and all logits of what follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...decoding import Prediction, predict
from ...engine.tasks.logits import NextLogits
from ...events import Distribution, LabelScore, Piece, Score
from .result import Result, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class ScoreResult(Result):
    """``score``: each label's probability over the whole vocabulary (``p``, by the chain rule), its
    share of all labels, and the likeliest next tokens."""

    model: str
    prompt: str
    score: Score

    @property
    def labels(self) -> tuple[LabelScore, ...]:
        """In the order in which they were given."""
        return self.score.labels

    @property
    def best(self) -> str:
        """The likeliest label."""
        return max(self.labels, key=lambda label: label.logprob).text

    @property
    def mass(self) -> float:
        """The probability of all labels together."""
        return self.score.mass

    @property
    def next(self) -> Distribution:
        """The likeliest next tokens, whatever the labels are."""
        return self.score.next

    def rows(self) -> list[Row]:
        """A row a label."""
        return [
            {"label": each.text, "p": each.p, "share": each.share, "logprob": each.logprob}
            for each in self.labels
        ]

    def to_numpy(self) -> NDArray[np.float64]:
        """Log-probabilities of the labels, in nats."""
        return np.array([label.logprob for label in self.labels])

    def draw(self, axes: Axes) -> None:
        """The probability of each label."""
        axes.barh([label.text.strip() for label in self.labels], [each.p for each in self.labels])
        axes.set(xlabel="probability", xlim=(0, 1))
        axes.invert_yaxis()


@dataclass(frozen=True, eq=False)
class LogitsResult(Result):
    """``logits`` (V,) float32; ``ids`` and ``tokens``: the prompt as it was read; ``logprobs``: of
    each token of the continuation, in nats."""

    model: str
    ids: tuple[int, ...]
    tokens: tuple[Piece, ...]
    logprobs: tuple[float, ...]
    logits: NDArray[np.float32] = field(repr=False)
    vocabulary: Sequence[str] = field(repr=False)

    @classmethod
    def of(cls, model: str, following: NextLogits, vocabulary: Sequence[str]) -> LogitsResult:
        """``vocabulary``: the text of every token, by id."""
        read = following.ids, following.tokens, following.logprobs
        return cls(model, *read, following.logits, vocabulary)

    @property
    def prediction(self) -> Prediction:
        """Log-probabilities, ranks and entropy in float64. Raises NonFiniteLogits."""
        return predict(self.logits)

    def top(self, count: int = 10) -> list[Row]:
        """The likeliest tokens, likeliest first."""
        prediction = self.prediction
        return [self._row(prediction, id) for id in prediction.top(count).tolist()]

    def rows(self) -> list[Row]:
        """A row a token of the vocabulary, by id."""
        prediction = self.prediction
        return [self._row(prediction, id) for id in range(len(self.logits))]

    def _row(self, prediction: Prediction, id: int) -> Row:
        logprob = prediction.logprob(id)
        text = self.vocabulary[id] if id < len(self.vocabulary) else ""
        logit = float(self.logits[id])
        return {
            "id": id, "text": text, "logit": logit, "logprob": logprob, "p": float(np.exp(logprob))
        }  # fmt: skip

    def to_numpy(self) -> NDArray[np.float32]:
        """Logits (V,)."""
        return self.logits

    def draw(self, axes: Axes) -> None:
        """The probability of the ten likeliest tokens."""
        top = self.top()
        axes.barh([repr(row["text"]) for row in top], [row["p"] for row in top])
        axes.set_xlabel("probability")
        axes.invert_yaxis()
