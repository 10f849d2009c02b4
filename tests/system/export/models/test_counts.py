"""What each choice of the block costs, in parameters and FLOPs: formulas beside torch's count."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from shotglass.architecture import ModelConfig, active_shapes
from shotglass_export.models import build, family_config

V, C, L, D, H, F, S = 31, 40, 3, 24, 4, 50, 20
CHOICES: dict[str, dict[str, Any]] = {
    "as GPT-2 has it": {},
    "post-norm": {"norm_first": False},
    "RMSNorm": {"norm": "rms"},
    "sinusoidal": {"positions": "sinusoidal"},
    "rotary": {"positions": "rotary"},
    "no positions": {"positions": "none"},
    "ReLU": {"activation": "relu"},
    "gated": {"gated": True},
    "untied": {"tied": False},
    "one key head for two": {"kv_heads": 2},
    "no biases": {"attention_bias": False, "output_bias": False, "ffn_bias": False},
    "both ways": {"bidirectional": True},
    "four experts": {"experts": 4},
}
# What it costs in parameters beside GPT-2's choice.
MORE = {
    "post-norm": -2 * D,
    "RMSNorm": -(2 * L + 1) * D,
    "sinusoidal": -C * D,
    "rotary": -C * D,
    "no positions": -C * D,
    "gated": L * (D * F + F),
    "untied": V * D,
    "one key head for two": -L * 2 * (D * D // 2 + D // 2),
    "no biases": -L * (3 * D + D + F + D),
    "four experts": L * (3 * (2 * D * F + F + D) + 4 * D),
}


def shape(choice: str) -> ModelConfig:
    gpt2 = family_config("gpt2", vocabulary=V, context=C, layers=L, width=D, heads=H, ffn_width=F)
    return replace(gpt2, **CHOICES[choice])


@pytest.mark.parametrize("choice", CHOICES)
def test_parameters_are_torchs_count_and_differ_as_the_formula_says(choice: str) -> None:
    counted = sum(weight.numel() for weight in build(shape(choice)).parameters())
    assert counted == shape(choice).parameters
    assert counted - shape("as GPT-2 has it").parameters == MORE.get(choice, 0)


@pytest.mark.parametrize("choice", CHOICES)
def test_flops_are_two_a_weight_that_multiplies_and_four_a_pair_of_tokens(choice: str) -> None:
    """Every pair is computed where a text is short, those under the mask too."""
    config = shape(choice)
    with FlopCounterMode(display=False) as counted, torch.no_grad():
        build(config)(torch.zeros(1, S, dtype=torch.int64))
    matrices = (
        prod(size)
        for name, size in active_shapes(config).items()
        if name.startswith("layers.") and len(size) == 2
    )
    assert counted.get_total_flops() == 2 * S * (sum(matrices) + V * D) + 4 * L * S * S * D
