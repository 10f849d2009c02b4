"""An adapter as peft has it: ``adapter_config.json`` and ``adapter_model.safetensors``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from shotglass.architecture import ModelConfig, weight_shapes

from ..checkpoint import Floats
from ..importers.hf.folder import ADAPTER
from ..importers.tensor_slice import TensorSlice
from ..tuning import LoraRecipe
from .adapter import Adapter, LowRank
from .names import HubNames

MODEL = "adapter_model.safetensors"
PREFIX = "base_model.model."  # peft's, before transformers' own names
_LAYER = re.compile(r"^.*?\.\d+\.")


def write_adapter(
    folder: Path, adapter: Adapter, recipe: LoraRecipe, config: ModelConfig, names: HubNames,
    base: str,
) -> None:  # fmt: skip
    """Writes the folder ``folder``, which peft loads onto the base. Weights that transformers keeps
    in one tensor (GPT-2's query, key and value) have one pair of matrices there: the A stand one
    below the other and the B beside one another, each in its own rows, so its rank is the sum of
    theirs."""
    tensors: dict[str, Floats] = {}
    ranks: dict[str, int] = {}
    parts_of = names.modules
    for module, slices in parts_of.items():
        parts = {name: adapter.parts[name] for name in slices if name in adapter.parts}
        if not parts:
            continue
        a, b = stacked(parts, slices, config)
        stem = f"{PREFIX}{names.family.prefix}{module}"
        tensors |= {f"{stem}.lora_A.weight": a, f"{stem}.lora_B.weight": b}
        ranks[_LAYER.sub("", module)] = len(a)
    transposed = any(parts_of[m][n].transposed for m in parts_of for n in parts_of[m]
                     if n in adapter.parts)  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / MODEL, metadata={"format": "pt"})
    text = json.dumps(_config(recipe, ranks, transposed, base), indent=2, ensure_ascii=False)
    (folder / ADAPTER).write_text(text + "\n", "utf-8")


def stacked(
    parts: dict[str, LowRank], slices: dict[str, TensorSlice], config: ModelConfig
) -> tuple[Floats, Floats]:
    """Returns A (rank, in) and B (outputs of the tensor, rank) of all parts of one tensor."""
    shapes = weight_shapes(config)
    rank, at = sum(part.rank for part in parts.values()), 0
    name = next(iter(parts))
    b = np.zeros((slices[name].stored(shapes[name][0]), rank), np.float32)
    for name, part in parts.items():
        columns = b[:, at : at + part.rank].copy()
        slices[name].put(part.b, columns)
        b[:, at : at + part.rank] = columns
        at += part.rank
    return np.concatenate([part.a for part in parts.values()]).astype(np.float32), b


def _config(
    recipe: LoraRecipe, ranks: dict[str, int], transposed: bool, base: str
) -> dict[str, Any]:
    """Keys are those of peft's LoraConfig."""
    other = {module: rank for module, rank in ranks.items() if rank != recipe.rank}
    return {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": base,
        "r": recipe.rank,
        "lora_alpha": recipe.alpha,
        "lora_dropout": 0.0,
        "target_modules": sorted(ranks),
        "rank_pattern": other,
        "alpha_pattern": {module: recipe.scale * rank for module, rank in other.items()},
        "fan_in_fan_out": transposed,
        "bias": "none",
        "inference_mode": True,
    }
