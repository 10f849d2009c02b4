"""Lesson 29: the same checkpoints by three metrics: is an ability's sudden rise the metric's?

Wei et al. 2022, "Emergent Abilities of Large Language Models", saw abilities appear at a scale;
Schaeffer, Miranda and Koyejo 2023, "Are Emergent Abilities of Large Language Models a Mirage?",
found that most such curves count exact answers, and are smooth where each token counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..experiment import Context, Experiment, Findings
from ..in_context.fitting import Schedule, drawn, fit, small_gpt
from ..in_context.sums import MOST, SIGNS, draw_terms, row_length, rows
from ..points import difference, over_seeds
from ..result import Outcome, Point, Series

if TYPE_CHECKING:
    from torch import Tensor, nn

LAYERS, WIDTH, ROWS = 2, 64, 64
FIRST, STEPS, RATE = 20, 1000, 3e-3
CHECKPOINTS = 21  # from FIRST to STEPS, each as many times the one before
WINDOW = 2  # of the 20 intervals between them: a tenth of the axis
PROBLEMS, TOY_PROBLEMS = 300, 8
TOY_FIRST, TOY_STEPS, TOY_CHECKPOINTS = 1, 4, 3
METRICS = ("exact", "digits", "logprob", "independent")
MORE = 0.1  # of the whole rise

Values = dict[str, list[float]]  # by metric, of each checkpoint
Ids = NDArray[np.int64]


def run(context: Context) -> Findings:
    found: list[Values] = []
    for place, seed in enumerate(context.seeds):
        context.report("Training on sums", place / len(context.seeds))
        found.append(context.kept(f"seed-{seed}", partial(_trained, context, seed)))
    steepest = {
        metric: [steepest_share(one[metric], WINDOW) for one in found] for metric in METRICS
    }
    more = difference("exact less logprob", steepest["exact"], steepest["logprob"])
    return Findings(
        outcome=_judge(more),
        n=len(context.seeds),
        series=(
            *(_curve(context, metric, found) for metric in METRICS),
            Series("steepest", "metric", "share", tuple(
                over_seeds(metric, shares) for metric, shares in steepest.items())),
            Series("more", "metric", "share", (more,)),
        ),
        tokens=len(context.seeds) * _schedule(context).tokens,
        data=(drawn("sums", *(_sums(context, seed).ids for seed in context.seeds)),),
    )  # fmt: skip


def steepest_share(values: Sequence[float], window: int) -> float:
    """What part of the rise from the first value to the last the steepest ``window`` intervals
    make; more than 1 where values fall elsewhere. 0 where they do not rise at all."""
    rise = values[-1] - values[0]
    steps = np.asarray(values[window:]) - np.asarray(values[:-window])
    return float(steps.max()) / rise if rise > 0 else 0.0


def checkpoints(context: Context) -> list[int]:
    """Steps, evenly spaced on a logarithmic axis, as are sizes and budgets where abilities are
    said to emerge."""
    if context.smoke:
        steps = np.linspace(TOY_FIRST, TOY_STEPS, TOY_CHECKPOINTS)
    else:
        steps = np.geomspace(FIRST, STEPS, CHECKPOINTS)
    return [round(step) for step in steps]


def _schedule(context: Context) -> Schedule:
    return Schedule(TOY_STEPS if context.smoke else STEPS, ROWS, row_length(steps=True), RATE)


@dataclass(frozen=True)
class Sums:
    """Sums of six terms: ids (N, S), which of them are the answer's, and which its digits."""

    ids: Ids
    answer: NDArray[np.bool_]

    @property
    def digits(self) -> NDArray[np.bool_]:
        is_digit: NDArray[np.bool_] = self.ids <= SIGNS.index("9")
        return self.answer & is_digit


def _sums(context: Context, seed: int) -> Sums:
    count = TOY_PROBLEMS if context.smoke else PROBLEMS
    return Sums(*rows(draw_terms(np.random.default_rng([seed, 0]), count, MOST), steps=True))


