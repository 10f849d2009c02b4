"""The claim that a model learns from its examples, and the rule it must pass, per task family.

The rule was fixed before any house model was trained. It looks at one place only, queries on
held-out words under held-out label names after 8 examples, and asks for everything at once:

- **above chance**: the lower end of the interval (Wilson) of the share of right choices, minus
  chance, is 15 points or more;
- **gold over shuffled**: right choices after the true examples minus right choices after the same
  examples with their answers shuffled among them, query by query, is 15 points or more at the lower
  end of its interval (paired bootstrap): what only the form can teach survives shuffling. Where one
  rule gives every answer, shuffling would leave the rule to be seen; there each answer is drawn
  anew from those that its example could have had;
- **over each baseline**: right choices minus the baseline's, query by query, has an interval that
  lies above 0, for the majority among the examples, the last example's answer, the answer of the
  nearest example by the model's own input embeddings, and a 5-gram with a cache of the prompt.

A choice is right when the expected label is likelier than every other; a tie is wrong for the
model and shared out for a baseline. Fewer than 1000 queries, or a baseline that was not measured,
leave a family unjudged.

Several families: each has its own verdict, all are listed, and none speaks for the model. All
conditions must hold, so asking for six of them makes a false claim rarer, never likelier. Over F
families one could still pass by luck where one in F would not; so each claim also says whether it
stands with the intervals of all families widened to hold together (Bonferroni: 1 - 0.05 / F each).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from .intervals import LEVEL, Interval, paired_difference, wilson

K = 8
SPLIT: Final = "held-both"
POINTS = 0.15
QUERIES = 1000
BASELINES = ("majority", "copy-last", "nearest", "five-gram-cache")
RULE = (
    "Fixed before training. In-context learning is claimed for a family only if, on held-out words "
    "under held-out label names after 8 examples, over 1000 queries or more: the share of right "
    "choices is above chance by 15 points or more; it is above that after the same examples with "
    "shuffled answers by 15 points or more, query by query; and it beats the majority among the "
    "examples, the last example's answer, the nearest example by the model's own input embeddings "
    "and a 5-gram with a cache, query by query. All at the lower end of 95 % intervals. Each "
    "family has its own verdict, none speaks for the model; whether a claim also stands with "
    "intervals widened to hold for all families at once (Bonferroni) is said beside it."
)

Name = Literal[
    "above-chance",
    "gold-over-shuffled",
    "over-majority",
    "over-copy-last",
    "over-nearest",
    "over-five-gram-cache",
]
_OVER: dict[str, Name] = {
    "majority": "over-majority",
    "copy-last": "over-copy-last",
    "nearest": "over-nearest",
    "five-gram-cache": "over-five-gram-cache",
}


@dataclass(frozen=True)
class Trial:
    """A family at the rule's k and split, per query (n,), in the same order throughout.

    ``gold``, ``shuffled``: whether the model chose right after the true and after the shuffled
    examples. ``baselines``: each one's credit from 0 to 1. ``chance``: a guess's share of right.
    """

    chance: float
    gold: Sequence[bool]
    shuffled: Sequence[bool]
    baselines: Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class ConditionVerdict:
    """``holds``: the interval's lower end reaches ``bound``, or lies above it where that is 0."""

    condition: Name
    interval: Interval
    bound: float

    @property
    def holds(self) -> bool:
        low = self.interval.low
        return low >= self.bound if self.bound else low > 0


@dataclass(frozen=True)
class Claim:
    """``claimed`` is None where the rule cannot be asked, and ``unjudged`` says why."""

    claimed: bool | None
    all_at_once: bool | None
    conditions: tuple[ConditionVerdict, ...]
    unjudged: str | None = None


def claim_on(trial: Trial, families: int = 1) -> Claim:
    """The rule's verdict on one of ``families`` families that are judged together."""
    why = _unjudged(trial)
    conditions = _conditions(trial, LEVEL)
    if why:
        return Claim(None, None, conditions, why)
    wider = _conditions(trial, 1 - (1 - LEVEL) / families)
    return Claim(_all_hold(conditions), _all_hold(wider), conditions)


def _unjudged(trial: Trial) -> str | None:
    if missing := [name for name in BASELINES if name not in trial.baselines]:
        return f"not measured: {', '.join(missing)}"
    if len(trial.gold) < QUERIES:
        return f"{len(trial.gold)} queries, {QUERIES} are needed"
    return None


def _conditions(trial: Trial, level: float) -> tuple[ConditionVerdict, ...]:
    right = wilson(sum(trial.gold), len(trial.gold), level)
    above = Interval(*(x - trial.chance for x in (right.value, right.low, right.high)))
    over_shuffled = paired_difference(trial.gold, trial.shuffled, level)
    return (
        ConditionVerdict("above-chance", above, POINTS),
        ConditionVerdict("gold-over-shuffled", over_shuffled, POINTS),
        *(
            ConditionVerdict(_OVER[name], paired_difference(trial.gold, marks, level), 0)
            for name in BASELINES
            if (marks := trial.baselines.get(name)) is not None
        ),
    )


def _all_hold(conditions: Sequence[ConditionVerdict]) -> bool:
    return all(condition.holds for condition in conditions)
