"""One step of training: what experts add to the gradient, and not to the loss that is shown."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from shotglass_export.models import Transformer, build, family_config
from shotglass_export.models.experts import balancing_loss
from shotglass_export.recipe import TrainingRecipe
from shotglass_export.training.batches import Batch
from shotglass_export.training.loop import Loop
from shotglass_export.training.machine import Machine
from shotglass_export.training.objective import nats_of, next_token

IDS = np.random.default_rng(1).integers(0, 31, (4, 13))
ROUTER = "layers.0.ffn.router.weight"
RECIPE = TrainingRecipe(
    tokens=48, batch=4, length=12, learning_rate=1e-9, precision="fp32", clip=1e9
)


def drawn(experts: int) -> Transformer:
    torch.manual_seed(1)
    return build(
        family_config(
            "gpt2", vocabulary=31, context=12, layers=2, width=16, heads=2, experts=experts
        )
    )


def stepped(model: Transformer) -> tuple[float, dict[str, torch.Tensor]]:
    """The loss that a step shows, and the gradients that it stepped along."""
    seen: dict[str, torch.Tensor] = {}

    class Watching(torch.optim.SGD):
        def step(self) -> None:
            seen.update((n, p.grad.clone()) for n, p in model.named_parameters())

    loop = Loop(
        model=model,
        hidden=model.hidden,
        nats=nats_of(model.head),
        optimiser=Watching(model.parameters(), lr=0.0),
        objective=next_token,
        batches=lambda step: Batch.of_prose(IDS),
        recipe=RECIPE,
        machine=Machine(torch.device("cpu")),
    )
    [step] = loop.run(0)
    return step.loss, seen


@pytest.mark.parametrize("experts", [0, 3])
def test_a_step_shows_the_loss_of_the_text_and_steps_along_the_balancing_loss_too(experts):
    found, gradients = stepped(model := drawn(experts))

    text = cross_entropy(
        model(torch.from_numpy(IDS[:, :-1])).flatten(0, 1), torch.from_numpy(IDS[:, 1:]).flatten()
    )
    assert found == pytest.approx(text.item(), abs=1e-5)
    balance = balancing_loss(model)
    assert bool(balance) == bool(experts)
    model.zero_grad()
    (text + balance).backward()
    for name, weight in model.named_parameters():
        torch.testing.assert_close(gradients[name], weight.grad, atol=1e-6, rtol=1e-4)


def test_the_router_is_moved_by_the_balancing_loss():
    _, gradients = stepped(model := drawn(3))
    model.zero_grad()

    cross_entropy(
        model(torch.from_numpy(IDS[:, :-1])).flatten(0, 1), torch.from_numpy(IDS[:, 1:]).flatten()
    ).backward()

    without = dict(model.named_parameters())[ROUTER].grad
    assert (gradients[ROUTER] - without).norm() > 1e-3 * without.norm()
