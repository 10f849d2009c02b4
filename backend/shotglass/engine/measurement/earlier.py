"""Readings of a run that was cut off: the next run of the same plan takes them over.

They count only where they are what this run would read: of the same prompts (by digest) and a model
with the same fingerprint.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import InvalidRequest
from .conditions import Condition, LabelledPrompt, digest, prompts_of
from .figures import Readings
from .plan import Plan

LEAST = -1e6  # nats: no model takes an answer to be less likely
ROUNDED = 1e-6  # nats: what is certain may be computed to a little more than 0
ROUNDED_TOTAL = 1e-3  # of the probabilities of all answers, which come to 1 at most


@dataclass(frozen=True)
class EarlierReadings:
    """Readings of an earlier run as ``events.Measured`` reported them; ``condition`` is a place in
    ``Planned.conditions``."""

    model: int
    condition: int
    prompts: str
    readings: Readings

    def check(self, items: list[LabelledPrompt], free: list[LabelledPrompt], pointer: str) -> None:
        """Raises InvalidRequest where they are of other prompts."""
        if self.prompts != (expected := digest(items + free)):
            raise InvalidRequest(
                f"The earlier readings are of prompts with the digest {self.prompts[:12]}…; "
                f"{expected[:12]}… was expected: they belong to another plan.",
                pointer=f"{pointer}/prompts",
            )
        check_readings(self.readings.items, counts(items), f"{pointer}/readings/items")
        free_at = f"{pointer}/readings/content_free"
        check_readings(self.readings.content_free, counts(free), free_at)


@dataclass(frozen=True)
class Earlier:
    """``fingerprints``: of the models, in the plan's order, as ``Planned`` told them."""

    fingerprints: tuple[str, ...] = ()
    measured: tuple[EarlierReadings, ...] = ()

    def checked(
        self, plan: Plan, conditions: Sequence[Condition], fingerprints: Sequence[str]
    ) -> dict[tuple[int, int], EarlierReadings]:
        """Returns the readings by model and condition. Raises InvalidRequest for readings of
        another model, of a condition that the plan does not have, or of other prompts."""
        known: dict[tuple[int, int], EarlierReadings] = {}
        if self.measured and self.fingerprints != tuple(fingerprints):
            raise InvalidRequest(
                f"The earlier readings are of models with the fingerprints "
                f"{', '.join(self.fingerprints) or '(none)'}; {', '.join(fingerprints)} was "
                "expected. They cannot be mixed: measure again without them.",
                pointer="/earlier/fingerprints",
            )
        for number, part in enumerate(self.measured):
            place = part.model, part.condition
            there = 0 <= part.model < len(fingerprints) and 0 <= part.condition < len(conditions)
            if not there or place in known:
                raise InvalidRequest(
                    f"Model {part.model}, condition {part.condition} is "
                    f"{'given twice' if there else 'not in the plan'}; each of "
                    f"{len(fingerprints)} models and {len(conditions)} conditions once was "
                    "expected.",
                    pointer=f"/earlier/measured/{number}",
                )
            known[place] = part
        for number, part in enumerate(known.values()):
            prompts = prompts_of(plan, conditions[part.condition])
            part.check(*prompts, f"/earlier/measured/{number}")
        return known


NOTHING = Earlier()


def counts(prompts: Sequence[LabelledPrompt]) -> list[int]:
    return [len(prompt.labels) for prompt in prompts]


def check_readings(rows: Sequence[Sequence[float]], labels: Sequence[int], pointer: str) -> None:
    """Whether ``rows`` can be what a model has read of as many prompts at so many ``labels`` each.
    Raises InvalidRequest."""
    fits = len(rows) == len(labels) and all(
        len(row) == count and all(map(math.isfinite, row))
        for row, count in zip(rows, labels, strict=True)
    )
    if not fits:
        raise InvalidRequest(
            f"There are {len(rows)} rows of readings; {len(labels)} with one finite "
            "log-probability for each label were expected.",
            pointer=pointer,
        )
    for number, row in enumerate(rows):
        for logprob in row:
            if not LEAST <= logprob <= ROUNDED:
                raise InvalidRequest(
                    f"A reading is {logprob:g}; the logarithm of a probability, 0 or less and not "
                    f"under {LEAST:,.0f}, was expected.",
                    pointer=f"{pointer}/{number}",
                )
        if (total := math.fsum(map(math.exp, row))) > 1 + ROUNDED_TOTAL:
            raise InvalidRequest(
                f"The probabilities of the answers come to {total:g}; 1 at most was expected.",
                pointer=f"{pointer}/{number}",
            )
