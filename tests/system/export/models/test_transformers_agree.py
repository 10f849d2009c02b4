"""The outside oracle: transformers' own models with the same random weights say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch
from support.models.tiny import tiny_weights
from support.torch_models import torch_bert, torch_gpt1, torch_gpt2, torch_llama

from shotglass.architecture import ModelConfig
from shotglass_export.models import build, family_config

ORACLES: dict[str, Callable[..., Any]] = {
    "gpt1": torch_gpt1,
    "gpt2": torch_gpt2,
    "bert": torch_bert,
    "llama": torch_llama,
}
# Vocabulary, context, layers, width, heads: no multiple of a vector's length among them.
SIZES = [(331, 29, 3, 42, 3), (97, 64, 1, 27, 3), (1013, 17, 5, 66, 11), (2, 3, 2, 6, 1)]


def shape(family: str, size: tuple[int, ...], **options: Any) -> ModelConfig:
    names = ("vocabulary", "context", "layers", "width", "heads")
    return family_config(family, **dict(zip(names, size, strict=True)), **options)


def difference(family: str, config: ModelConfig, dtype: torch.dtype) -> float:
    """The largest between their logits and ours, over texts of many lengths.

    In fp32 with matrices half as large as elsewhere in the tests, so that logits are of order 1.
    """
    weights = tiny_weights(config)
    if dtype == torch.float32:
        weights = {name: w / 2 if w.ndim > 1 else w for name, w in weights.items()}
    theirs, ours = ORACLES[family](config, weights).to(dtype), build(config).to(dtype)
    ours.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    found = 0.0
    for length in {1, 2, config.context // 2, config.context}:
        ids = torch.randint(config.vocabulary, (3, length))
        with torch.no_grad():
            found = max(found, float((theirs(ids).logits - ours(ids)).abs().max()))
    return found


@pytest.mark.parametrize("ffn_width", [None, 75])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("family", ["gpt1", "gpt2", "bert"])
def test_logits_equal_those_of_transformers(
    family: str, size: tuple[int, ...], ffn_width: int | None
) -> None:
    torch.manual_seed(4)
    config = shape(family, size, ffn_width=None if family == "gpt1" else ffn_width)
    assert difference(family, config, torch.float32) <= 1e-5
    assert difference(family, config, torch.float64) <= 1e-12


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize(("heads", "kv_heads"), [(3, 3), (6, 2), (3, 1)])
def test_logits_of_llama_equal_those_of_transformers(heads: int, kv_heads: int, tied: bool) -> None:
    torch.manual_seed(4)
    config = shape("llama", (331, 29, 3, 14 * heads, heads), kv_heads=kv_heads, ffn_width=53)
    config = replace(config, tied=tied)
    assert difference("llama", config, torch.float32) <= 1e-5
    assert difference("llama", config, torch.float64) <= 2e-5  # their angles are fp32
