"""Lesson 9: GELU against ReLU, gated against plain at equal parameters, a tied head against none.

Hendrycks and Gimpel 2016, "Gaussian Error Linear Units"; Shazeer 2020, "GLU Variants Improve
Transformer"; Press and Wolf 2017, "Using the Output Embedding to Improve Language Models".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import log

import numpy as np

from shotglass.architecture import ModelConfig
from shotglass_export.data.folder import DataFolder

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import difference, over_seeds
from ..result import Outcome, Point, Series
from .small_runs import SMALL, TOY, Size, held_windows, nats, train

BASE, JUDGED = "plain GELU, tied", "gated GELU, tied"
WINDOWS = 60  # of each source
LEAST = 0.01  # bits a byte that count as a difference
NEAR = 0.01  # by which share the parameters of gated and plain may differ

Losses = dict[str, list[float]]  # bits a byte by condition, one a seed


def conditions(base: ModelConfig) -> Mapping[str, ModelConfig]:
    """By name. Gated: three matrices of 2/3 of the width, so that they cost what two did."""
    return {
        BASE: base,
        "plain ReLU, tied": replace(base, activation="relu"),
        JUDGED: replace(base, gated=True, ffn_width=round(base.ffn_width * 2 / 3)),
        "plain GELU, untied": replace(base, tied=False),
    }


def run(context: Context) -> Findings:
    folder, size = context.corpus("gpt2-tiny"), TOY if context.smoke else SMALL
    shapes = conditions(size.shape(folder, size.length))
    losses: Losses = {}
    for place, (name, config) in enumerate(shapes.items()):
        context.report(f"Training {name}", place / len(shapes))
        losses[name] = [
            context.kept(f"{name}-{seed}", partial(_bits, context, folder, size, config, seed))
            for seed in context.seeds
        ]
    gaps = {name: difference(name, found, losses[BASE])
            for name, found in losses.items() if name != BASE}  # fmt: skip
    return Findings(
        outcome=_judge(gaps[JUDGED]),
        n=len(context.seeds),
        series=(
            Series("bits", "model", "bits", tuple(over_seeds(n, f) for n, f in losses.items())),
            Series("minus-base", "model", "bits", tuple(gaps.values())),
            Series("parameters", "model", "count",
                   tuple(Point(n, float(c.parameters)) for n, c in shapes.items())),
        ),
        tokens=len(shapes) * len(context.seeds) * size.tokens,
        data=sources_of(folder),
    )  # fmt: skip


def _bits(
    context: Context, folder: DataFolder, size: Size, config: ModelConfig, seed: int
) -> float:
    """Bits a byte of held-out text, special tokens counting as none."""
    from shotglass_export.training.validation import token_bytes

    model = train(context, folder, size, config, seed)
    windows = held_windows(folder, size.length, WINDOWS)
    read = int(token_bytes(folder.tokenizer)[windows[:, 1:]].sum())
    return float(np.sum(nats(model, windows)) / log(2) / read)


def _judge(gap: Point) -> Outcome:
    low = gap.y if gap.low is None else gap.low
    high = gap.y if gap.high is None else gap.high
    return "held" if high < -LEAST else "refuted" if low > -LEAST else "null"


def _holds(findings: Findings) -> bool:
    counts = next(s.points for s in findings.series if s.name == "parameters")
    found = {point.x: point.y for point in counts}
    return abs(found[JUDGED] / found[BASE] - 1) < NEAR


EXPERIMENT = Experiment(
    lesson="feedforward",
    question="At equal parameters, does a gated feed-forward part predict better than a plain one, "
    "and what do ReLU instead of GELU and a head of its own change?",
    hypothesis="Gated GELU predicts held-out text better than plain GELU at equal parameters, from "
    "the same rows in the same order.",
    rule="It held if the bits a byte of gated GELU minus those of plain GELU are below -0.01: the "
    "whole 95 % interval over paired seeds (Student's t). It is refuted if the whole interval is "
    "above -0.01. The other two differences are reported with their intervals and judge nothing.",
    null="The interval holds -0.01 bits.",
    counted="seeds a condition",
    seeds=(1, 2, 3),
    minutes=12,
    run=run,
    invariant="Gated and plain differ by less than one in a hundred parameters.",
    holds=_holds,
)
