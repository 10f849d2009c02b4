"""Heads in an order: by attention to the examples' answers, by prefix matching, by attention to the
token before.

Letters: L layers, H heads, S tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal, get_args

import numpy as np

from ..measurement.randomness import HEADS, REPEATED, chosen, permutation
from ..model import Engine
from ..runtime.explain_graph import Series
from ..runtime.session import Floats
from .graph_runs import Steps, attend
from .prompts import ReadPrompt

By = Literal["answers", "prefix", "previous"]
RANKINGS: tuple[By, ...] = get_args(By)
TEXTS = 8  # of random tokens
PERIOD = 32  # tokens, which then come again
Head = tuple[int, int]  # layer, head


@dataclass(frozen=True)
class RankedHead:
    layer: int
    head: int
    score: float


@dataclass(frozen=True)
class Ranking:
    """A ranking of all heads, the highest score first."""

    by: By
    heads: tuple[RankedHead, ...]

    def top(self, count: int) -> tuple[Head, ...]:
        return tuple((ranked.layer, ranked.head) for ranked in self.heads[:count])


def ranked(scores: Floats) -> tuple[RankedHead, ...]:
    """``scores`` (L, H), the highest first; equal ones in the order of layers and heads."""
    heads = scores.shape[1]
    order = np.argsort(-scores, axis=None, kind="stable").tolist()
    return tuple(RankedHead(i // heads, i % heads, float(scores.flat[i])) for i in order)


def repeated_texts(engine: Engine, seed: int) -> list[list[int]]:
    """Returns texts as token ids, each of random tokens of its own twice in a row (Olsson et al.
    2022, arXiv:2209.11895), behind the start token where the model has one before every text. They
    are shorter where the model's context is."""
    start = list(engine.prompts.start)
    period = min(PERIOD, (engine.context - len(start)) // 2)
    barred = {*engine.manifest.stop_ids, engine.manifest.start_id}
    allowed = [id for id in range(engine.vocabulary) if id not in barred]
    texts = []
    for text in range(TEXTS):
        ids = [allowed[chosen(seed, REPEATED + text, i, len(allowed))] for i in range(period)]
        texts.append([*start, *ids, *ids])
    return texts


def answer_scores(series: Series, prompts: Sequence[ReadPrompt], layers: int) -> Steps[Floats]:
    """Returns scores (L, H) float32: how much of a prompt's last token's attention lies on the
    answers of its examples, as a share, the mean over prompts (compare Wang et al. 2023,
    arXiv:2305.14160)."""
    shares = []
    for prompt in prompts:
        last = (yield from attend(series, prompt.ids, layers))[:, :, prompt.last]
        shares.append(sum(last[..., start:end].sum(-1) for start, end in prompt.answers))
    return np.asarray(np.mean(shares, axis=0), np.float32)


def repeat_scores(
    series: Series, texts: Sequence[Sequence[int]], layers: int
) -> Steps[tuple[Floats, Floats]]:
    """Returns two arrays of scores (L, H), means over tokens and texts of ``repeated_texts``:
    prefix matching, which is a repeated token's attention on the token after its earlier
    occurrence; and the attention of all tokens but the first on the token before."""
    prefix, previous = [], []
    for ids in texts:
        attention = yield from attend(series, ids, layers)
        prefix.append(prefix_matching(attention, ids))
        previous.append(np.diagonal(attention, -1, 2, 3).mean(-1))
    return np.mean(prefix, axis=0), np.mean(previous, axis=0)


def prefix_matching(attention: Floats, ids: Sequence[int]) -> Floats:
    """Returns scores (...) of ``attention`` (..., S, S) in the text ``ids`` (S,): the mean, over
    all tokens that were there before, of their attention on the tokens after their earlier
    occurrences; 0 where none was there before."""
    shares = []
    for place, id in enumerate(ids):
        after = [i + 1 for i in range(place) if ids[i] == id]
        if after:
            shares.append(attention[..., place, after].sum(-1))
    if not shares:
        return np.zeros(attention.shape[:-2], np.float32)
    scores: Floats = np.mean(shares, axis=0)
    return scores


def counts(shares: Sequence[float], heads: int) -> dict[float, int]:
    """Returns the number of heads of each share, rounded up, at least one. A share that comes to as
    many as a smaller one is left out."""
    by_share: dict[float, int] = {}
    for share in shares:
        count = max(1, ceil(share * heads - 1e-9))
        if count not in by_share.values():
            by_share[share] = count
    return by_share


def random_heads(
    seed: int, draws: int, count: int, layers: int, heads: int, barred: set[Head]
) -> list[tuple[Head, ...]]:
    """Returns ``count`` heads for each draw, none of them barred, or fewer where there are no
    more."""
    every = [(i // heads, i % heads) for i in range(layers * heads)]
    free = [head for head in every if head not in barred]
    orders = (permutation(seed, HEADS + draw, len(free)) for draw in range(draws))
    return [tuple(sorted(free[i] for i in order[:count])) for order in orders]
