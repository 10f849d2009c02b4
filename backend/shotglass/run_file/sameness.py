"""Whether a run that was repeated is the run that was recorded, bit for bit.

The twin is ``web/src/core/runFile/sameness.ts``; ``tests/contract/runs.json`` holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import inf
from typing import Any

Events = Sequence[Mapping[str, Any]]  # of a lane, as the form has them


@dataclass(frozen=True)
class TokenPlace:
    """A token of a run; all count from 0."""

    lane: int
    sample: int
    token: int


@dataclass(frozen=True)
class Sameness:
    """``tokens`` and ``answers``: how many were compared, of what writes no text its numbers;
    ``first``: the first token that is another one; ``largest``: the largest difference of a
    log-probability up to there, in nats, or of those numbers; ``reasons``: what is known to be
    another now, in sentences."""

    tokens: int
    answers: int
    first: TokenPlace | None
    largest: float
    reasons: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        return self.first is None and self.largest == 0

    def sentence(self, lanes: Sequence[str]) -> str:
        """``lanes``: their names."""
        if self == Sameness(0, 0, None, 0, self.reasons):
            return "Nothing of it can be compared."
        counted = f"{self.tokens} tokens, {self.answers} answers"
        if self.tokens == 0 and self.first is None:
            counted = f"{self.answers} numbers"
            if self.largest == inf:
                return f"Not the same: {counted} then, and not as many now."
            if not self.is_same:
                return f"Not the same: {counted} differ by up to {self.largest:.2g}."
        if self.is_same:
            return f"The same bit for bit: {counted}."
        if (at := self.first) is not None:
            place = f"lane {lanes[at.lane]}, sample {at.sample}"
            return f"Not the same: {place}, from token {at.token} on."
        return f"The same texts ({counted}); log-probabilities differ by {self.largest:.2g} nats."


def sameness(recorded: Sequence[Events], repeated: Sequence[Events]) -> Sameness:
    """Of lanes in the same order. One that was not repeated differs from its first token on."""
    tokens, answers, largest = 0, 0, 0.0
    first: TokenPlace | None = None
    for lane, (before, after) in enumerate(zip_longest(recorded, repeated, fillvalue=())):
        old_nats, new_nats = _answers(before), _answers(after)
        gaps = [abs(old_nats[text] - new_nats[text]) for text in old_nats if text in new_nats]
        answers, largest = answers + len(gaps), max([largest, *gaps])
        old_texts, new_texts = _tokens(before), _tokens(after)
        for sample in sorted({*old_texts, *new_texts}):
            old, new = old_texts.get(sample, []), new_texts.get(sample, [])
            equal, gap = _compared(old, new)
            tokens, largest = tokens + equal, max(largest, gap)
            if first is None and equal < max(len(old), len(new)):
                first = TokenPlace(lane, sample, equal)
    return Sameness(tokens, answers, first, largest)


def _answers(events: Events) -> dict[str, float]:
    """Each answer's log-probability; those after a sample's reasoning follow tokens."""
    return {
        label["text"]: label["logprob"]
        for event in events
        if event["type"] == "score" and event.get("sample") is None
        for label in event["labels"]
    }


def _tokens(events: Events) -> dict[int, list[Mapping[str, Any]]]:
    """By sample."""
    samples: dict[int, list[Mapping[str, Any]]] = {}
    for event in events:
        if event["type"] == "token":
            samples.setdefault(event["sample"], []).append(event)
    return samples


def _compared(old: Events, new: Events) -> tuple[int, float]:
    """How many tokens are the same from the beginning on, and how far they are apart in nats."""
    largest = 0.0
    for at, (before, after) in enumerate(zip(old, new, strict=False)):
        if before["id"] != after["id"]:
            return at, largest
        largest = max(largest, abs(before["logprob"] - after["logprob"]))
    return min(len(old), len(new)), largest
