"""Tiny GGUF files as llama.cpp's converter writes them, of each family, and spoilt ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter
from gguf.constants import GGML_QUANT_SIZES
from gguf.quants import quantize
from numpy.typing import NDArray
from support.models.tiny import END, tiny_tokenizer_text
from support.references.ggml import quantised

from shotglass.architecture import ModelConfig

_NAMES = {
    "embedding": "token_embd",
    "position": "position_embd",
    "final_norm": "output_norm",
    "head": "output",
    "attention_norm": "attn_norm",
    "attention.query": "attn_q",
    "attention.key": "attn_k",
    "attention.value": "attn_v",
    "attention.output": "attn_output",
    "ffn_norm": "ffn_norm",
    "ffn.gate": "ffn_gate",
    "ffn.up": "ffn_up",
    "ffn.down": "ffn_down",
}


def write_gguf(
    path: Path,
    config: ModelConfig,
    weights: Mapping[str, NDArray[np.float32]],
    changes: Mapping[str, Any] | None = None,
    extra: Mapping[str, NDArray[np.float32]] | None = None,
    *,
    family: str = "llama",
    stored: str = "F32",
) -> Path:
    """``changes`` replaces metadata values by key, None leaves one out. ``stored``: the type of
    the matrices whose rows are whole blocks of it."""
    writer = GGUFWriter(path, family)
    for key, value in (_metadata(config, family) | dict(changes or {})).items():
        _add(writer, key, value)
    for name, array in as_stored(config, weights, family).items():
        _add_tensor(writer, name, array, stored)
    for name, array in (extra or {}).items():
        writer.add_tensor(name, array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def as_stored(
    config: ModelConfig, weights: Mapping[str, NDArray[np.float32]], family: str
) -> dict[str, NDArray[np.float32]]:
    """By GGUF's names, in its order of rows; GPT-2's query, key and value as one tensor."""
    named: dict[str, NDArray[np.float32]] = {}
    for name, array in weights.items():
        if family == "gpt2" and ".attention.query." in name:
            three = [weights[name.replace("query", part)] for part in ("query", "key", "value")]
            layer, suffix = name.split(".")[1], name.rpartition(".")[2]
            named[f"blk.{layer}.attn_qkv.{suffix}"] = np.concatenate(three)
        elif family != "gpt2" or not any(
            f".attention.{part}." in name for part in ("key", "value")
        ):
            paired = _paired(config, name, array) if family == "llama" else array
            named[_name(name)] = paired
    return named


def _add_tensor(writer: GGUFWriter, name: str, array: NDArray[np.float32], stored: str) -> None:
    kind = GGMLQuantizationType[stored]
    if stored == "F32" or array.ndim == 1 or array.shape[-1] % GGML_QUANT_SIZES[kind][0]:
        writer.add_tensor(name, array)
        return
    raw = quantize(array, kind) if stored in ("F16", "BF16") else quantised(array, stored)
    writer.add_tensor(name, raw, raw_dtype=kind)


def _metadata(config: ModelConfig, family: str) -> dict[str, Any]:
    model = json.loads(tiny_tokenizer_text())["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    rotary = {
        "attention.head_count_kv": config.kv_heads,
        "attention.key_length": config.head_size,
        "attention.layer_norm_rms_epsilon": config.norm_epsilon,
        "rope.freq_base": config.rope_theta,
        "rope.dimension_count": config.head_size,
    }
    learned = {"attention.layer_norm_epsilon": config.norm_epsilon}
    shape = {
        "block_count": config.layers,
        "context_length": config.context,
        "embedding_length": config.width,
        "feed_forward_length": config.ffn_width,
        "attention.head_count": config.heads,
        **(learned if family == "gpt2" else rotary),
    }
    return {
        "general.name": "Tiny",
        **{f"{family}.{key}": value for key, value in shape.items()},
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [3 if token == END else 1 for token in tokens],
        "tokenizer.ggml.merges": [" ".join(pair) for pair in model["merges"]],
        "tokenizer.ggml.eos_token_id": 0,
    }


def _add(writer: GGUFWriter, key: str, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        writer.add_bool(key, value)
    elif isinstance(value, str):
        writer.add_string(key, value)
    elif isinstance(value, float):
        writer.add_float32(key, value)
    elif isinstance(value, list):
        writer.add_array(key, value)
    else:
        writer.add_uint32(key, value)


def _name(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    if not stem.startswith("layers."):
        return f"{_NAMES[stem]}.{suffix}"
    _, layer, leaf = stem.split(".", 2)
    return f"blk.{layer}.{_NAMES[leaf]}.{suffix}"


def _paired(config: ModelConfig, name: str, array: NDArray[np.float32]) -> NDArray[np.float32]:
    """Query and key rows in the order of llama.cpp's rotation: pairs side by side."""
    heads = {"query": config.heads, "key": config.kv_heads}.get(name.split(".")[-2])
    if heads is None:
        return array
    stored = np.empty_like(array)
    half = config.head_size // 2
    for head in range(heads):
        for i in range(half):
            row = head * config.head_size
            stored[row + 2 * i] = array[row + i]
            stored[row + 2 * i + 1] = array[row + i + half]
    return stored
