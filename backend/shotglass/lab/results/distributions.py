"""The probabilities of labels after a prompt, and all logits of what follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...decoding import Prediction, predict
from ...engine.tasks.logits import NextLogits
from ...events import Distribution, LabelScore, Piece, Score
from ...run_file import ENDINGS, RunModel, written
from ...run_file.computed import Changes, logits_run
from ...run_file.texts import Prompt
from .result import Result, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class ScoreResult(Result):
    """``score``: each label's probability over the whole vocabulary (``p``, by the chain rule), its
    share of all labels, and the likeliest next tokens."""

    model: str
    prompt: str
    score: Score

    @property
    def labels(self) -> tuple[LabelScore, ...]:
        """The labels in the order in which they were given."""
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
        """Returns a row for each label."""
        return [
            {"label": each.text, "p": each.p, "share": each.share, "logprob": each.logprob}
            for each in self.labels
        ]

    def to_numpy(self) -> NDArray[np.float64]:
        """Returns the log-probabilities (labels,) float64 of the labels, in nats."""
        return np.array([label.logprob for label in self.labels])

    def draw(self, axes: Axes) -> None:
        """The probability of each label."""
        axes.barh([label.text.strip() for label in self.labels], [each.p for each in self.labels])
        axes.set(xlabel="probability", xlim=(0, 1))
        axes.invert_yaxis()


@dataclass(frozen=True, eq=False, repr=False)
class LogitsResult(Result):
    """``following``: what the model said; ``taken``: the continuation; ``vocabulary``: the text of
    every token, by id; ``computed_by``: the model's weights and precision; ``changes``: what was
    changed inside it."""

    prompt: Prompt
    taken: tuple[int, ...]
    computed_by: RunModel
    following: NextLogits = field(repr=False)
    vocabulary: Sequence[str] = field(repr=False)
    changes: Changes = None

    @property
    def model(self) -> str:
        """The name of its folder."""
        return self.computed_by.id

    @property
    def ids(self) -> tuple[int, ...]:
        """The token ids of the prompt, as it was read."""
        return self.following.ids

    @property
    def tokens(self) -> tuple[Piece, ...]:
        """The tokens of the prompt's text, as it was read."""
        return self.following.tokens

    @property
    def logprobs(self) -> tuple[float, ...]:
        """The log-probability of each token of the continuation, in nats."""
        return self.following.logprobs

    @property
    def logits(self) -> NDArray[np.float32]:
        """(V,) float32."""
        return self.following.logits

    def written_as(self, suffix: str) -> str | bytes:
        """``.shotglass`` too, the whole run, which the page opens as Next word and ``open_run``
        reads, and ``.html``, a page that shows it by itself."""
        if suffix not in ENDINGS:
            return super().written_as(suffix)
        question, words = (self.prompt, self.taken), self.vocabulary
        run = logits_run(self.computed_by, *question, self.following, words, self.changes)
        return written(run, suffix)

    @property
    def prediction(self) -> Prediction:
        """Log-probabilities, ranks and entropy in float64. Raises NonFiniteLogits."""
        return predict(self.logits)

    def top(self, count: int = 10) -> list[Row]:
        """Returns a row for each of the ``count`` likeliest tokens, the likeliest first."""
        prediction = self.prediction
        return [self._row(prediction, id) for id in prediction.top(count).tolist()]

    def rows(self) -> list[Row]:
        """Returns a row for each token of the vocabulary, by id."""
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
        """Returns the logits (V,) float32."""
        return self.logits

    def draw(self, axes: Axes) -> None:
        """The probability of the ten likeliest tokens."""
        top = self.top()
        axes.barh([repr(row["text"]) for row in top], [row["p"] for row in top])
        axes.set_xlabel("probability")
        axes.invert_yaxis()
