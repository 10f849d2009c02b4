"""Prompt lookup: what followed the last time that a text stood as it stands now.

A guess at the next tokens that costs no model. It is checked by the model, so it changes how fast
a text is written and not which: copying from the prompt, code and lists are guessed well, prose is
not. Saxena 2023, "Prompt lookup decoding".
"""

from __future__ import annotations

from collections.abc import Sequence

LONGEST, SHORTEST = 3, 2  # tokens that must have stood before, the longer the better
MOST, LEAST = 8, 2  # tokens that are guessed at once
PAUSE = 16  # tokens without a guess, after FAILURES guesses in a row that were all wrong
FAILURES = 3


class Lookup:
    """Grows with a text. Guesses more after guesses that were right, fewer after wrong ones, and
    rests where the text does not repeat itself."""

    def __init__(self, ids: Sequence[int]) -> None:
        self._ids: list[int] = []
        self._ends: dict[tuple[int, ...], int] = {}  # of each n-gram: where it last ended
        self._most, self._failures, self._resting = MOST // 2, 0, 0
        self.extend(ids)

    def __len__(self) -> int:
        return len(self._ids)

    def extend(self, ids: Sequence[int]) -> None:
        for id in ids:
            self._append(id)

    def _append(self, id: int) -> None:
        """The n-grams that end before ``id`` are known from now on, with what followed them."""
        for size in range(SHORTEST, LONGEST + 1):
            if len(self._ids) >= size:
                self._ends[tuple(self._ids[-size:])] = len(self._ids)
        self._ids.append(id)
        self._resting = max(0, self._resting - 1)

    def guess(self, room: int) -> list[int]:
        """What may come next: at most ``room`` tokens, often none."""
        most = min(self._most, room)
        if self._resting or most < 1:
            return []
        for size in range(LONGEST, SHORTEST - 1, -1):
            end = self._ends.get(tuple(self._ids[-size:])) if len(self._ids) >= size else None
            if end is not None:
                return self._ids[end : end + most]
        return []

    def learn(self, guessed: int, right: int) -> None:
        """How many of the tokens guessed were right, up to the first that was not."""
        if right:
            self._failures = 0
            self._most = min(MOST, 2 * self._most) if right == guessed else max(LEAST, right)
            return
        self._failures += 1
        self._most = LEAST
        if self._failures == FAILURES:
            self._failures, self._resting = 0, PAUSE
