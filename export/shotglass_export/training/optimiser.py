"""AdamW (Loshchilov and Hutter 2019), fused, weight decay on matrices alone; its learning rate.

The rate warms up, stays and decays (WSD): linear warm-up, constant, then the 1 - sqrt cooldown of
Hagele et al. 2024, "Scaling Laws and Compute-Optimal Training Beyond Fixed Training Durations",
equation 2.
"""

from __future__ import annotations

from math import sqrt

import torch
from torch import Tensor, nn

from ..recipe import TrainingRecipe

MOMENTS = ("exp_avg", "exp_avg_sq")  # what AdamW keeps of each parameter, in its own words


def adamw(model: nn.Module, recipe: TrainingRecipe) -> torch.optim.AdamW:
    """Norms' gains and biases pull towards nothing, so they do not decay."""
    matrices = [p for p in model.parameters() if p.ndim > 1]
    vectors = [p for p in model.parameters() if p.ndim <= 1]
    groups = [
        {"params": matrices, "weight_decay": recipe.weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, recipe.learning_rate, recipe.betas, fused=True)


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate


def moments(model: nn.Module, optimiser: torch.optim.Optimizer) -> dict[str, Tensor]:
    """Returns the moments by name of parameter and moment; empty before the first step."""
    return {
        f"{name}.{moment}": optimiser.state[parameter][moment]
        for name, parameter in model.named_parameters()
        for moment in MOMENTS
        if parameter in optimiser.state
    }


def restore(
    model: nn.Module, optimiser: torch.optim.Optimizer, saved: dict[str, Tensor], steps: int
) -> None:
    """``steps``: how many the optimiser has made; they set Adam's bias correction."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if f"{name}.{MOMENTS[0]}" in saved:
                optimiser.state[parameter] = {
                    "step": torch.tensor(float(steps), device=parameter.device)
                } | {
                    moment: torch.empty_like(parameter).copy_(saved[f"{name}.{moment}"])
                    for moment in MOMENTS
                }


def steps_made(optimiser: torch.optim.Optimizer) -> int:
    """Returns the steps of the parameters that learn; one that is held still keeps the number it
    came with."""
    return max((int(state["step"]) for state in optimiser.state.values()), default=0)


def learning_rate(recipe: TrainingRecipe, step: int) -> float:
    """Returns the learning rate of step ``step``, counted from 0; never 0, so that no step is in
    vain."""
    warm = round(recipe.warmup * recipe.steps)
    if step < warm:
        return recipe.learning_rate * (step + 1) / warm
    cooled = step - cooldown_begin(recipe)
    if cooled < 0:
        return recipe.learning_rate
    return recipe.learning_rate * (1 - sqrt(cooled / (recipe.steps - step + cooled)))


def cooldown_begin(recipe: TrainingRecipe) -> int:
    """The first step of the cooldown; the number of steps if there is none."""
    return recipe.steps - round(recipe.cooldown * recipe.steps)
