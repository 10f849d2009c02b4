"""The known methods agree with scikit-learn and with one another, and their rates with search."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, Ridge

from shotglass_research.experiments.in_context.linear_regression import (
    Problems,
    best_single_rate,
    descent,
    draw_problems,
    least_squares,
    predictions,
    ridge,
)


@pytest.fixture(scope="module")
def problems() -> Problems:
    return draw_problems(np.random.default_rng(7), count=20, examples=12, width=3, noise=0.5)


@pytest.mark.parametrize("k", [1, 5, 11])
def test_ridge_is_scikit_learns_with_the_noise_as_strength(problems: Problems, k: int) -> None:
    found = ridge(problems, k)
    for x, y, weights in zip(problems.x, problems.y, found, strict=True):
        known = Ridge(alpha=0.25, fit_intercept=False).fit(x[:k], y[:k])
        np.testing.assert_allclose(weights, known.coef_, atol=1e-9)


@pytest.mark.parametrize("k", [1, 5, 11])
def test_least_squares_are_scikit_learns(problems: Problems, k: int) -> None:
    found = least_squares(problems, k)
    for x, y, weights in zip(problems.x, problems.y, found, strict=True):
        known = LinearRegression(fit_intercept=False).fit(x[:k], y[:k])
        np.testing.assert_allclose(weights, known.coef_, atol=1e-9)


def test_many_steps_of_descent_end_at_least_squares(problems: Problems) -> None:
    found = descent(problems, 11, steps=3000, rate=0.3)
    np.testing.assert_allclose(found, least_squares(problems, 11), atol=1e-6)


def test_a_step_of_descent_goes_down_the_gradient_of_half_the_mean_squared_error(
    problems: Problems,
) -> None:
    x, y = problems.x[0, :5], problems.y[0, :5]
    first = descent(problems, 5, 1, 0.1)[0]
    second = descent(problems, 5, 2, 0.1)[0]

    def loss(weights: np.ndarray) -> float:
        return float(np.square(y - x @ weights).mean() / 2)

    slopes = [(loss(first + h) - loss(first - h)) / 2e-5 for h in 1e-5 * np.eye(3)]
    np.testing.assert_allclose(second, first - 0.1 * np.array(slopes), atol=1e-8)


def test_no_other_rate_of_one_step_errs_less() -> None:
    many = draw_problems(np.random.default_rng(1), 40000, 7, 3, 0.5)
    best = best_single_rate(3, 6, 0.5)

    def error(rate: float) -> float:
        told = predictions(many, descent(many, 6, 1, rate), 6)
        return float(np.square(told - many.clean[:, 6]).mean())

    assert error(best) < min(error(0.85 * best), error(1.15 * best))


def test_outputs_are_linear_in_inputs_but_for_the_noise(problems: Problems) -> None:
    clean = Problems(problems.x, problems.clean, problems.clean, 0.0)
    np.testing.assert_allclose(
        predictions(clean, least_squares(clean, 5), 9), problems.clean[:, 9], atol=1e-9
    )
    many = draw_problems(np.random.default_rng(3), 4000, 6, 3, 0.5)
    assert abs((many.y - many.clean).std() - 0.5) < 0.01
