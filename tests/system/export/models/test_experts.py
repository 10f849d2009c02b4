"""One of several feed-forward parts a token: what is computed, what the router learns from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from support.models.tiny import tiny_weights
from support.references import reference
from torch.nn import functional

from shotglass.architecture import ModelConfig
from shotglass.shapes import flops_per_token
from shotglass_export.models import build, family_config
from shotglass_export.models.experts import BALANCE, Experts, balancing_loss
from shotglass_export.models.layers import FeedForward

E, D, F = 4, 24, 50
DENSE = family_config("gpt2", vocabulary=31, context=40, layers=3, width=D, heads=4, ffn_width=F)
CONFIG = replace(DENSE, experts=E)


def part(config: ModelConfig = CONFIG) -> tuple[Experts, dict[str, np.ndarray]]:
    """The first layer's, and its weights by their names in it."""
    prefix = "layers.0.ffn."
    weights = {
        name.removeprefix(prefix): array
        for name, array in tiny_weights(config).items()
        if name.startswith(prefix)
    }
    made = Experts(config, FeedForward)
    made.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    return made, weights


def test_the_part_is_a_loop_over_tokens_in_numpy() -> None:
    made, weights = part()
    x = np.random.default_rng(1).standard_normal((50, D))
    named = {f"ffn.{name}": array.astype(np.float64) for name, array in weights.items()}
    truth = reference.experts(CONFIG, named, "ffn", x)
    with torch.no_grad():
        found = made(torch.tensor(x[None], dtype=torch.float32))[0]
    np.testing.assert_allclose(found, truth, atol=1e-5, rtol=1e-5)
    chosen = {int(np.argmax(named["ffn.router.weight"] @ row)) for row in x}
    assert len(chosen) == E  # else an expert was not tried


def test_the_part_is_a_loop_over_experts_in_torch_its_gradients_too() -> None:
    made, _ = part()
    x = torch.randn(2, 25, D, generator=torch.Generator().manual_seed(1))

    def plain() -> torch.Tensor:
        shares = functional.softmax(x @ made.router.weight.T, -1)
        chosen = shares.argmax(-1)
        return sum(  # every expert reads every token
            (chosen == e)[..., None] * shares[..., e, None] * expert(x)
            for e, expert in enumerate(made.experts)
        )

    torch.testing.assert_close(made(x), plain(), atol=1e-5, rtol=1e-5)
    weights = list(made.parameters())
    ours, theirs = (torch.autograd.grad(y.square().sum(), weights) for y in (made(x), plain()))
    torch.testing.assert_close(ours, theirs, atol=1e-3, rtol=1e-4)


def test_a_token_that_is_one_of_few_gets_what_it_gets_alone() -> None:
    made, _ = part()
    x = torch.randn(1, 7, D, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        alone = torch.cat([made(x[:, i : i + 1]) for i in range(7)], dim=1)
        torch.testing.assert_close(made(x), alone, atol=1e-6, rtol=1e-5)


def test_the_balancing_loss_is_least_where_all_experts_get_as_much() -> None:
    model = build(CONFIG)
    layers = [m for m in model.modules() if isinstance(m, Experts)]
    even = torch.eye(E, D).repeat(5, 1)[None]  # token i asks for expert i mod E
    for layer in layers:
        torch.nn.init.zeros_(layer.router.weight)
        layer.router.weight.data[:, :E] = 20 * torch.eye(E)
        layer(even)
    assert balancing_loss(model).item() == pytest.approx(BALANCE * len(layers), rel=1e-4)
    for layer in layers:
        layer(even[:, :1].repeat(1, 9, 1))  # all tokens ask for expert 0
    assert balancing_loss(model).item() == pytest.approx(E * BALANCE * len(layers), rel=1e-4)


def test_the_balancing_loss_takes_probability_from_the_expert_that_has_most_tokens() -> None:
    made, _ = part()
    x = torch.ones(1, 8, D)
    y = made(x)
    crowded = int((x[0, 0] @ made.router.weight.T).argmax())
    (slope,) = torch.autograd.grad(made.unbalance, [made.router.weight])
    assert slope[crowded].sum() > 0  # going down this slope makes its score smaller
    assert y.shape == x.shape


def test_the_active_parameters_are_those_of_the_dense_model_and_the_router() -> None:
    router = E * D
    assert CONFIG.active_parameters == DENSE.parameters + CONFIG.layers * router
    assert CONFIG.parameters - CONFIG.active_parameters == CONFIG.layers * (E - 1) * (
        2 * D * F + F + D
    )
    assert DENSE.active_parameters == DENSE.parameters
    assert flops_per_token(CONFIG) - flops_per_token(DENSE) == 2 * CONFIG.layers * router
    assert "experts" not in DENSE.to_json()
    assert ModelConfig.from_json(CONFIG.to_json()) == CONFIG


def test_an_expert_without_tokens_is_left_as_it_is() -> None:
    made, _ = part()
    made(torch.ones(1, 3, D)).sum().backward()
    empty = [e for e in made.experts if not any(w.grad.any() for w in e.parameters())]
    assert len(empty) == E - 1
