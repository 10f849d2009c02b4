"""LoRA: beside a linear that stays as it is, two thin matrices that learn.

Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models". ``W x + alpha / rank B A x``;
A begins at random and B at 0, so that the first step begins with the model as it was. What a run
writes is peft's folder (``shotglass_export.adapters``), and the tests hold both beside peft;
docs/decisions/021 says why peft itself is no dependency.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from shotglass.errors import RecipeInvalid

from ...models import Transformer
from ...tuning import LINEARS, LoraRecipe

LEARNT = ("lora_a", "lora_b")


class LoraLinear(nn.Module):
    """A linear's own ``weight`` and ``bias``, which stay, with ``lora_a`` (rank, in) and ``lora_b``
    (out, rank)."""

    def __init__(self, linear: nn.Linear, recipe: LoraRecipe) -> None:
        super().__init__()
        self.weight, self.bias = linear.weight, linear.bias
        self.scale = recipe.scale
        device = linear.weight.device
        self.lora_a = nn.Parameter(torch.empty(recipe.rank, linear.in_features, device=device))
        self.lora_b = nn.Parameter(torch.zeros(linear.out_features, recipe.rank, device=device))
        nn.init.kaiming_uniform_(self.lora_a, a=sqrt(5))

    def forward(self, x: Tensor) -> Tensor:
        """x (..., in) -> (..., out)."""
        low = F.linear(F.linear(x, self.lora_a), self.lora_b)
        return F.linear(x, self.weight, self.bias) + self.scale * low


def add_lora(model: Transformer, recipe: LoraRecipe) -> None:
    """Put an adapter on each linear that the recipe names, and hold all other parameters still.

    Raises RecipeInvalid for a linear that the model does not have.
    """
    model.requires_grad_(False)
    for layer, block in enumerate(model.layers):
        for name in recipe.on:
            part, _, leaf = LINEARS[name].rpartition(".")
            holder = getattr(block, part, None)
            linear = getattr(holder, leaf, None)
            if not isinstance(linear, nn.Linear):
                raise RecipeInvalid(
                    f"training.lora.on = {name!r}: layer {layer} of the start has no such linear; "
                    "leave it out."
                )
            setattr(holder, leaf, LoraLinear(linear, recipe))


def adapted(model: nn.Module) -> dict[str, LoraLinear]:
    """Returns the adapters by the canonical names of their weights, without ``.weight``; empty
    where all learns."""
    return {name: part for name, part in model.named_modules() if isinstance(part, LoraLinear)}


def learnt(model: nn.Module) -> dict[str, Tensor]:
    """Returns what a checkpoint keeps: of a model with adapters these alone, else all."""
    state: dict[str, Tensor] = model.state_dict()
    if not adapted(model):
        return state
    return {name: value for name, value in state.items() if name.endswith(LEARNT)}


def take_back(model: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """The other way round. Raises RuntimeError for weights of another model."""
    own = learnt(model)
    if own.keys() != weights.keys():
        odd = sorted(own.keys() ^ weights.keys())
        raise RuntimeError(f"{odd[0]} is not in both the model and the checkpoint")
    model.load_state_dict(weights, strict=not adapted(model))
