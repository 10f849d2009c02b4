"""What the rule of the vectors makes of shares and of differences that are made up."""

from __future__ import annotations

import pytest

from shotglass_research.experiments.background.vectors import (
    BIDIRECTIONAL,
    CAUSAL,
    EXPERIMENT,
    HALF_WAY,
    _judged,
)
from shotglass_research.experiments.result import Outcome, Point, Series

Ends = tuple[float, float]
SURE: Ends = (0.7, 0.9)
GUESS: Ends = (0.45, 0.6)
LESS: Ends = (0.2, 0.4)
MORE, EVEN, FEWER = (0.1, 0.3), (-0.1, 0.1), (-0.3, -0.1)


def series(
    read: Ends, more: Ends, filled: Ends = SURE, filled_more: Ends = MORE, after: float = 0.5
) -> list[Series]:
    """The first GPT's share and difference; the second one's tell nothing; then the twin's."""
    first, second = CAUSAL
    shares: list[tuple[str, Ends]] = [
        (f"{first}-before", read),
        (f"{first}-more-before", more),
        (f"{second}-before", GUESS),
        (f"{second}-more-before", more if more == FEWER else EVEN),
        (f"{first}-after", (after, after)),
        (f"{second}-after", (0.5, 0.5)),
        (f"{BIDIRECTIONAL}-after", filled),
        (f"{BIDIRECTIONAL}-more-after", filled_more),
    ]
    return [
        Series(name, "height", "share", (Point(HALF_WAY, (low + high) / 2, low, high, 50),))
        for name, (low, high) in shares
    ]


@pytest.mark.parametrize(
    ("measured", "outcome"),
    [
        (series(SURE, MORE), "held"),
        (series(SURE, EVEN), "null"),  # the token before tells as much
        (series(GUESS, MORE), "null"),
        (series(SURE, MORE, GUESS), "null"),
        (series(SURE, MORE, SURE, EVEN), "null"),
        (series(SURE, FEWER), "refuted"),  # every GPT's token before tells more
        (series(SURE, MORE, LESS), "refuted"),
        (series(SURE, MORE, after=0.6), "refuted"),
    ],
)
def test_both_must_be_more_often_right_than_a_guess_and_than_the_token_before(
    measured: list[Series], outcome: Outcome
) -> None:
    assert _judged(measured, CAUSAL) == outcome


def test_the_rule_names_all_three_ways_to_be_refuted() -> None:
    assert EXPERIMENT.rule.split("It is refuted if ")[1].count("; ") == 2
