"""Tiny llama GGUF files as llama.cpp's converter writes them, and spoilt ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGUFWriter
from numpy.typing import NDArray
from tiny import END, tiny_tokenizer_text

from shotglass.architecture import ModelConfig

_NAMES = {
    "embedding": "token_embd",
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
) -> Path:
    """``changes`` replaces metadata values by key, None leaves one out."""
    writer = GGUFWriter(path, "llama")
    for key, value in (_metadata(config) | dict(changes or {})).items():
        _add(writer, key, value)
    for name, array in weights.items():
        writer.add_tensor(_name(name), _as_stored(config, name, array))
    for name, array in (extra or {}).items():
        writer.add_tensor(name, array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _metadata(config: ModelConfig) -> dict[str, Any]:
    model = json.loads(tiny_tokenizer_text())["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    return {
        "general.name": "Tiny",
        "llama.block_count": config.layers,
        "llama.context_length": config.context,
        "llama.embedding_length": config.width,
        "llama.feed_forward_length": config.ffn_width,
        "llama.attention.head_count": config.heads,
        "llama.attention.head_count_kv": config.kv_heads,
        "llama.attention.key_length": config.head_size,
        "llama.attention.layer_norm_rms_epsilon": config.norm_epsilon,
        "llama.rope.freq_base": config.rope_theta,
        "llama.rope.dimension_count": config.head_size,
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
    if isinstance(value, str):
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


def _as_stored(config: ModelConfig, name: str, array: NDArray[np.float32]) -> NDArray[np.float32]:
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
