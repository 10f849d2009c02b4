"""Linear attention can make a step of descent, and the regressor reads what it may and no more."""

from __future__ import annotations

import numpy as np
import torch

from shotglass_research.experiments.in_context.linear_regression import descent, draw_problems
from shotglass_research.experiments.in_context.regression_networks import (
    linear_attention,
    regressor,
)


def test_a_layer_of_linear_attention_with_the_papers_weights_makes_one_step() -> None:
    problems = draw_problems(np.random.default_rng(2), 6, 9, 4, 0.3)
    layer = linear_attention(5).double()
    inputs, output = torch.diag(torch.tensor([1.0, 1, 1, 1, 0])), torch.zeros(5, 5)
    output[4, 4] = 0.2  # the rate
    with torch.no_grad():
        layer.get_parameter("query.weight").copy_(inputs)
        layer.get_parameter("key.weight").copy_(inputs)
        layer.get_parameter("value.weight").copy_(torch.eye(5))
        layer.get_parameter("out.weight").copy_(output)
        rows = torch.from_numpy(np.concatenate([problems.x, problems.y[..., None]], -1))
        units = torch.eye(4, 5, dtype=torch.float64).expand(6, 4, 5)
        read = layer(rows[:, :8], units)[..., -1].numpy()
    np.testing.assert_allclose(read, descent(problems, 8, steps=1, rate=0.2), atol=1e-12)


def test_the_regressor_reads_outputs_of_examples_and_of_no_questions() -> None:
    torch.manual_seed(0)
    model = regressor(3, layers=2, width=16)
    x, y = torch.randn(2, 6, 3), torch.randn(2, 6)
    later, earlier = y.clone(), y.clone()
    later[:, 4:] += 1
    earlier[:, 3] += 1
    with torch.no_grad():
        told, same, other = (model(x, one, 4) for one in (y, later, earlier))
    assert told.shape == (2, 2)
    torch.testing.assert_close(told, same)
    assert not torch.allclose(told, other)
