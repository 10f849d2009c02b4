"""Lesson 6: what cross-attention does where there is nothing to attend to, as in a GPT.

Over a source of no tokens the weighted sum is empty, so that the layer gives its output's bias and
no more. With the norms inside the branches that is ``h <- h + b``. The attention before it adds
such a vector too, so that a decoder with the layer and one without can compute the same functions;
with no biases of outputs they are one computation. With the norm behind the sum (Vaswani et al.
2017) the layer's norm stays, and norms again what was normed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from shotglass.architecture import ModelConfig
from shotglass_export.data.folder import DataFolder

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import difference, over_seeds
from ..result import Outcome, Point, Series
from .small_runs import TOY, Size, held_windows, nats, train

if TYPE_CHECKING:
    from shotglass_export.models.transformer import Transformer

SIZE = Size(layers=4, width=128, length=128, rows=4, steps=150)
WINDOWS = 60  # of each source
BARE, JUDGED = "pre-norm, no bias", "pre-norm"
SAME = 1e-4  # nats a token that rounding may make of one computation
LEAST = 0.05  # nats a token that count as a difference, as in norms.py

Losses = dict[str, list[list[float]]]  # by condition: before the first step and after the last


def conditions(base: ModelConfig) -> Mapping[str, ModelConfig]:
    return {
        BARE: replace(base, output_bias=False),
        JUDGED: base,
        "post-norm": replace(base, norm_first=False),
    }


def run(context: Context) -> Findings:
    folder, size = context.corpus("gpt2-tiny"), TOY if context.smoke else SIZE
    shapes = conditions(size.shape(folder, size.length))
    found: dict[bool, Losses] = {False: {}, True: {}}
    for place, (name, config) in enumerate(shapes.items()):
        context.report(f"Training {name}", place / len(shapes))
        for cross, losses in found.items():
            losses[name] = [
                context.kept(
                    f"{name}-{'with' if cross else 'without'}-{seed}",
                    partial(_losses, context, folder, size, config, seed, cross),
                )
                for seed in context.seeds
            ]
    start, end = (_gaps(found, at) for at in (0, 1))
    pairs = zip(found[True][BARE], found[False][BARE], strict=True)
    largest = max(abs(having[1] - lacking[1]) for having, lacking in pairs)
    return Findings(
        outcome=_judge(end[1], largest),
        n=len(context.seeds),
        series=(
            *(_series(name, found[cross]) for name, cross in (("without", False), ("with", True))),
            Series("with-minus-without", "model", "nats", end),
            Series("start", "model", "nats", start),
            Series("largest", "model", "nats", (Point(BARE, largest),)),
        ),
        tokens=2 * len(shapes) * len(context.seeds) * size.tokens,
        data=sources_of(folder),
    )


def _losses(
    context: Context,
    folder: DataFolder,
    size: Size,
    config: ModelConfig,
    seed: int,
    cross: bool,
) -> list[float]:
    """Nats a token of held-out text, before the first step and after the last."""
    windows, found = held_windows(folder, size.length, WINDOWS), []

    def begin(model: Transformer) -> None:
        if cross:
            add_cross_attention(model)
        found.append(float(nats(model, windows).mean()))

    model = train(context, folder, size, config, seed, begin)
    return [*found, float(nats(model, windows).mean())]


def add_cross_attention(model: Transformer) -> None:
    """To each block, over a source of no tokens; the weights that are there stay as they are."""
    from shotglass_export.models.gpt1 import draw
    from shotglass_export.models.vaswani import EmptySourceBlock

    for layer, block in enumerate(model.layers):
        decoder = EmptySourceBlock(model.config, layer, block)
        draw(decoder.block.cross)
        model.layers[layer] = decoder


def _gaps(found: Mapping[bool, Losses], at: int) -> tuple[Point, ...]:
    return tuple(
        difference(name, [one[at] for one in having], [one[at] for one in found[False][name]])
        for name, having in found[True].items()
    )


def _series(name: str, losses: Losses) -> Series:
    points = (over_seeds(condition, [one[1] for one in each]) for condition, each in losses.items())
    return Series(name, "model", "nats", tuple(points))


def _judge(gap: Point, largest: float) -> Outcome:
    """``largest``: the difference of the seed in which the two without a bias differ most."""
    low = gap.y if gap.low is None else gap.low
    high = gap.y if gap.high is None else gap.high
    if largest >= SAME or low > LEAST or high < -LEAST:
        return "refuted"
    return "held" if low > -LEAST and high < LEAST else "null"


def _holds(findings: Findings) -> bool:
    start = next(series.points for series in findings.series if series.name == "start")
    return all(abs(point.y) < 1e-3 for point in start)


EXPERIMENT = Experiment(
    lesson="block",
    question="Does a decoder with cross-attention to a source of no tokens end with another loss "
    "than one without that layer?",
    hypothesis="No: with the norms inside the branches the layer adds its output's bias and no "
    "more. Without such biases the two are one computation; with them they end with the same loss.",
    rule="It held if, from the same weights and rows, the held-out losses with and without the "
    "layer differ by less than 0.0001 nats a token in every seed where outputs have no bias, and "
    "where they have one the whole 95 % interval of the difference over paired seeds (Student's "
    "t) is between -0.05 and 0.05. It is refuted if a seed differs by more without a bias, or the "
    "whole interval is beyond 0.05 on either side. Post-norm is reported and judges nothing.",
    null="The interval holds 0.05 or -0.05 nats.",
    counted="seeds a condition",
    seeds=(1, 2, 3),
    minutes=5,
    run=run,
    invariant="Before the first step the layer changes the loss by less than 0.001 nats a token.",
    holds=_holds,
)
