"""Divergences are those of scipy."""

from __future__ import annotations

import numpy as np
from scipy.stats import entropy

from shotglass_research.experiments.in_context.bayes import _divergences


def test_divergences_are_those_of_scipy() -> None:
    rng = np.random.default_rng(0)
    truth, other = rng.dirichlet(np.ones(4), size=(2, 10, 3))
    truth[0, 0] = [0.5, 0.5, 0, 0]
    expected = entropy(truth, other, axis=-1).mean(0)
    np.testing.assert_allclose(_divergences(truth, other), expected)
