"""Sums of small numbers as rows of tokens: the answer at once, or running totals before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import nn

SIGNS = "0123456789+=>."  # a token each; "." ends a row and fills it up
FEWEST, MOST = 2, 6  # terms
LARGEST = 9  # a term

Ids = NDArray[np.int64]


def question(terms: Sequence[int]) -> str:
    return "+".join(map(str, terms)) + "="


def answer(terms: Sequence[int], steps: bool) -> str:
    """``steps``: "8>17>21." for 3+5+9+4, else "21."."""
    totals = np.cumsum(terms)[1:] if steps else [sum(terms)]
    return ">".join(str(total) for total in totals) + "."


def draw_terms(rng: np.random.Generator, count: int, terms: int | None = None) -> list[list[int]]:
    """``terms`` of each row; 2 to 6 at random if left out."""
    lengths = rng.integers(FEWEST, MOST + 1, size=count) if terms is None else [terms] * count
    return [rng.integers(1, LARGEST + 1, size=length).tolist() for length in lengths]


def row_length(steps: bool) -> int:
    """Tokens of the longest row."""
    longest = [LARGEST] * MOST
    return len(question(longest) + answer(longest, steps))


def rows(problems: Sequence[Sequence[int]], steps: bool) -> tuple[Ids, NDArray[np.bool_]]:
    """Ids (N, row_length), and which of them belong to an answer."""
    ids = np.full((len(problems), row_length(steps)), SIGNS.index("."))
    asked = np.zeros(ids.shape, bool)
    for row, terms in enumerate(problems):
        before, after = question(terms), answer(terms, steps)
        ids[row, : len(before) + len(after)] = encoded(before + after)
        asked[row, len(before) : len(before) + len(after)] = True
    return ids, asked


def encoded(text: str) -> list[int]:
    return [SIGNS.index(sign) for sign in text]


def last_number(ids: Sequence[int]) -> str:
    """What a written answer comes to: its signs between the last ">" and the first "."."""
    return "".join(SIGNS[i] for i in ids).split(".")[0].split(">")[-1]


def share_right(model: nn.Module, problems: Ids, steps: bool) -> float:
    """Of problems (N, terms): the share whose answer, written greedily, is the sum."""
    import torch

    ids = torch.tensor([encoded(question(terms)) for terms in problems.tolist()])
    begin = ids.shape[1]
    with torch.no_grad():
        while ids.shape[1] < row_length(steps):
            ids = torch.cat([ids, model(ids)[:, -1:].argmax(-1)], 1)
    numbers = [last_number(row) for row in ids[:, begin:].tolist()]
    sums = map(str, problems.sum(1).tolist())
    return float(np.mean([one == other for one, other in zip(numbers, sums, strict=True)]))
