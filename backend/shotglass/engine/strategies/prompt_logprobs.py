"""What a model thought of the tokens of a prompt, collected while the prompt is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...decoding import Prediction, predict
from ...decoding.distribution import Logits


@dataclass(frozen=True)
class TokenReading:
    """A token and what was likely in its place: ``top`` are ids and log-probabilities, likeliest
    first. ``logprob`` is None where nothing stands before the token, or nobody asked for it."""

    id: int
    logprob: float | None
    top: tuple[tuple[int, float], ...]

    @classmethod
    def of(cls, prediction: Prediction, id: int, top: int) -> TokenReading:
        """The ``top`` likeliest are told; equal tokens have the very same log-probability."""
        ids = prediction.top(top).tolist() if top else ()
        likeliest = tuple((other, prediction.logprob(other)) for other in ids)
        return cls(id, prediction.logprob(id), likeliest)


class PromptReadings:
    """Grows as the prompt ``ids`` is read, from its first token on and in order."""

    def __init__(self, ids: Sequence[int], top: int) -> None:
        self._ids, self._top = ids, top
        self._read = [TokenReading(ids[0], None, ())]

    def add(self, logits: Logits) -> None:
        """``logits`` (S, V) after each of the next S tokens. Raises NonFiniteLogits."""
        for row in logits[: len(self._ids) - len(self._read)]:
            id = self._ids[len(self._read)]
            self._read.append(TokenReading.of(predict(row), id, self._top))

    def all(self) -> tuple[TokenReading, ...]:
        return tuple(self._read)
