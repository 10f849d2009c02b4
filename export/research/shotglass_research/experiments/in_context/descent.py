"""Lesson 22: is learning in context gradient descent? Linear regression from examples in a prompt.

A transformer learns least squares in context (Garg et al. 2022, "What Can Transformers Learn
In-Context?", figure 2). One layer of linear attention can make, and when trained makes, one step of
gradient descent (von Oswald et al. 2023, "Transformers Learn In-Context by Gradient Descent").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ..experiment import Context, Experiment, Findings
from ..points import difference, over_seeds
from ..result import Outcome, Point, Series
from .fitting import Schedule, drawn, fit
from .linear_regression import (
    Problems,
    Real,
    best_single_rate,
    descent,
    draw_problems,
    least_squares,
    predictions,
    ridge,
)
from .regression_networks import linear_attention, regressor

if TYPE_CHECKING:
    import torch
    from torch import Tensor

INPUTS, NOISE = 5, 0.5
EXAMPLES = 13  # of a prompt: the last is predicted from 12
LAYERS, WIDTH = 3, 64
PROBLEMS, TOY_PROBLEMS = 2000, 200
TRAINING = Schedule(steps=1800, rows=128, length=EXAMPLES, rate=3e-3)
TOY = Schedule(steps=3, rows=4, length=EXAMPLES)
LINEAR = Schedule(steps=2000, rows=128, length=EXAMPLES, rate=1e-2)
JUDGED = 10  # examples before the one that is predicted: twice the inputs
STEPS = (1, 2, 4, 8, 16, 32)  # of gradient descent
RATES = tuple(np.geomspace(0.05, 1.6, 31))  # of which the best for each number of steps is taken
SOLVED = INPUTS + 4  # examples from which on the error of least squares has a mean and a variance

Figures = dict[str, float]


def run(context: Context) -> Findings:
    found: dict[str, list[Figures]] = {"errors": [], "distances": [], "cosines": []}
    for place, seed in enumerate(context.seeds):
        context.report("Training", place / len(context.seeds))
        tested = _problems(context, seed, 0, TOY_PROBLEMS if context.smoke else PROBLEMS)
        own = np.array(context.kept(f"gpt-{seed}", partial(_transformer, context, tested, seed)))
        maps = np.array(context.kept(f"linear-{seed}", partial(_linear, context, tested, seed)))
        found["errors"].append(_errors(tested, own))
        found["distances"].append(_distances(tested, own[:, JUDGED - 1], _rates(context, seed)))
        found["cosines"].append(_cosines(tested, maps))
    gap = _gap(found["distances"])
    outputs = [_problems(context, seed, 0, TOY_PROBLEMS).y for seed in context.seeds]
    return Findings(
        outcome=_judge(gap, found["errors"]),
        n=len(context.seeds) * (TOY_PROBLEMS if context.smoke else PROBLEMS),
        series=(
            *_curves(found["errors"]),
            _categories("distance", "method", "squared", found["distances"]),
            _categories("cosine", "pair", "cosine", found["cosines"]),
            Series("gap", "examples", "squared", (gap,)),
        ),
        tokens=len(context.seeds) * (TOY if context.smoke else TRAINING).tokens,
        data=(drawn("linear regressions", *outputs),),
    )


def _problems(context: Context, seed: int, use: int, count: int) -> Problems:
    """``use``: 0 to ask, 1 to choose rates by, from 2 on to train on."""
    rng = np.random.default_rng([seed, use])
    return draw_problems(rng, count, EXAMPLES, INPUTS, NOISE)


# --- the two networks ---


def _transformer(context: Context, tested: Problems, seed: int) -> list[list[float]]:
    """What a trained transformer predicts after each number of examples, (N, EXAMPLES - 1)."""
    import torch

    context.begin_torch(seed)
    model = regressor(INPUTS, LAYERS, WIDTH)
    schedule = TOY if context.smoke else TRAINING

    def loss(step: int) -> Tensor:
        x, y = _tensors(_problems(context, seed, step + 2, schedule.rows))
        k = 1 + step % (EXAMPLES - 1)
        missed: Tensor = model(x, y, k) - y[:, k:]
        return missed.square().mean()

    fit(model, schedule, loss)
    x, y = _tensors(tested)
    with torch.no_grad():
        columns = [model(x[:, : k + 1], y[:, : k + 1], k) for k in range(1, EXAMPLES)]
    found: list[list[float]] = torch.cat(columns, 1).double().tolist()
    return found


def _linear(context: Context, tested: Problems, seed: int) -> list[list[float]]:
    """The linear maps (N, INPUTS) from the tested input to the prediction that a trained layer of
    linear attention makes of ``JUDGED`` examples."""
    import torch

    context.begin_torch(seed)
    layer = linear_attention(INPUTS + 1)
    schedule = TOY if context.smoke else LINEAR

    def loss(step: int) -> Tensor:
        x, y = _tensors(_problems(context, seed, step + 2, schedule.rows))
        examples = torch.cat([x, y[..., None]], -1)
        query = torch.cat([x, torch.zeros_like(y)[..., None]], -1)[:, JUDGED : JUDGED + 1]
        read: Tensor = layer(examples[:, :JUDGED], query)[:, 0, -1]
        return (read - y[:, JUDGED]).square().mean()

    fit(layer, schedule, loss)
    x, y = _tensors(tested)
    units = torch.eye(INPUTS, INPUTS + 1).expand(len(x), INPUTS, INPUTS + 1)
    with torch.no_grad():
        read = layer(torch.cat([x, y[..., None]], -1)[:, :JUDGED], units)
    found: list[list[float]] = read[..., -1].double().tolist()
    return found


def _tensors(problems: Problems) -> tuple[torch.Tensor, torch.Tensor]:
    import torch

    return torch.from_numpy(problems.x).float(), torch.from_numpy(problems.y).float()


# --- beside the known methods ---


def _errors(tested: Problems, own: Real) -> Figures:
    """Mean squared errors after k examples, without the noise of the next one, by "method k"."""
    found = {}
    for k in range(1, EXAMPLES):
        rate = best_single_rate(INPUTS, k, NOISE)
        known = {"ridge": ridge(tested, k), "one-step": descent(tested, k, 1, rate)}
        if k >= SOLVED:
            known["least-squares"] = least_squares(tested, k)
        told = {name: predictions(tested, weights, k) for name, weights in known.items()}
        for name, values in {"transformer": own[:, k - 1], **told}.items():
            found[f"{name} {k}"] = float(np.square(values - tested.clean[:, k]).mean())
    return found


def _rates(context: Context, seed: int) -> Mapping[int, float]:
    """For each number of steps, that of ``RATES`` whose error on other problems is least."""
    others = _problems(context, seed, 1, TOY_PROBLEMS if context.smoke else PROBLEMS)

    def error(steps: int, rate: float) -> float:
        weights = descent(others, JUDGED, steps, rate)
        missed = predictions(others, weights, JUDGED) - others.clean[:, JUDGED]
        return float(np.square(missed).mean())

    return {steps: min(RATES, key=partial(error, steps)) for steps in STEPS}


def _distances(tested: Problems, own: Real, rates: Mapping[int, float]) -> Figures:
    """Mean squared difference of the transformer's predictions (N,) from each method's."""
    known = {f"{steps} steps": descent(tested, JUDGED, steps, rates[steps]) for steps in STEPS}
    known |= {"ridge": ridge(tested, JUDGED), "least squares": least_squares(tested, JUDGED)}
    return {
        name: float(np.square(own - predictions(tested, weights, JUDGED)).mean())
        for name, weights in known.items()
    }


def _cosines(tested: Problems, maps: Real) -> Figures:
    """Mean cosines between the linear maps of the attention layer, one step and ridge."""
    rate = best_single_rate(INPUTS, JUDGED, NOISE)
    step, best = descent(tested, JUDGED, 1, rate), ridge(tested, JUDGED)
    pairs = {"layer, one step": (maps, step), "layer, ridge": (maps, best),
             "one step, ridge": (step, best)}  # fmt: skip
    return {name: _cosine(*pair) for name, pair in pairs.items()}


def _cosine(one: Real, other: Real) -> float:
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return float(((one * other).sum(1) / lengths).mean())


def _gap(distances: Sequence[Figures]) -> Point:
    """How much nearer the transformer is to ridge than to one step."""
    return difference(
        float(JUDGED), [one["1 steps"] for one in distances], [one["ridge"] for one in distances]
    )


def _judge(gap: Point, errors: Sequence[Figures]) -> Outcome:
    """A transformer that errs more than one step has not learned to regress: a null."""
    low = gap.y if gap.low is None else gap.low
    high = gap.y if gap.high is None else gap.high
    own, step = (np.mean([e[f"{name} {JUDGED}"] for e in errors])
                 for name in ("transformer", "one-step"))  # fmt: skip
    if own >= step:
        return "null"
    return "held" if high < 0 else "refuted" if low > 0 else "null"


def _curves(errors: Sequence[Figures]) -> Sequence[Series]:
    points: dict[str, list[Point]] = {}
    for key in errors[0]:
        name, k = key.rsplit(" ", 1)
        points.setdefault(name, []).append(over_seeds(float(k), [one[key] for one in errors]))
    return [Series(f"error-{name}", "examples", "squared", tuple(p)) for name, p in points.items()]


def _categories(name: str, x: str, unit: str, found: Sequence[Figures]) -> Series:
    points = (over_seeds(key, [one[key] for one in found]) for key in found[0])
    return Series(name, x, unit, tuple(points))


def _holds(findings: Findings) -> bool:
    found = {s.name: s.points for s in findings.series}
    pairs = zip(found["error-ridge"], found["error-one-step"], strict=True)
    return all(best.y < step.y for best, step in pairs if float(best.x) >= JUDGED) and all(
        -1 <= point.y <= 1 for point in found["cosine"]
    )


EXPERIMENT = Experiment(
    lesson="descent",
    question="Does a transformer that learns linear regression from the examples in its prompt "
    "make a step of gradient descent on them?",
    hypothesis="Yes: with ten examples of five inputs its predictions are nearer to those of one "
    "step of gradient descent, at the best rate, than to those of ridge regression, which is the "
    "best that can be done.",
    rule="The mean squared difference of the transformer's predictions from those of one step, "
    "less that from ridge regression's, at ten examples. It held if the 95 % interval over three "
    "seeds (Student's t) is below 0. It is refuted if the whole interval is above 0: it learned "
    "ridge regression, or least squares, not a step of descent.",
    null="The interval holds 0; or the transformer errs as much as one step on average, and so has "
    "not learned to regress. More steps, and the layer of linear attention, judge nothing.",
    counted="prompts",
    seeds=(1, 2, 3),
    minutes=8,
    run=run,
    invariant="From ten examples on, one step errs more than ridge regression; a cosine is within "
    "-1 and 1.",
    holds=_holds,
)
