"""Lesson 27, a second look at its line: two kinds of band about it, and a fifth shape.

The runs of ``scaling.py`` and ``predicted.py`` are read from where those experiments kept them, and
trained there where they are missing; only the fifth shape is this experiment's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shotglass.statistics import Interval

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import over_seeds, share
from ..result import Outcome, Point, Series
from .bootstrap import Covered, Resampled, coverage, deviation, resample
from .scaled_runs import RECIPE, Scaled, all_losses, losses
from .scaling import LARGEST, SHAPES, SIZES

FIFTH = Scaled(16, 32)  # as many parameters as 4 x 64
SAME = SIZES[2]  # the size of all shapes
WORLDS = 2000

Losses = Mapping[Scaled, Sequence[float]]


def run(context: Context) -> Findings:
    folder = context.corpus(RECIPE)
    own = {FIFTH: losses(context, folder, FIFTH)}
    first = all_losses(_as(context, "scaling"), folder, (*SIZES, *SHAPES))
    largest = {LARGEST: losses(_as(context, "predicted"), folder, LARGEST)}
    found = {**first, **own, **largest}
    bands = resample([one.parameters for one in SIZES], [found[one] for one in SIZES])
    return Findings(
        outcome=_judge(over_seeds("", found[FIFTH]), _allowed(bands)),
        n=len(context.seeds),
        series=(*_measured(found), *_about(bands), *_covered(context, bands, found)),
        tokens=FIFTH.tokens * len(context.seeds),
        data=sources_of(folder),
    )


def _as(context: Context, name: str) -> Context:
    """``context`` with the cache of another experiment, as its file is now."""
    if context.smoke:
        return context
    from ..registry import find

    cache = context.cache.parents[1] / name / find(name).code[:16]
    cache.mkdir(parents=True, exist_ok=True)
    return replace(context, cache=cache)


def _allowed(bands: Resampled) -> dict[str, Interval]:
    """What each kind of band says of one more model of the shapes' size."""
    return {
        "student-t": bands.law.predicted(SAME.parameters),
        "bootstrap": bands.predicted(SAME.parameters),
    }


def _judge(fifth: Point, allowed: Mapping[str, Interval]) -> Outcome:
    low, high = fifth.ends
    if low > max(one.high for one in allowed.values()):
        return "held"
    return "refuted" if high < min(one.high for one in allowed.values()) else "null"


def _measured(found: Losses) -> tuple[Series, ...]:
    shapes = sorted((*SHAPES, SAME, FIFTH), key=lambda one: one.layers)
    sizes = tuple(over_seeds(float(one.parameters), found[one]) for one in (*SIZES, LARGEST))
    return (
        Series("loss-by-size", "parameters", "nats", sizes[:-1]),
        Series("largest", "parameters", "nats", sizes[-1:]),
        Series("loss-by-shape", "layers x width", "nats",
               tuple(over_seeds(_name(one), found[one]) for one in shapes)),
        *(Series(f"runs-{seed}", "layers x width", "nats",
                 tuple(Point(_name(one), runs[place]) for one, runs in found.items()))
          for place, seed in enumerate(EXPERIMENT.seeds[: len(found[FIFTH])])),
    )  # fmt: skip


def _name(scaled: Scaled) -> str:
    return f"{scaled.layers} x {scaled.width}"


def _about(bands: Resampled) -> tuple[Series, ...]:
    """The bands along the sizes, the exponent's ends, and what they allow another shape."""
    places = [float(one.parameters) for one in (*SIZES, LARGEST)]
    exponents = {"student-t": bands.law.exponent, "bootstrap": bands.exponent}
    return (
        _band("band-student-t", {x: bands.law.predicted(x) for x in places}),
        _band("band-bootstrap", {x: bands.predicted(x) for x in places}),
        _band("line-bootstrap", {x: bands.line(x) for x in places}),
        Series("exponent", "kind of band", "exponent", _points(exponents)),
        Series("allowed", "kind of band", "nats", _points(_allowed(bands))),
    )


def _band(name: str, intervals: Mapping[float, Interval]) -> Series:
    return Series(name, "parameters", "nats", _points(intervals))


def _points(intervals: Mapping[float, Interval] | Mapping[str, Interval]) -> tuple[Point, ...]:
    return tuple(Point(x, one.value, one.low, one.high) for x, one in intervals.items())


def _covered(context: Context, bands: Resampled, found: Losses) -> tuple[Series, ...]:
    worlds, sizes = 20 if context.smoke else WORLDS, [one.parameters for one in SIZES]
    noise = deviation([found[one] for one in SIZES])
    seeds = len(context.seeds)
    both = coverage(bands.law, sizes, LARGEST.parameters, noise, seeds, worlds)
    return tuple(
        Series(f"coverage-{name}", "of what", "share", _shares(one, worlds))
        for name, one in zip(("student-t", "bootstrap"), both, strict=True)
    )


def _shares(covered: Covered, worlds: int) -> tuple[Point, ...]:
    return (
        share("the exponent", covered.exponent, worlds),
        share("one more size", covered.prediction, worlds),
    )


def _holds(findings: Findings) -> bool:
    return all(
        low <= point.y <= high for one in findings.series for point in one.points
        for low, high in [point.ends]
    )  # fmt: skip


EXPERIMENT = Experiment(
    lesson="bands",
    question="Does the band about the line through four sizes, by Student's t or by a bootstrap "
    "over runs, tell what another shape of the same size loses?",
    hypothesis=f"A GPT-2 of {FIFTH.layers} layers of {FIFTH.width} loses more than either band "
    f"allows one of {SAME.parameters:,} parameters: shape moves the loss further than the line is "
    "in doubt.",
    rule="Written after the results of the experiments scaling and predicted were known, four "
    "shapes of this size among them; the fifth shape was not trained then, and its three seeds "
    "read the same tokens as the others. It held if the 95 % interval of its mean over three seeds "
    "(Student's t) lies above the upper ends of both 95 % bands for one more model of its size, "
    "and is refuted if that interval lies below both of these ends. The bands: the prediction "
    "interval of the line through four means (Student's t), and the percentiles of 2,000 resamples "
    "that draw the seeds of each size anew and add a residual. How often each holds the truth is "
    f"counted in {WORLDS:,} simulated worlds in which the line is true and runs differ as much as "
    "ours did; nothing is judged by that.",
    null="The interval over seeds holds the upper end of a band, or lies between the two.",
    counted="seeds",
    seeds=(1, 2, 3),
    minutes=14,
    run=run,
    invariant="Every interval holds its own value.",
    holds=_holds,
)
