"""The networks that are compared are of like size, and divergences are those of scipy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.stats import entropy

from shotglass_research.experiments.in_context.bayes import KINDS, _asks, _divergences, network


def test_divergences_are_those_of_scipy() -> None:
    rng = np.random.default_rng(0)
    truth, other = rng.dirichlet(np.ones(4), size=(2, 10, 3))
    truth[0, 0] = [0.5, 0.5, 0, 0]
    expected = entropy(truth, other, axis=-1).mean(0)
    np.testing.assert_allclose(_divergences(truth, other), expected)


def test_both_networks_have_about_as_many_weights() -> None:
    sizes = [sum(p.numel() for p in network(kind).parameters()) for kind in KINDS]
    assert max(sizes) < 1.1 * min(sizes)


@pytest.mark.parametrize("kind", KINDS)
def test_a_network_reads_nothing_of_what_comes_after(kind: str) -> None:
    torch.manual_seed(0)
    model = network(kind)
    ids = torch.randint(0, 5, (2, 9))
    changed = ids.clone()
    changed[:, 6:] = (ids[:, 6:] + 1) % 5
    with torch.no_grad():
        torch.testing.assert_close(model(ids)[:, :6], model(changed)[:, :6])


def test_an_answer_is_asked_after_the_first_token_of_its_example() -> None:
    assert _asks()[:3].tolist() == [1, 4, 7]  # delimiter, question, answer