def _trained(context: Context, seed: int) -> Values:
    from torch.nn.functional import cross_entropy

    context.begin_torch(seed)
    sums, schedule = _sums(context, seed), _schedule(context)
    model = small_gpt(len(SIGNS), schedule.length, LAYERS, WIDTH)
    values: Values = {metric: [] for metric in METRICS}
    at = set(checkpoints(context))

    def look(step: int) -> None:
        for metric, value in measured(model, sums).items() if step in at else ():
            values[metric].append(value)

    def loss(step: int) -> Tensor:
        import torch

        look(step)  # after as many steps
        ids, answer = rows(
            draw_terms(np.random.default_rng([seed, 1, step]), ROWS, MOST), steps=True
        )
        wanted = torch.from_numpy(answer[:, 1:])
        logits = model(torch.from_numpy(ids[:, :-1]))
        return cross_entropy(logits[wanted], torch.from_numpy(ids[:, 1:])[wanted])

    fit(model, schedule, loss)
    look(schedule.steps)
    return values


def measured(model: nn.Module, sums: Sums) -> dict[str, float]:
    """exact: the share of answers of which every sign is right. digits: the share of an answer's
    digits that are. logprob: of its digits, mean. independent: what exact would be if each digit
    were right or wrong by itself. Each sign is predicted after the right signs before it; an answer
    that is right so is the one that is written greedily."""
    import torch

    ids = torch.from_numpy(sums.ids)
    with torch.no_grad():
        logprobs = model(ids[:, :-1]).log_softmax(-1)
    right = (logprobs.argmax(-1) == ids[:, 1:]).numpy()
    said = logprobs.gather(-1, ids[:, 1:, None])[..., 0].double().numpy()
    answer, digits = sums.answer[:, 1:], sums.digits[:, 1:]
    each = (right & digits).sum(1) / digits.sum(1)
    accuracy = (right & digits).sum() / digits.sum()
    return {
        "exact": float((right | ~answer).all(1).mean()),
        "digits": float(each.mean()),
        "logprob": float(said[digits].mean()),
        "independent": float((accuracy ** digits.sum(1)).mean()),
    }


def _curve(context: Context, metric: str, found: Sequence[Values]) -> Series:
    points = (
        over_seeds(float(step), [one[metric][place] for one in found])
        for place, step in enumerate(checkpoints(context))
    )
    return Series(metric, "steps", "nats" if metric == "logprob" else "share", tuple(points))


def _judge(more: Point) -> Outcome:
    low, high = more.ends
    return "held" if low > MORE else "refuted" if high < MORE else "null"


def _holds(findings: Findings) -> bool:
    found = {one.name: one.points for one in findings.series}
    pairs = zip(found["exact"], found["digits"], strict=True)
    return all(0 <= exact.y <= digits.y + 1e-9 <= 1 + 1e-6 for exact, digits in pairs)


EXPERIMENT = Experiment(
    lesson="emergence",
    question="Does an ability that appears suddenly by exact match appear as suddenly by the "
    "log-probability of the same answers from the same checkpoints?",
    hypothesis="No: exact match rises more abruptly, since it counts only answers of which every "
    "sign is right.",
    rule=f"A GPT of 0.1 million weights learns sums of {MOST} numbers with their running totals; "
    f"{CHECKPOINTS} checkpoints from step {FIRST} to {STEPS:,} are evenly spaced on a logarithmic "
    "axis. Of a metric's whole rise, the steepest tenth of that axis makes a share. It held if the "
    "share under exact match is greater than that under the mean log-probability of the answers' "
    f"digits by more than {MORE}: the whole 95 % interval of the difference over three paired "
    f"seeds (Student's t). It is refuted if the whole interval is below {MORE}.",
    null=f"The interval holds {MORE}.",
    counted="seeds",
    seeds=(1, 2, 3),
    minutes=3,
    run=run,
    invariant="No more answers are wholly right than the mean share of right digits.",
    holds=_holds,
)
