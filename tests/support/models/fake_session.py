"""A session without a model: the next token is a function of the tokens before it, which it keeps
in slots as a graph keeps keys and values. What a scheduler does with it takes microseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from shotglass.engine.runtime.session import RunCancellation

VOCABULARY = 32


def next_token(tokens: Sequence[int]) -> int:
    """After these tokens. 0 is never it: tests use it as the end token where they need none."""
    return 1 + (7 * sum(tokens) + 3 * len(tokens)) % (VOCABULARY - 1)


def written(prompt: Sequence[int], count: int) -> list[int]:
    """The ``count`` tokens that greedy decoding gives after ``prompt``."""
    tokens = list(prompt)
    for _ in range(count):
        tokens.append(next_token(tokens))
    return tokens[len(prompt) :]


@dataclass
class FakePool:
    """``SlotPool`` whose buffers are the tokens themselves."""

    slots: int
    length: int = 512
    device: str = "cpu"
    bytes_per_token: int = 8

    def __post_init__(self) -> None:
        self.tokens: list[list[int]] = [[] for _ in range(self.slots)]

    def copy(self, source: int, target: int, tokens: int, first: int = 0) -> None:
        if source != target:
            self.tokens[target][first:] = self.tokens[source][first:tokens]

    def read(self, slot: int, tokens: int) -> tuple[np.ndarray, ...]:
        return (np.array(self.tokens[slot][:tokens]),)

    def write(self, slot: int, buffers: Sequence[np.ndarray], tokens: int) -> None:
        self.tokens[slot] = buffers[0][:tokens].tolist()


@dataclass
class FakeSession:
    """``runs``: for each run how many rows and how many new tokens a row it had. ``fault`` is
    raised by the next run."""

    pool: FakePool
    runs: list[tuple[int, int]] = field(default_factory=list)
    fault: Exception | None = None
    several_prompts: bool = False

    def run(
        self,
        first_slot: int,
        ids: np.ndarray,
        past: np.ndarray,
        rows: np.ndarray,
        cancellation: RunCancellation | None = None,
        lengths: np.ndarray | None = None,
    ) -> np.ndarray:
        if (fault := self.fault) is not None:
            self.fault = None
            raise fault
        self.runs.append(ids.shape)
        logits = np.full((ids.size, VOCABULARY), -9, np.float32)
        for row, (new, start) in enumerate(zip(ids, past, strict=True)):
            tokens = self.pool.tokens[first_slot + row]
            tokens[start:] = new.tolist()
            assert len(tokens) == start + len(new), "the slot does not hold what stands before"
            for place in range(len(new)):
                after = next_token(tokens[: start + place + 1])
                logits[row * len(new) + place, after] = 9
        return logits[rows]


class FakeTokenizer:
    """A letter a token."""

    def token_bytes(self, id: int) -> bytes:
        return bytes([64 + id])
