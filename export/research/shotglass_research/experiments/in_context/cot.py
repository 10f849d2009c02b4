"""Lesson 24: steps that are written before an answer, in a small network that learned sums with
them or without, and in a model that is shown them in its examples.

Wei et al. 2022, "Chain-of-Thought Prompting Elicits Reasoning in Large Language Models", found that
examples with steps help models of about 100 billion parameters and do not help small ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from shotglass.statistics import exact_paired_p

from ..experiment import Context, Experiment, Findings
from ..points import difference, over_seeds, share
from ..result import Data, Outcome, Point, Series, Table
from .fitting import Schedule, drawn, fit, small_gpt
from .sums import FEWEST, MOST, SIGNS, Ids, draw_terms, row_length, rows, share_right
from .word_problems import problems_data, written

if TYPE_CHECKING:
    from torch import Tensor

KINDS = {"direct": False, "steps": True}
LAYERS, WIDTH = 4, 128  # 0.8 million weights
ROWS = 64
TOKENS, TOY_TOKENS = 900_000, 4_000  # read in training, by either kind alike
PROBLEMS, TOY_PROBLEMS = 200, 8  # of each number of terms
MODEL, TOY_MODEL, TOY_ITEMS, TOY_SHOTS = "smollm2-135m", "house-prose", 2, 2

Shares = dict[str, float]  # of right answers, by number of terms


def run(context: Context) -> Findings:
    found: dict[str, list[Shares]] = {kind: [] for kind in KINDS}
    for place, seed in enumerate(context.seeds):
        context.report("Training on sums", place / len(context.seeds))
        for kind, steps in KINDS.items():
            compute = partial(_trained, context, steps, seed)
            found[kind].append(context.kept(f"{kind}-{seed}", compute))
    context.report("Word problems", 0.9)
    series, table, data = _word_problems(context)
    gains = {str(n): _gain(found, str(n)) for n in range(FEWEST, MOST + 1)}
    return Findings(
        outcome=_judge(gains[str(MOST)]),
        n=len(context.seeds) * _problems(context),
        series=(
            *(_curve(kind, shares) for kind, shares in found.items()),
            Series("gain", "terms", "share", tuple(gains.values())),
            series,
        ),
        tables=(table,),
        tokens=len(KINDS) * len(context.seeds) * (TOY_TOKENS if context.smoke else TOKENS),
        data=(*data, drawn("sums", *(_terms(context, MOST, seed) for seed in context.seeds))),
    )


def _problems(context: Context) -> int:
    return TOY_PROBLEMS if context.smoke else PROBLEMS


# --- a network that learns sums ---


def schedule(steps: bool, tokens: int) -> Schedule:
    """As many tokens with steps as without, so more problems without."""
    length = row_length(steps)
    return Schedule(round(tokens / (ROWS * length)), ROWS, length, rate=2e-3)


def _trained(context: Context, steps: bool, seed: int) -> Shares:
    import torch
    from torch.nn.functional import cross_entropy

    context.begin_torch(seed)
    model = small_gpt(len(SIGNS), row_length(steps), LAYERS, WIDTH)

    def loss(step: int) -> Tensor:
        ids, asked = rows(draw_terms(np.random.default_rng([seed, 1, step]), ROWS), steps)
        logits = model(torch.from_numpy(ids[:, :-1]))
        wanted = torch.from_numpy(asked[:, 1:])
        return cross_entropy(logits[wanted], torch.from_numpy(ids[:, 1:])[wanted])

    fit(model, schedule(steps, TOY_TOKENS if context.smoke else TOKENS), loss)
    counts = range(FEWEST, MOST + 1)
    return {str(n): share_right(model, _terms(context, n, seed), steps) for n in counts}


def _terms(context: Context, terms: int, seed: int) -> Ids:
    """Problems (N, terms) to ask. Of so few terms some were trained on; of six hardly any."""
    rng = np.random.default_rng([seed, 0, terms])
    return np.array(draw_terms(rng, _problems(context), terms))


def _gain(found: Mapping[str, Sequence[Shares]], terms: str) -> Point:
    with_steps, without = ([one[terms] for one in found[kind]] for kind in ("steps", "direct"))
    return difference(float(terms), with_steps, without)


def _judge(gain: Point) -> Outcome:
    low = gain.y if gain.low is None else gain.low
    high = gain.y if gain.high is None else gain.high
    return "held" if low > 0 else "refuted" if high < 0 else "null"


def _curve(kind: str, shares: Sequence[Shares]) -> Series:
    points = (over_seeds(float(n), [one[n] for one in shares]) for n in shares[0])
    return Series(f"right-{kind}", "terms", "share", tuple(points))


# --- a model that is shown worked examples ---


def _word_problems(context: Context) -> tuple[Series, Table, tuple[Data, ...]]:
    model = TOY_MODEL if context.smoke else MODEL
    right: dict[str, list[bool]] = {}
    about: list[str] = []
    for kind, steps in KINDS.items():

        def ask(steps: bool = steps) -> list[object]:
            toy = (TOY_ITEMS, TOY_SHOTS) if context.smoke else ()
            found, data = written(model, steps, *toy)
            return [list(found.right), [data.name, data.digest, data.licence, data.source]]

        right[kind], about = context.kept(f"model-{kind}", ask)  # type: ignore[assignment]
    pairs = list(zip(right["direct"], right["steps"], strict=True))
    gained, lost = pairs.count((False, True)), pairs.count((True, False))
    points = (share(kind, sum(found), len(found)) for kind, found in right.items())
    row = (float(len(pairs)), float(gained), float(lost), exact_paired_p(gained, lost))
    return (
        Series("model", "examples", "share", tuple(points)),
        Table("paired", ("problems", "only with steps", "only without", "McNemar p"), (row,)),
        (Data(*about), problems_data()),
    )


def _holds(findings: Findings) -> bool:
    shares = [p.y for s in findings.series if s.name != "gain" for p in s.points]
    gains = {s.name: s.points for s in findings.series}
    exact = zip(gains["gain"], gains["right-steps"], gains["right-direct"], strict=True)
    return all(0 <= y <= 1 for y in shares) and all(
        abs(gain.y - (steps.y - direct.y)) < 1e-9 for gain, steps, direct in exact
    )


EXPERIMENT = Experiment(
    lesson="cot",
    question="Does a small GPT that learns to write the running totals of a sum first give more "
    "right answers than one that learns to answer at once?",
    hypothesis="Yes: of sums of six numbers from 1 to 9, after as many tokens of training.",
    rule="Two networks of 0.8 million weights are trained from scratch on 900,000 tokens of sums "
    "of two to six terms, one with running totals and one without, which so reads more problems. "
    "It held if the share of right answers to sums of six terms is higher with running totals: the "
    "whole 95 % interval of the difference over three paired seeds (Student's t). It is refuted if "
    "the whole interval is below 0.",
    null="The interval holds 0. What SmolLM2-135M makes of word problems, with worked examples and "
    "with bare ones, judges nothing: Wilson's intervals, and McNemar's exact test for the pairs.",
    counted="sums of six terms",
    seeds=(1, 2, 3),
    minutes=15,
    run=run,
    invariant="A share is within 0 and 1, and each gain is the difference of two of them.",
    holds=_holds,
)
