"""The rule of the gallery's evidence: what is asked, and what counts as an answer.

What is asked was committed before the run that it judges (``ASKED``), and so was a first way to
judge it. That way took the draws of examples as fixed, while its intervals took them as random, so
that an answer could contradict its own interval. The judgement below is a later one, by the method
of ``shotglass.statistics``: it was committed when the readings had been seen, and before they were
judged by it. ``evidence.json`` names both commits, and ``docs/evidence.md`` what became of each
answer.

**What is asked.** Of every gallery task its first shot set, and 48 of its items, chosen by the seed
and the same in all plans; a task without items is asked its own questions. Four plans:

- *order*: after the set's first 4 examples in 12 of their 24 orders, chosen by the seed;
- *examples*: after 0, 1, 2, 4 and 8 examples in 4 draws of the set (8 of 8 examples are 4 orders);
- *labels*: after 4 examples in 4 draws, all, half or none of them with their right answers; only
  where all items share their answers, since an item's own have no wrong one to put in an example;
- *format*: after the set's first 4 examples in 8 templates that mean the same.

Content-free inputs, for calibration, are asked where all items share their answers.

**What is judged**, by the share of right items (the expected answer is likelier than every other):

- *examples help*: right after 8 examples less right after none, over all draws;
- *order matters*: the farthest two of the orders;
- *labels are read*: the slope of right from no right answer in the examples to all of them;
- *format matters*: the farthest two of the templates.

Each has a p and an interval of the same numbers: items and draws of examples are both random
(``statistics.Change``); of the farthest two, all pairs at once (``statistics.Farthest``). Holm's
correction runs over everything that is judged of one model, all tasks and all four questions at
once; what is not measured yet counts with p = 1. The interval is at the level that it asks for.

**Answers.** *yes* where the corrected p is below 0.05 (*reverse* where examples hurt, or wrong
answers serve better than right ones); else *no*, no difference of 10 points, where the whole
interval is smaller than that; else *not enough* items or draws to say. No k, order or format is
picked afterwards, and nothing else has a say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from shotglass.engine.measurement.formats import different_formats
from shotglass.engine.measurement.plan import CONTENT_FREE, Conditions
from shotglass.statistics import Interval, Judged, Tested, minimum_detectable
from shotglass.statistics import judge as judge_all
from shotglass.statistics.comparison import Answer as Compared

PlanName = Literal["order", "examples", "labels", "format"]
PLANS: tuple[PlanName, ...] = get_args(PlanName)  # in the order in which they are run
Answer = Literal["yes", "reverse", "no", "not enough", "not measured"]

# The commit that fixed what is asked, and its time: no reading is older.
ASKED = ("7d19a1b7c331a661109a1949e0725aa057d77ed2", "2026-11-27T01:41:00+00:00")
ANSWERS: Mapping[Compared, Answer] = {
    "higher": "yes",
    "lower": "reverse",
    "none as large": "no",
    "not enough": "not enough",
}

ITEMS = 48
SEED = 20261127
DIFFERENCE = 0.1
PRECISION: Literal["fp32"] = "fp32"
FEW, MANY = 4, 8  # examples
KS = (0, 1, 2, FEW, MANY)
DRAWS, ORDERS, FORMATS = 4, 12, 8
RIGHT_SHARES = (1.0, 0.5, 0.0)


def conditions(template: str, shared: bool) -> Mapping[PlanName, Conditions]:
    """Of each plan that a task with this template can be asked. ``shared``: whether all its items
    are read at the same answers."""
    free = CONTENT_FREE if shared else ()
    formats = different_formats(template, FORMATS)
    found: dict[PlanName, Conditions] = {
        "order": Conditions(k=(FEW,), orders=ORDERS, content_free=free),
        "examples": Conditions(k=KS, draws=DRAWS, content_free=free),
    }
    if shared:
        shares = RIGHT_SHARES
        found["labels"] = Conditions(k=(FEW,), draws=DRAWS, labels=shares, content_free=free)
    return found | {"format": Conditions(k=(FEW,), formats=formats, content_free=free)}


@dataclass(frozen=True)
class Finding:
    """What a plan came to, before it is judged: the change of the share of right items with its
    sign, which is ``unit`` times that of ``tested``, over ``n`` items."""

    tested: Tested
    n: int
    unit: float = 1.0

    @property
    def p(self) -> float:
        return self.tested.p

    def interval(self, level: float) -> Interval:
        found = self.tested.interval(level)
        return Interval(*(self.unit * end for end in (found.value, found.low, found.high)))


@dataclass(frozen=True)
class Judgement:
    """``figure`` with its interval at ``level``; ``holm``: p corrected; ``detectable``: what ``n``
    items of one draw and all comparisons can be expected to show."""

    figure: Interval
    level: float
    p: float
    holm: float
    detectable: float
    answer: Answer


def judge(findings: Sequence[Finding | None]) -> tuple[Judgement | None, ...]:
    """Everything that is judged of one model at once; None is planned and not measured."""
    there = [finding for finding in findings if finding is not None]
    judged = iter(judge_all(there, DIFFERENCE, len(findings) - len(there)))
    return tuple(
        None if finding is None else _judgement(next(judged), finding.n, len(findings))
        for finding in findings
    )


def _judgement(judged: Judged, n: int, comparisons: int) -> Judgement:
    detectable, answer = minimum_detectable(n, comparisons), ANSWERS[judged.answer]
    return Judgement(judged.interval, judged.level, judged.p, judged.holm, detectable, answer)
