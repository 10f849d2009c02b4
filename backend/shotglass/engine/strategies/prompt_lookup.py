"""Prompt lookup: several tokens in one run for a sequence that is alone, drafted from its own text.

What followed the last time that the text stood as it stands now is a draft of the next tokens that
costs no model (Saxena 2023, "Prompt lookup decoding"); one run over all of it verifies it. Copying
from the prompt, code and lists are drafted well, prose is not.

Every token is still the choice that ``choose`` makes, from the model's prediction after the tokens
before it: a drafted token that differs from the choice ends the step. But tokens computed side by
side have other last bits than tokens computed one by one, and whether they are depends on which
other requests are active: so this is off unless it is requested.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...decoding import Prediction, predict
from ..batching.sequence import TokenSequence
from ..batching.strategy import DecodingContext, Strategy
from ..runtime.session import Logits
from .sampling import Sampling

LONGEST, SHORTEST = 3, 2  # tokens that must have stood before, the longer the better
MOST, LEAST = 8, 2  # tokens that are drafted at once
PAUSE = 16  # tokens without a draft, after FAILURES drafts in a row that were all wrong
FAILURES = 3


class PromptLookup(Strategy):
    """``sampling``, with drafts while one of its sequences has the batch to itself."""

    steps_alone = True

    def __init__(self, sampling: Sampling) -> None:
        self._sampling, self.samples = sampling, sampling.samples
        self._drafters: dict[TokenSequence, Drafter] = {}

    def begin(
        self, sequence: TokenSequence, prediction: Prediction, context: DecodingContext
    ) -> None:
        self._sampling.begin(sequence, prediction, context)

    def step(
        self,
        sequences: Sequence[TokenSequence],
        logits: Sequence[Logits],
        context: DecodingContext,
    ) -> None:
        self._sampling.step(sequences, logits, context)

    def step_alone(self, sequence: TokenSequence, context: DecodingContext) -> bool:
        draft = self.draft(sequence)
        if draft:
            self._verify(sequence, draft, context)
        return bool(draft)

    def draft(self, sequence: TokenSequence) -> list[int]:
        """Returns what may follow the last token, and nothing while tokens are forced."""
        if sequence.step < len(self._sampling.forced):
            return []
        drafter = self._drafters.setdefault(sequence, Drafter([]))
        drafter.extend([*sequence.ids, *sequence.history.generated][len(drafter) :])
        return drafter.draft(self._sampling.settings.max_tokens - sequence.step - 1)

    def _verify(self, sequence: TokenSequence, draft: list[int], context: DecodingContext) -> None:
        """Run the last token and its draft, and take tokens as long as they agree."""
        ids = np.array([[sequence.last_id, *draft]], np.int64)
        past = np.array([sequence.cached], np.int32)
        logits = context.session.run(sequence.slot, ids, past, np.arange(len(draft) + 1))
        accepted = 0
        for drafted, row in zip([*draft, None], logits, strict=True):
            sequence.cached += 1
            ended = self._sampling.take(sequence, predict(row), context)
            if ended or sequence.last_id != drafted:
                break
            accepted += 1
        self._drafters[sequence].learn(len(draft), accepted)


class Drafter:
    """Grows with a text. Drafts more after drafts that were right, fewer after wrong ones, and
    rests where the text does not repeat itself."""

    def __init__(self, ids: Sequence[int]) -> None:
        self._ids: list[int] = []
        self._ends: dict[tuple[int, ...], int] = {}  # of each n-gram: where it last ended
        self._most, self._failures, self._resting = MOST // 2, 0, 0
        self.extend(ids)

    def __len__(self) -> int:
        return len(self._ids)

    def extend(self, ids: Sequence[int]) -> None:
        """The n-grams that end before each id are known from now on, with what followed them."""
        for id in ids:
            for size in range(SHORTEST, LONGEST + 1):
                if len(self._ids) >= size:
                    self._ends[tuple(self._ids[-size:])] = len(self._ids)
            self._ids.append(id)
            self._resting = max(0, self._resting - 1)

    def draft(self, room: int) -> list[int]:
        """Returns at most ``room`` tokens that may come next, often none."""
        most = min(self._most, room)
        if self._resting or most < 1:
            return []
        for size in range(LONGEST, SHORTEST - 1, -1):
            end = self._ends.get(tuple(self._ids[-size:])) if len(self._ids) >= size else None
            if end is not None:
                return self._ids[end : end + most]
        return []

    def learn(self, drafted: int, accepted: int) -> None:
        """Learns how many of the drafted tokens were right, up to the first that was not."""
        if accepted:
            self._failures = 0
            self._most = min(MOST, 2 * self._most) if accepted == drafted else max(LEAST, accepted)
            return
        self._failures += 1
        self._most = LEAST
        if self._failures == FAILURES:
            self._failures, self._resting = 0, PAUSE
