"""Lesson 8: what a model trained on 128 tokens makes of the 512th, by how it is told positions.

That sinusoids let a model extrapolate was Vaswani et al.'s hope (2017, section 3.5); Press et al.
2022, "Train Short, Test Long", figure 1, found that they hardly do. Without positions a decoder
still knows order by its mask (Haviv et al. 2022, "Transformer Language Models without Positional
Encodings Still Learn Positional Information").
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import log
from typing import get_args

import numpy as np

from shotglass.architecture import Positions
from shotglass_export.data.folder import DataFolder

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import over_seeds
from ..result import Outcome, Point, Series
from .small_runs import SMALL, TOY, Size, held_windows, nats, train

KINDS: tuple[Positions, ...] = get_args(Positions)
TIMES = 4  # as many tokens are read as were trained on
BINS_A_LENGTH = 8
WINDOWS = 60  # each source's at most; they overlap, so that all places see much the same text
JUDGED = "sinusoidal"
MOST = 0.1  # bits a token that more context may cost

Bits = list[list[float]]  # by bin of positions; then of the last tokens: far away, and near


def run(context: Context) -> Findings:
    folder, size = context.corpus("gpt2-tiny"), TOY if context.smoke else SMALL
    found: dict[str, list[Bits]] = {}
    for place, kind in enumerate(KINDS):
        context.report(f"Training with {kind} positions", place / len(KINDS))
        found[kind] = [
            context.kept(f"{kind}-{seed}", partial(_bits, context, folder, size, kind, seed))
            for seed in context.seeds
        ]
    cost = {kind: over_seeds(kind, [far - near for _, (far, near) in f])
            for kind, f in found.items()}  # fmt: skip
    return Findings(
        outcome=_judge(cost[JUDGED]),
        n=len(context.seeds),
        series=(*(_curve(kind, size, found[kind]) for kind in KINDS), *_last(found),
                Series("cost", "positions", "bits", tuple(cost.values()))),
        tokens=len(KINDS) * len(context.seeds) * size.tokens,
        data=sources_of(folder),
    )  # fmt: skip


def _bits(context: Context, folder: DataFolder, size: Size, kind: Positions, seed: int) -> Bits:
    """Bits a token by bins of positions, then of the window's last ``size.length`` tokens: after
    all of the window, and the same tokens after those of the last part alone."""
    config = replace(size.shape(folder, TIMES * size.length), positions=kind)
    model = train(context, folder, size, config, seed)
    windows = held_windows(folder, TIMES * size.length, WINDOWS, overlap=TIMES)
    whole, part = nats(model, windows) / log(2), nats(model, windows[:, -size.length - 1 :])
    bins = whole.mean(0).reshape(TIMES * BINS_A_LENGTH, -1).mean(1)
    far = whole[:, -size.length :].mean()
    return [bins.tolist(), [float(far), float(part.mean() / log(2))]]


def _curve(kind: str, size: Size, found: list[Bits]) -> Series:
    """By the last position of each bin, counted from 1."""
    wide = size.length // BINS_A_LENGTH
    columns = zip(*(bins for bins, _ in found), strict=True)
    points = (over_seeds(float((i + 1) * wide), column) for i, column in enumerate(columns))
    return Series(f"bits-{kind}", "position", "bits", tuple(points))


def _last(found: dict[str, list[Bits]]) -> tuple[Series, Series]:
    """Bits of the same tokens: at the window's end, and at the beginning of a window of theirs."""
    ends = [
        tuple(over_seeds(kind, [bits[1][at] for bits in each]) for kind, each in found.items())
        for at in (0, 1)
    ]
    return (
        Series("far", "positions", "bits", ends[0]),
        Series("near", "positions", "bits", ends[1]),
    )


def _judge(cost: Point) -> Outcome:
    low = cost.y if cost.low is None else cost.low
    high = cost.y if cost.high is None else cost.high
    return "held" if high < MOST else "refuted" if low > MOST else "null"


def _holds(findings: Findings) -> bool:
    """The bins of the window's last part are the same numbers as its mean."""
    by_name = {series.name: series.points for series in findings.series}
    far = {point.x: point.y for point in by_name["far"]}
    means = {kind: np.mean([p.y for p in by_name[f"bits-{kind}"][-BINS_A_LENGTH:]])
             for kind in KINDS}  # fmt: skip
    return all(abs(means[kind] - far[kind]) < 1e-6 for kind in KINDS)


EXPERIMENT = Experiment(
    lesson="positions",
    question="Does a model that was trained on 128 tokens with sinusoidal positions make use of "
    "512, and do those with learned positions, rotary ones or none?",
    hypothesis="Sinusoidal positions extrapolate: the last 128 of 512 tokens cost no more bits "
    "after all that stands before them than they cost alone.",
    rule="It held if, with sinusoidal positions, the bits a token of the last 128 tokens of "
    "held-out windows of 512 minus those of the same tokens read alone are below 0.1: the whole "
    "95 % interval over seeds (Student's t). It is refuted if the whole interval is above 0.1.",
    null="The interval holds 0.1 bits.",
    counted="seeds a condition",
    seeds=(1, 2, 3),
    minutes=12,
    run=run,
    invariant="The mean over the last bins of positions is the mean over the last tokens.",
    holds=_holds,
)
