"""The range over conditions: what it is, what it must not depend on, and that conditions that do
not differ are seldom called apart."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from shotglass.statistics import Change, Farthest, crossed_change, differences, spread


def test_the_range_and_the_deviation_are_those_of_the_means() -> None:
    values = np.random.default_rng(0).random((24, 64)) < np.linspace(0.3, 0.9, 24)[:, None]

    found = spread(values)

    means = values.mean(axis=1)
    assert found.range.value == pytest.approx(np.ptp(means))
    assert found.deviation == pytest.approx(stats.tstd(means))
    assert (means[found.lowest], means[found.highest]) == (means.min(), means.max())
    assert found.apart
    assert found.range.low > 0


def test_conditions_that_answer_alike_have_no_spread_but_others_may() -> None:
    found = spread(np.tile(np.arange(64) % 2, (24, 1)))
    assert (found.range.value, found.range.low) == (0, 0)
    assert 0.06 < found.range.high < 0.2
    assert spread(np.tile(np.arange(640) % 2, (24, 1))).range.high < 0.03
    assert not found.apart
    assert found.p == 1


def test_conditions_that_are_as_often_right_of_other_items_may_differ_by_more() -> None:
    half = np.arange(20) % 2
    alike, unlike = spread(np.stack([half, half])), spread(np.stack([half, 1 - half]))
    assert alike.range.value == unlike.range.value == 0
    assert unlike.range.high > 2 * alike.range.high
    assert unlike.p == 1
    assert (unlike.lowest, unlike.highest) == (0, 1)


def test_two_conditions_have_about_the_interval_of_their_difference() -> None:
    values = np.random.default_rng(2).random((2, 400)) < np.array([[0.5], [0.7]])

    found, plain = spread(values).range, crossed_change(values[1].astype(float) - values[0])

    assert (found.low, found.high) == pytest.approx((plain.low, plain.high), abs=0.01)


def test_the_interval_grows_with_the_number_of_conditions() -> None:
    values = np.random.default_rng(3).random((12, 300)) < 0.5
    two = values[[int(values.mean(axis=1).argmin()), int(values.mean(axis=1).argmax())]]

    wide, narrow = spread(values).range, spread(two).range

    assert wide.value == narrow.value
    assert wide.high - wide.value > 1.2 * (narrow.high - narrow.value)


def test_the_order_of_items_and_the_naming_of_conditions_do_not_matter() -> None:
    values = np.random.default_rng(4).random((6, 80))

    found, turned = spread(values), spread(values[::-1])

    assert turned.range.high == pytest.approx(found.range.high, abs=1e-12)
    assert turned.lowest == 5 - found.lowest


def test_the_standard_errors_are_those_of_the_pairs() -> None:
    """Of two conditions and very many items the reach is the normal quantile of their own error."""
    values = np.random.default_rng(5).random((2, 5000))

    found = spread(values)

    error = stats.sem(values[1] - values[0])
    assert found.range.high - found.range.value == pytest.approx(1.96 * error, rel=0.06)


@pytest.mark.parametrize("shape", [(1, 5), (3, 0), (4,)])
def test_too_little_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="were expected"):
        spread(np.zeros(shape))


def test_equal_conditions_are_seldom_apart_and_every_true_pair_is_held() -> None:
    random, called, held = np.random.default_rng(6), 0, 0
    truth = np.array([0.5, 0.5, 0.6, 0.7])
    for _ in range(50):
        items = random.normal(0, 0.15, 150)
        equal = random.random((8, 150)) < np.clip(0.6 + items, 0, 1)
        called += spread(equal).apart
        found = spread(random.random((4, 150)) < np.clip(truth[:, None] + items, 0, 1))
        true = abs(truth[found.highest] - truth[found.lowest])
        held += found.range.low <= true + 1e-9 and true <= found.range.high
    assert called <= 6  # of 50: 5 % and its sampling error
    assert held >= 43


def test_of_four_items_nothing_is_called_apart() -> None:
    values = np.array([[1, 1, 1, 0], [0, 0, 0, 0], [1, 0, 0, 0]])
    assert not spread(values).apart


def test_of_two_conditions_the_farthest_have_the_p_and_the_interval_of_their_change() -> None:
    random = np.random.default_rng(5)
    for _ in range(5):
        values = np.sort(random.integers(0, 2, (2, 40)), axis=0).astype(float)
        found, change = Farthest.of(values), Change.of(values[1] - values[0])
        assert found.p == change.p
        assert found.interval().high == pytest.approx(change.interval().high)


def test_the_farthest_of_many_conditions_that_differ_by_luck_are_seldom_called_different() -> None:
    random = np.random.default_rng(6)
    called = [spread(_saying_one_thing(random)).apart for _ in range(100)]
    assert sum(called) <= 11  # of 100; 12 and more happen by luck once in 200 times


def _saying_one_thing(random: np.random.Generator) -> np.ndarray:
    """Twelve conditions, each with its own favourite of two answers; which is right is a coin's
    throw, so none is better."""
    says = random.random((12, 48)) < random.random((12, 1))
    return says == (random.random(48) < 0.5)


def test_they_are_apart_exactly_where_their_p_says_so() -> None:
    random = np.random.default_rng(7)
    for _ in range(40):
        found = spread(random.random((4, 40)) < random.uniform(0.3, 0.7, (4, 1)))
        assert found.apart == (found.p < 0.05) == (found.range.low > 0)


def test_none_are_apart_that_their_own_comparison_cannot_tell_apart() -> None:
    random = np.random.default_rng(8)
    for draws in (1, 4):
        for _ in range(20):
            values = random.random((3, draws, 40)) < random.uniform(0.2, 0.8, (3, 1, 1))
            pairs = [(values[0], values[1]), (values[0], values[2]), (values[1], values[2])]
            answers = [one.answer for one in differences(pairs, 0.1)]
            if spread(list(values), comparisons=3).apart:
                assert set(answers) & {"higher", "lower"}


def test_over_draws_other_draws_count() -> None:
    before = np.full((3, 60), 0.5)
    after = np.repeat([[0.4], [0.9], [0.9]], 60, axis=1)
    assert not spread([before, after]).apart
    assert spread([before[:1], after[:1] + 0.3]).apart


def test_the_farthest_of_less_than_two_conditions_are_refused() -> None:
    with pytest.raises(ValueError, match="2 or more conditions"):
        Farthest.of([[1, 0, 1]])
