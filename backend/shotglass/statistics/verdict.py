"""The verdict on a task: did the examples teach the form, the task, or nothing?

The rule was fixed before anything was measured. It compares no example with the most examples
measured (k = 0 with k = 8) and never a best k picked afterwards, over the same items:

- **form**: the mean mass on all labels. It was *learned* when the gain's interval lies above ten
  points; it *is there* when its mean with all examples has an interval above ten percent.
- **choice**: an item is right when its expected answer has the largest share among the labels. It
  was *learned* when more items went from wrong to right than back (exact paired test, p < 0.05) and
  the share of right items with all examples has a Wilson interval above chance.
- **task learned**: the form is there and the choice was learned. **form learned**: the form was
  learned and the choice was not. **null**: all else, a better choice among answers that the model
  hardly ever gives included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .crossed import Change, crossed_change, crossed_share
from .intervals import Interval

Verdict = Literal["task learned", "form learned", "null"]

FORM_POINTS = 0.10
P_BELOW = 0.05


@dataclass(frozen=True)
class Evidence:
    """Per item, in the same order: mass on all labels and whether it was right, without examples
    and with all of them. ``chance``: the share of right items that guessing gives."""

    form_before: Sequence[float]
    form_after: Sequence[float]
    right_before: Sequence[bool]
    right_after: Sequence[bool]
    chance: float

    @property
    def form_gain(self) -> Interval:
        pairs = zip(self.form_before, self.form_after, strict=True)
        return crossed_change([after - before for before, after in pairs])

    @property
    def _right(self) -> Change:
        pairs = zip(self.right_before, self.right_after, strict=True)
        return Change.of([float(after) - float(before) for before, after in pairs])

    @property
    def right_gain(self) -> Interval:
        return self._right.interval()

    @property
    def gained(self) -> int:
        pairs = zip(self.right_before, self.right_after, strict=True)
        return sum(after and not before for before, after in pairs)

    @property
    def lost(self) -> int:
        pairs = zip(self.right_before, self.right_after, strict=True)
        return sum(before and not after for before, after in pairs)

    @property
    def p(self) -> float:
        return self._right.p


def verdict_on(evidence: Evidence) -> Verdict:
    """Returns the verdict by the rule above; no other figure has a say."""
    form_is_there = crossed_share(evidence.form_after).low > FORM_POINTS
    more_are_right = evidence.gained > evidence.lost and evidence.p < P_BELOW
    above_chance = crossed_share(evidence.right_after).low > evidence.chance
    if form_is_there and more_are_right and above_chance:
        return "task learned"
    if evidence.form_gain.low > FORM_POINTS:
        return "form learned"
    return "null"
