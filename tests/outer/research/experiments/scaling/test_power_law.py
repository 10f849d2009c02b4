"""A power law's fit equals scipy's line, and its intervals cover as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import linregress, t

from shotglass_research.experiments.scaling.power_law import fit

SIZES = (25e3, 83e3, 197e3, 553e3)


def test_the_line_and_its_exponent_are_those_of_scipy() -> None:
    losses = (3.1, 2.9, 2.65, 2.5)

    law = fit(SIZES, losses)
    line = linregress(np.log(SIZES), np.log(losses))
    reach = t.ppf(0.975, 2) * line.stderr

    assert law.slope == pytest.approx(line.slope, rel=1e-12)
    assert law.intercept == pytest.approx(line.intercept, rel=1e-12)
    assert (law.exponent.low, law.exponent.high) == pytest.approx(
        (-line.slope - reach, -line.slope + reach)
    )


def test_an_exact_power_law_is_found_again_and_continued() -> None:
    law = fit(SIZES, [(1e6 / x) ** 0.08 for x in SIZES])

    assert law.exponent.value == pytest.approx(0.08)
    assert law.predicted(1.6e6).value == pytest.approx((1e6 / 1.6e6) ** 0.08)


def test_intervals_hold_the_truth_in_95_of_100_simulated_laws() -> None:
    random, runs = np.random.default_rng(3), 2000
    exponents = predictions = 0
    for _ in range(runs):
        noisy = [(1e9 / x) ** 0.07 * np.exp(random.normal(0, 0.01)) for x in SIZES]
        law = fit(SIZES, noisy)
        fifth = (1e9 / 1.6e6) ** 0.07 * np.exp(random.normal(0, 0.01))
        exponents += law.exponent.low <= 0.07 <= law.exponent.high
        predictions += law.predicted(1.6e6).low <= fifth <= law.predicted(1.6e6).high

    assert exponents / runs == pytest.approx(0.95, abs=0.02)
    assert predictions / runs == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    ("x", "losses"),
    [((1.0, 2.0), (1.0, 1.0)), ((1.0, 2.0, 0.0), (1.0, 1.0, 1.0)), ((2.0,) * 3, (1.0, 2.0, 3.0))],
)
def test_points_that_give_no_line_are_refused(
    x: tuple[float, ...], losses: tuple[float, ...]
) -> None:
    with pytest.raises(ValueError, match="three positive points"):
        fit(x, losses)
