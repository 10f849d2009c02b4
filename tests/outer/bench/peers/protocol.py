"""What a peer can be asked: JSON lines in, JSON lines out, one process for the whole run.

A peer's file makes a ``Peer`` and hands it to ``serve``. It runs in the Python of its own
environment, so this file needs the standard library and numpy alone. A peer that cannot do what it
is asked raises ``Unsupported``; that is told in the report and is no failure of the run.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

THREADS = len(os.sched_getaffinity(0))  # cores that it may use
Ids = Sequence[int]
Floats = npt.NDArray[np.float32]


class Unsupported(Exception):
    """The peer has no way to do this; the text says what is missing."""


@dataclass
class Generated:
    """``first``: seconds until every row had its first token, None where rows do not get it at
    one time. ``ids``: what was written, a list a row. ``seconds``: of all."""

    seconds: float
    first: float | None
    ids: list[list[int]] = field(default_factory=list)


class Peer(Protocol):
    """``versions``: what the report names. ``files``: whose sizes are the model's on disk."""

    versions: dict[str, str]
    files: list[str]

    def logits(self, ids: Ids) -> Floats:
        """(S, V): after each of the S tokens, what follows."""

    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        """Exactly ``tokens`` for each sample of each prompt; an end token ends nothing. Greedy
        where ``samples`` is 1, else drawn at temperature 1."""

    def remember(self, prefix: list[int]) -> None:
        """Read ``prefix`` once, so that a prompt that begins with it need not read it again.

        All prompts of the next ``generate`` begin with it."""


class Clock:
    """Counts from its making; ``first`` is when ``tick`` was called first."""

    def __init__(self) -> None:
        self._began, self.first = time.perf_counter(), 0.0

    def tick(self) -> None:
        self.first = self.first or self.seconds

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began


def serve(make: Callable[[dict[str, Any]], Peer]) -> None:
    """Make the peer from the options on the command line, then answer until the lines end."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is no answer

    def answer(**fields: Any) -> None:
        print(json.dumps(fields), file=answers, flush=True)

    try:
        peer = make(json.loads(sys.argv[1]))
        answer(versions=peer.versions, bytes=sum(map(os.path.getsize, peer.files)))
    except Exception as error:
        traceback.print_exc()
        answer(error=_sentence(error))
        return
    for line in sys.stdin:
        try:
            answer(**_answer(peer, json.loads(line)))
        except Unsupported as missing:
            answer(unsupported=str(missing))
        except Exception as error:
            traceback.print_exc()
            answer(error=_sentence(error))


def _answer(peer: Peer, asked: dict[str, Any]) -> dict[str, Any]:
    if asked["ask"] == "logits":
        windows = [np.asarray(peer.logits(ids), np.float32) for ids in asked["windows"]]
        np.save(asked["to"], np.stack(windows))
        return {}
    if asked["ask"] == "remember":
        peer.remember(asked["prefix"])
        return {}
    return asdict(peer.generate(asked["prompts"], asked["tokens"], asked["samples"]))


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
