"""The rule of the gallery's evidence: what is asked, and what counts as an answer.

It was committed before the run that it judges, and ``evidence.json`` names that commit.

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

Each has a p by flipping the signs of whole items: exact for two sides
(``statistics.sign_flip_p``), by 9,999 draws of signs and the largest of all pairs for several
(``statistics.farthest_p``). Holm's correction runs over everything that is judged of one model,
all tasks and all four questions at once; what is not measured yet counts with p = 1.

**Answers.** *yes* where the corrected p is below 0.05 (*reverse* where examples hurt, or wrong
answers serve better than right ones); else *no*, no difference of 10 points, where so many items
and comparisons would have shown one of that size with probability 0.8
(``statistics.minimum_detectable``); else *not enough* items to say. No k, order or format is picked
afterwards, and nothing else has a say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from shotglass.engine.measurement.formats import different_formats
from shotglass.engine.measurement.plan import CONTENT_FREE, Conditions
from shotglass.statistics import ALPHA, holm, minimum_detectable

PlanName = Literal["order", "examples", "labels", "format"]
PLANS: tuple[PlanName, ...] = get_args(PlanName)  # in the order in which they are run
Answer = Literal["yes", "reverse", "no", "not enough", "not measured"]

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
    """What a plan came to, before it is judged: the ``change`` of the share of right items with its
    sign, its ``p``, and over how many items ``n``."""

    change: float
    p: float
    n: int


@dataclass(frozen=True)
class Judgement:
    """``holm``: p corrected; ``detectable``: what ``n`` items and all comparisons would show."""

    holm: float
    detectable: float
    answer: Answer


def judge(findings: Sequence[Finding | None]) -> tuple[Judgement | None, ...]:
    """Everything that is judged of one model at once; None is planned and not measured."""
    corrected = holm([1.0 if one is None else one.p for one in findings])
    sizes = {one.n for one in findings if one is not None}
    shown = {n: minimum_detectable(n, len(findings)) for n in sizes}
    return tuple(
        None if one is None else Judgement(p, shown[one.n], _answer(one, p, shown[one.n]))
        for one, p in zip(findings, corrected, strict=True)
    )


def _answer(finding: Finding, corrected: float, detectable: float) -> Answer:
    if corrected < ALPHA:
        return "yes" if finding.change > 0 else "reverse"
    return "no" if detectable <= DIFFERENCE else "not enough"
