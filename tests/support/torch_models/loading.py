"""Our canonical weights under another model's names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

Weights = Mapping[str, NDArray]
Model = TypeVar("Model", bound=torch.nn.Module)


def loaded(model: Model, state: Mapping[str, NDArray]) -> Model:
    """``model`` with exactly the weights of ``state``, ready to be asked."""
    tensors = {name: torch.tensor(array.copy()) for name, array in state.items()}
    model.load_state_dict(tensors, strict=True)
    return model.eval()


def renamed(weights: Weights, names: Mapping[str, str]) -> Iterator[tuple[str, NDArray]]:
    """Weights and biases of the parts ``names`` names first, as the parts it names second."""
    for ours, theirs in names.items():
        for suffix in ("weight", "bias"):
            if f"{ours}.{suffix}" in weights:
                yield f"{theirs}.{suffix}", weights[f"{ours}.{suffix}"]


def conv1d_layer(weights: Weights, ours: str, theirs: str) -> dict[str, NDArray]:
    """A layer of GPT-1 or GPT-2: query, key and value are one map, matrices stand (in, out)."""
    parts = [f"{ours}attention.{name}" for name in ("query", "key", "value")]
    state = {
        f"{theirs}attn.c_attn.weight": np.concatenate([weights[f"{p}.weight"] for p in parts]).T,
        f"{theirs}attn.c_attn.bias": np.concatenate([weights[f"{p}.bias"] for p in parts]),
    }
    linears = {
        f"{ours}attention.output": f"{theirs}attn.c_proj",
        f"{ours}ffn.up": f"{theirs}mlp.c_fc",
        f"{ours}ffn.down": f"{theirs}mlp.c_proj",
    }
    state |= {name: array.T for name, array in renamed(weights, linears)}  # a bias is its own .T
    norms = {f"{ours}attention_norm": f"{theirs}ln_1", f"{ours}ffn_norm": f"{theirs}ln_2"}
    return state | dict(renamed(weights, norms))
