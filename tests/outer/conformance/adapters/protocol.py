"""What a runtime's adapter is asked: JSON lines in, JSON lines out, in the Python of its own.

An adapter hands ``serve`` its versions and how a text is read. It needs the standard library,
numpy and its runtime alone.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

THREADS = len(os.sched_getaffinity(0))
Array = npt.NDArray[Any]
Task = dict[str, Any]


class Reader(Protocol):
    """One text, read piece by piece."""

    def read(self, ids: list[int]) -> Array:
        """The next tokens of the text -> (S, V): after each of them, what follows."""


def serve(versions: dict[str, str], measure: Callable[[Task], tuple[Array, float]]) -> None:
    """Answer until the lines end. ``measure`` gives the text's logits (S, V), and the seconds that
    ``tokens`` more took. What a library prints is no answer."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(**fields: Any) -> None:
        print(json.dumps(fields), file=answers, flush=True)

    answer(versions=versions)
    for line in sys.stdin:
        try:
            task = json.loads(line)
            logits, seconds = measure(task)
            np.ascontiguousarray(logits, np.float32).tofile(task["to"])
            answer(seconds=seconds)
        except Exception as error:
            traceback.print_exc()
            answer(error=f"{type(error).__name__}: {error}"[:2000])


def reading(open_reader: Callable[[Task], Reader]) -> Callable[[Task], tuple[Array, float]]:
    """Read the pieces, then write greedily, by the clock."""

    def measure(task: Task) -> tuple[Array, float]:
        reader = open_reader(task)
        found = [reader.read(ids) for ids in pieces(task)]
        last, began = found[-1], time.perf_counter()
        for _ in range(task["tokens"]):
            last = reader.read([int(last[-1].argmax())])
        return np.concatenate(found), time.perf_counter() - began

    return measure


def pieces(task: Task) -> Iterator[list[int]]:
    """The text as it is handed over: its beginning, then what the cache has to carry."""
    at = 0
    for size in task["pieces"]:
        yield task["ids"][at : at + size]
        at += size
