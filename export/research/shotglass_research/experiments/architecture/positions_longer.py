"""Lesson 8 again, with nets that are trained until positions can matter, and sines that are no
larger than the tokens: the rule of a run that has not been made yet.

``positions.py`` trained on 307,200 tokens, after which a net without positions was the best within
the trained length: nothing that reading on costs such nets tells of positions. Here it is measured
first whether a net makes use of them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import log

from shotglass.architecture import Positions
from shotglass_export.data.folder import DataFolder

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import difference, over_seeds
from ..result import Outcome, Point, Series
from .initial_weights import tokens_as_large_as_sines
from .positions import BINS_A_LENGTH, KINDS, TIMES, WINDOWS, Bits, _curve, _last
from .small_runs import TOY, Size, held_windows, nats, train

LONG = Size(layers=4, width=128, length=128, rows=4, steps=2000)
JUDGED, WITHOUT = "sinusoidal", "none"
MOST = 0.1  # bits a token that more context may cost
LEAST = 0.05  # bits a token that positions must save inside the trained length


def run(context: Context) -> Findings:
    folder, size = context.corpus("gpt2-tiny"), TOY if context.smoke else LONG
    found: dict[str, list[Bits]] = {}
    for place, kind in enumerate(KINDS):
        context.report(f"Training with {kind} positions", place / len(KINDS))
        found[kind] = [
            context.kept(f"{kind}-{seed}", partial(_bits, context, folder, size, kind, seed))
            for seed in context.seeds
        ]
    cost = {kind: over_seeds(kind, [far - near for _, (far, near) in f])
            for kind, f in found.items()}  # fmt: skip
    saved = _saved(found)
    return Findings(
        outcome=_judge(cost[JUDGED], saved[JUDGED]),
        n=len(context.seeds),
        series=(*(_curve(kind, size, found[kind]) for kind in KINDS), *_last(found),
                Series("cost", "positions", "bits", tuple(cost.values())),
                Series("less-than-none", "positions", "bits", tuple(saved.values()))),
        tokens=len(KINDS) * len(context.seeds) * size.tokens,
        data=sources_of(folder),
    )  # fmt: skip


def _bits(context: Context, folder: DataFolder, size: Size, kind: Positions, seed: int) -> Bits:
    """As ``positions.py`` keeps them."""
    config = replace(size.shape(folder, TIMES * size.length), positions=kind)
    begin = tokens_as_large_as_sines if kind == JUDGED else None
    model = train(context, folder, size, config, seed, begin)
    windows = held_windows(folder, TIMES * size.length, WINDOWS, overlap=TIMES)
    whole, part = nats(model, windows) / log(2), nats(model, windows[:, -size.length - 1 :])
    bins = whole.mean(0).reshape(TIMES * BINS_A_LENGTH, -1).mean(1)
    far = whole[:, -size.length :].mean()
    return [bins.tolist(), [float(far), float(part.mean() / log(2))]]


def _saved(found: dict[str, list[Bits]]) -> dict[str, Point]:
    """What each kind of positions costs more than none inside the trained length, seed by seed;
    below 0 where it helps."""
    near = {kind: [bits[1][1] for bits in each] for kind, each in found.items()}
    return {kind: difference(kind, near[kind], near[WITHOUT]) for kind in KINDS if kind != WITHOUT}


def _judge(cost: Point, saved: Point) -> Outcome:
    """Nothing is judged of positions that the net makes no use of."""
    if saved.ends[1] > -LEAST:
        return "null"
    low, high = cost.ends
    return "held" if high < MOST else "refuted" if low > MOST else "null"


def _holds(findings: Findings) -> bool:
    """Far less near is what reading on costs."""
    by_name = {series.name: {p.x: p.y for p in series.points} for series in findings.series}
    far, near, cost = by_name["far"], by_name["near"], by_name["cost"]
    return all(abs(far[kind] - near[kind] - cost[kind]) < 1e-9 for kind in KINDS)


EXPERIMENT = Experiment(
    lesson="positions-longer",
    question="Does a model that was trained on 128 tokens with sinusoidal positions, and makes use "
    "of them, make use of 512, too?",
    hypothesis="Sinusoidal positions extrapolate: the last 128 of 512 tokens cost no more bits "
    "after all that stands before them than they cost alone.",
    rule="Written after a run that was too short for positions to matter. Nets of four layers of "
    "128 read 1,024,000 tokens in rows of 128; with sinusoidal positions, tokens are drawn as "
    "large as the sines. Sinusoidal positions count as used if inside those 128 their net loses at "
    "least 0.05 bits a token less than the one without positions: the whole 95 % interval over "
    "paired seeds (Student's t); else nothing is judged. It held if they are used and the bits a "
    "token of the last 128 tokens of held-out windows of 512 minus those of the same tokens read "
    "alone are below 0.1: the whole 95 % interval over seeds (Student's t). It is refuted if they "
    "are used and the whole interval is above 0.1.",
    null="The interval holds 0.1 bits, or sinusoidal positions are not used.",
    counted="seeds a condition",
    seeds=(1, 2, 3),
    minutes=30,
    run=run,
    invariant="What reading on costs is the difference between both readings of the same tokens.",
    holds=_holds,
)
