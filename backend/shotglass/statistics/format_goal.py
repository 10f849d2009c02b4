"""The goal of a house model in formats that it never saw, per task family.

Fixed before the model was trained. It looks at queries on held-out words under held-out label names
in held-out templates, after 8 examples, and asks for everything at once:

- **choice**: the share of right choices is 75 % or more, and its interval's lower end (Wilson) 70 %
  or more;
- **form**: the mean mass on all labels is 60 % or more;
- **gold over shuffled**: right choices after the true examples minus right choices after the same
  examples with shuffled answers, query by query, is 20 points or more at the lower end of its
  interval (paired bootstrap).

The rule of ``claim`` is asked on the same queries besides: what may be claimed is its affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .intervals import Interval, mean_interval, paired_difference, wilson

FAMILIES = ("kind", "speech", "forms")
CHOICE, CHOICE_LOW = 0.75, 0.70
FORM = 0.60
OVER_SHUFFLED = 0.20
GOAL = (
    "Fixed before training. The goal, for kind, speech and forms, on held-out words under held-out "
    "label names in held-out templates after 8 examples: 75 % right choices or more, with a lower "
    "end of the 95 % interval of 70 % or more; 60 % of the mass on the labels or more; and 20 "
    "points or more over the same examples with shuffled answers, query by query, at the lower end."
)

Name = Literal["choice", "form", "gold-over-shuffled"]


@dataclass(frozen=True)
class Reached:
    """A part of the goal: what was measured, and whether that is enough."""

    part: Name
    interval: Interval
    holds: bool


def goal_of(
    gold: Sequence[bool], shuffled: Sequence[bool], form: Sequence[float]
) -> tuple[Reached, ...]:
    """Per query (n,), in the same order: right after true and after shuffled examples, and the mass
    on the labels after true ones."""
    right = wilson(sum(gold), len(gold))
    mass = mean_interval(form)
    over = paired_difference(gold, shuffled)
    return (
        Reached("choice", right, right.value >= CHOICE and right.low >= CHOICE_LOW),
        Reached("form", mass, mass.value >= FORM),
        Reached("gold-over-shuffled", over, over.low >= OVER_SHUFFLED),
    )
