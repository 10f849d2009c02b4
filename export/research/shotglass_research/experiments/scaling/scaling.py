"""Lesson 27: loss by parameters, by text, by compute and by shape, and a prediction from it.

Four sizes are trained here. What their power law says of a fifth, twice to three times as large as
the largest of them, is a result of this run, and stands before the fifth is trained
(``predicted.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import over_seeds
from ..result import Outcome, Point, Series
from .power_law import PowerLaw, fit
from .scaled_runs import RECIPE, STEP, STEPS, Scaled, all_losses

SIZES = (Scaled(2, 32), Scaled(3, 48), Scaled(4, 64), Scaled(5, 96))
LARGEST = Scaled(8, 128)
TEXTS = tuple(Scaled(4, 64, steps) for steps in (STEPS // 8, STEPS // 4, STEPS // 2, 2 * STEPS))
SHAPES = (Scaled(1, 128), Scaled(2, 92), Scaled(8, 44))  # about as many parameters as 4 x 64
MOST_WIDTH = 0.3  # nats from end to end of a prediction that says something

Losses = Mapping[Scaled, Sequence[float]]


def run(context: Context) -> Findings:
    folder = context.corpus(RECIPE)
    found = all_losses(context, folder, (*SIZES, *TEXTS, *SHAPES))
    by_size = fit([one.parameters for one in SIZES], [_mean(found, one) for one in SIZES])
    texts = sorted((*TEXTS, SIZES[2]), key=lambda one: one.steps)
    by_text = fit([one.tokens for one in texts], [_mean(found, one) for one in texts])
    return Findings(
        outcome=_judge(by_size),
        n=len(SIZES),
        series=(*_measured(found, texts), *_laws(by_size, by_text)),
        tokens=sum(one.tokens for one in found) * len(context.seeds),
        data=sources_of(folder),
    )


def _mean(found: Losses, scaled: Scaled) -> float:
    return float(np.mean(found[scaled]))


def _judge(law: PowerLaw) -> Outcome:
    predicted, exponent = law.predicted(LARGEST.parameters), law.exponent
    if exponent.high < 0:
        return "refuted"
    narrow = predicted.high - predicted.low <= MOST_WIDTH
    return "held" if exponent.low > 0 and narrow else "null"


def _measured(found: Losses, texts: Sequence[Scaled]) -> tuple[Series, ...]:
    shapes = sorted((*SHAPES, SIZES[2]), key=lambda one: one.layers)
    compute = sorted((*SIZES, *TEXTS), key=lambda one: one.flops)
    return (
        Series("loss-by-size", "parameters", "nats", _points(found, SIZES, "parameters")),
        Series("loss-by-text", "tokens", "nats", _points(found, texts, "tokens")),
        Series("loss-by-compute", "FLOPs", "nats", _points(found, compute, "flops")),
        Series(
            "loss-by-shape",
            "layers x width",
            "nats",
            tuple(over_seeds(f"{one.layers} x {one.width}", found[one]) for one in shapes),
        ),
    )


def _points(found: Losses, models: Sequence[Scaled], axis: str) -> tuple[Point, ...]:
    return tuple(over_seeds(float(getattr(one, axis)), found[one]) for one in models)


def _laws(by_size: PowerLaw, by_text: PowerLaw) -> tuple[Series, ...]:
    """The lines that were fitted, their exponents, and the prediction."""
    sizes = (*(one.parameters for one in SIZES), LARGEST.parameters)
    tokens = sorted({one.tokens for one in (*TEXTS, SIZES[2])})
    said = by_size.predicted(LARGEST.parameters)
    slopes = {"size": by_size.exponent, "text": by_text.exponent}
    return (
        Series("law-by-size", "parameters", "nats", _line(by_size, sizes)),
        Series("law-by-text", "tokens", "nats", _line(by_text, tokens)),
        Series(
            "exponent",
            "axis",
            "exponent",
            tuple(Point(name, one.value, one.low, one.high) for name, one in slopes.items()),
        ),
        Series(
            "prediction",
            "parameters",
            "nats",
            (Point(float(LARGEST.parameters), said.value, said.low, said.high, len(SIZES)),),
        ),
    )


def _line(law: PowerLaw, places: Sequence[float]) -> tuple[Point, ...]:
    said = [law.predicted(x) for x in places]
    return tuple(
        Point(float(x), one.value, one.low, one.high) for x, one in zip(places, said, strict=True)
    )


def _holds(findings: Findings) -> bool:
    found = {series.name: series.points for series in findings.series}
    said = found["prediction"][0]
    return said.low is not None and said.high is not None and 0 < said.low < said.y < said.high


EXPERIMENT = Experiment(
    lesson="scaling",
    question="Does the held-out loss of small GPT-2s fall with their size by a power law that says "
    "what a larger one will lose?",
    hypothesis=f"From four sizes a power law predicts the loss of a fifth with "
    f"{LARGEST.parameters:,} parameters to within {MOST_WIDTH} nats.",
    rule=f"Each size is trained on the same {STEPS * STEP:,} tokens with three seeds. It held if "
    "the 95 % interval of the exponent of loss by parameters (a line in logarithms through four "
    "means) is above 0 and the 95 % prediction interval of the fifth size is no wider than "
    f"{MOST_WIDTH} nats. It is refuted if the exponent's interval is below 0. Whether the fifth "
    "then falls into the interval is another experiment (predicted), whose rule names it.",
    null=f"The exponent's interval holds 0, or the prediction is wider than {MOST_WIDTH} nats.",
    counted="sizes",
    seeds=(1, 2, 3),
    minutes=50,
    run=run,
    invariant="The prediction lies within its own interval, which is above 0.",
    holds=_holds,
)
