"""What a model made of one list of questions after the same number of examples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..label_scores import Logprobs


@dataclass(frozen=True)
class Lane:
    """``logprobs``: of each label of each question, in nats; ``answers``: which label is right."""

    logprobs: tuple[Logprobs, ...]
    answers: tuple[int, ...]

    @property
    def form(self) -> list[float]:
        """The mass on all labels, per question."""
        return [math.fsum(math.exp(nats) for nats in labels) for labels in self.logprobs]

    @property
    def right(self) -> list[bool]:
        return self.chose(self.answers)

    def chose(self, places: Sequence[int]) -> list[bool]:
        """Whether the label at each place is likelier than every other; a tie chooses none."""
        pairs = zip(self.logprobs, places, strict=True)
        return [all(nats[place] > x for i, x in enumerate(nats) if i != place)
                for nats, place in pairs]  # fmt: skip

    def first(self, n: int) -> Lane:
        return Lane(self.logprobs[:n], self.answers[:n])
