"""A fit learns, and is the same for the same seed."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from shotglass_research.experiments.in_context.fitting import Schedule, drawn, fit


def fitted(seed: int) -> tuple[torch.nn.Linear, list[float]]:
    torch.manual_seed(seed)
    model, losses = torch.nn.Linear(3, 1), []

    def loss(step: int) -> Tensor:
        x = torch.from_numpy(np.random.default_rng([seed, step]).standard_normal((16, 3))).float()
        found = (model(x)[:, 0] - x.sum(1)).square().mean()
        losses.append(found.item())
        return found

    fit(model, Schedule(steps=200, rows=16, length=2, rate=3e-2), loss)
    return model, losses


def test_it_learns_and_is_the_same_for_the_same_seed() -> None:
    (one, losses), (again, _), (other, _) = fitted(1), fitted(1), fitted(2)
    assert losses[-1] < 0.05 * losses[0]
    assert torch.equal(one.weight, again.weight)
    assert not torch.equal(one.weight, other.weight)


def test_a_schedule_counts_its_tokens_and_its_steps() -> None:
    schedule = Schedule(steps=7, rows=3, length=5)
    assert (schedule.tokens, schedule.recipe.steps) == (105, 7)


def test_what_was_drawn_is_told_by_its_digest() -> None:
    one, other = drawn("x", np.arange(3)), drawn("x", np.arange(4))
    assert one.digest != other.digest
    assert one == drawn("x", np.arange(3))
