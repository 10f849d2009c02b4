"""Lesson 9 again, with ten other seeds; the rule was written before the run.

Three seeds of ``feedforward.py`` left an interval about the gate of 0.04 bits a byte, four times
the difference that counts. The head of its own is left out: its interval did not hold 0.
"""

from __future__ import annotations

from functools import partial

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import difference, over_seeds
from ..result import Series
from .feedforward import BASE, JUDGED, NEAR, Losses, _bits, _holds, _judge, conditions
from .small_runs import SMALL, TOY

COMPARED = (BASE, "plain ReLU, tied", JUDGED)


def run(context: Context) -> Findings:
    folder, size = context.corpus("gpt2-tiny"), TOY if context.smoke else SMALL
    every = conditions(size.shape(folder, size.length))
    shapes = {name: every[name] for name in COMPARED}
    losses: Losses = {name: [] for name in shapes}
    for place, seed in enumerate(context.seeds):
        context.report(f"Training with seed {seed}", place / len(context.seeds))
        for name, config in shapes.items():
            train = partial(_bits, context, folder, size, config, seed)
            losses[name].append(context.kept(f"{name}-{seed}", train))
    gaps = {name: difference(name, losses[name], losses[BASE]) for name in COMPARED[1:]}
    return Findings(
        outcome=_judge(gaps[JUDGED]),
        n=len(context.seeds),
        series=(
            Series("bits", "model", "bits", tuple(over_seeds(n, f) for n, f in losses.items())),
            Series("minus-base", "model", "bits", tuple(gaps.values())),
            Series("parameters", "model", "count",
                   tuple(over_seeds(n, [float(c.parameters)]) for n, c in shapes.items())),
        ),
        tokens=len(shapes) * len(context.seeds) * size.tokens,
        data=sources_of(folder),
    )  # fmt: skip


EXPERIMENT = Experiment(
    lesson="feedforward-ten",
    question="At equal parameters, does a gated feed-forward part predict better than a plain one, "
    "over ten seeds?",
    hypothesis="Gated GELU predicts held-out text better than plain GELU at equal parameters, from "
    "the same rows in the same order.",
    rule="Written after a run with three seeds, which did not tell; these ten are others. It held "
    "if the bits a byte of gated GELU minus those of plain GELU are below -0.01: the whole 95 % "
    "interval over paired seeds (Student's t). It is refuted if the whole interval is above -0.01. "
    "ReLU minus GELU is reported with its interval and judges nothing.",
    null="The interval holds -0.01 bits.",
    counted="seeds a condition",
    seeds=tuple(range(4, 14)),
    minutes=25,
    run=run,
    invariant=f"Gated and plain differ by less than {NEAR:.0%} of their parameters.",
    holds=_holds,
)
