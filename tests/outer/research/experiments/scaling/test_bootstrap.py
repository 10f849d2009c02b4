"""The bootstrap of a power law agrees with scipy's, and how often its bands hold the truth is
counted as it can be by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import bootstrap, linregress

from shotglass_research.experiments.scaling.bootstrap import coverage, deviation, resample
from shotglass_research.experiments.scaling.power_law import fit

SIZES = (25e3, 83e3, 197e3, 553e3)


def runs_of(seeds: int, noise: float, seed: int = 5) -> list[list[float]]:
    random = np.random.default_rng(seed)
    means = [(1e9 / x) ** 0.07 for x in SIZES]
    return [(mean + random.normal(0, noise, seeds)).tolist() for mean in means]


def test_the_exponent_s_band_is_that_of_scipy_s_bootstrap() -> None:
    runs = runs_of(5, 0.02)

    def slope(*drawn: np.ndarray) -> float:
        means = [float(np.mean(one)) for one in drawn]
        return -float(linregress(np.log(SIZES), np.log(means)).slope)

    theirs = bootstrap(
        [np.array(one) for one in runs], slope, vectorized=False, method="percentile",
        n_resamples=3000, rng=np.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    ours = resample(SIZES, runs, resamples=20_000).exponent

    width = theirs.high - theirs.low
    assert ours.low == pytest.approx(theirs.low, abs=0.05 * width)
    assert ours.high == pytest.approx(theirs.high, abs=0.05 * width)


def test_its_middle_is_the_line_through_the_means() -> None:
    runs = runs_of(3, 0.05)
    law = fit(SIZES, [float(np.mean(one)) for one in runs])

    found = resample(SIZES, runs)

    assert found.law == law
    assert found.line(1.6e6).value == pytest.approx(law.predicted(1.6e6).value)
    assert found.exponent.low < law.exponent.value < found.exponent.high
    assert found.predicted(1.6e6).high > found.line(1.6e6).high > found.line(1.6e6).value


def test_runs_without_noise_give_one_line_and_its_residuals() -> None:
    """Then every resample is the same, and one more size is a residual off: four cases."""
    means = (3.1, 2.9, 2.65, 2.5)
    found = resample(SIZES, [[mean] * 3 for mean in means])
    line = linregress(np.log(SIZES), np.log(means))
    left = np.log(means) - line.intercept - line.slope * np.log(SIZES)

    assert np.ptp(found.slopes) == pytest.approx(0, abs=1e-12)
    assert sorted(set(np.round(found.shocks, 9))) == sorted(np.round(left * np.sqrt(2), 9))


def test_the_deviation_is_pooled_within_sizes() -> None:
    assert deviation([[1.0, 3.0], [10.0, 10.0]]) == pytest.approx(1.0)  # 2 over 2 degrees
    assert deviation([[1.0], [2.0]]) == 0


def test_student_s_t_covers_95_of_100_and_the_bootstrap_of_three_runs_fewer() -> None:
    """With many runs a size the bootstrap comes up to what it says."""
    law, worlds = fit(SIZES, [(1e9 / x) ** 0.07 for x in SIZES]), 1000

    by_t, few = coverage(law, SIZES, 1.6e6, noise=0.03, seeds=3, worlds=worlds)
    _, many = coverage(law, SIZES, 1.6e6, noise=0.03, seeds=40, worlds=worlds)

    assert by_t.exponent / worlds == pytest.approx(0.95, abs=0.02)
    assert by_t.prediction / worlds == pytest.approx(0.95, abs=0.02)
    assert few.exponent / worlds < 0.92
    assert many.exponent / worlds == pytest.approx(0.95, abs=0.02)


def test_sizes_with_other_numbers_of_runs_are_refused() -> None:
    with pytest.raises(ValueError, match="as many runs"):
        resample(SIZES, [[1.0, 2.0], [1.0], [1.0, 2.0], [1.0, 2.0]])
