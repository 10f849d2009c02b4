"""Weights under the names that others give them: Hugging Face's, GGUF's, and our own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.float32]]

_LLAMA = {
    "embedding": "embed_tokens", "final_norm": "norm",
    "attention.query": "self_attn.q_proj", "attention.key": "self_attn.k_proj",
    "attention.value": "self_attn.v_proj", "attention.output": "self_attn.o_proj",
    "attention_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm",
    "ffn.gate": "mlp.gate_proj", "ffn.up": "mlp.up_proj", "ffn.down": "mlp.down_proj",
}  # fmt: skip


def llama_name(name: str) -> str:
    found = re.fullmatch(r"(layers\.\d+\.)?(.+)\.weight", name)
    assert found is not None, name
    return f"model.{found[1] or ''}{_LLAMA[found[2]]}.weight"


_GPT2 = {
    "transformer.wte": ("embedding", "token_embd"),
    "transformer.wpe": ("position", "position_embd"),
    "transformer.ln_f": ("final_norm", "output_norm"),
    "ln_1": ("attention_norm", "attn_norm"),
    "attn.c_attn": ("attention.qkv", "attn_qkv"),
    "attn.c_proj": ("attention.output", "attn_output"),
    "ln_2": ("ffn_norm", "ffn_norm"),
    "mlp.c_fc": ("ffn.up", "ffn_up"),
    "mlp.c_proj": ("ffn.down", "ffn_down"),
}


def _renamed(tensors: Arrays, place: int, prefix: str) -> Iterator[tuple[str, Any]]:
    """GPT-2's matrices stand as (in, out); everybody else's as (out, in)."""
    for name, array in tensors.items():
        found = re.fullmatch(r"(?:transformer\.h\.(\d+)\.)?(.+)\.(weight|bias)", name)
        if found is None or found[2] not in _GPT2:
            raise ValueError(f"An unknown weight of GPT-2: {name}.")
        layer = f"{prefix}.{found[1]}." if found[1] else ""
        flipped = array.T if ".c_" in name and array.ndim == 2 else array
        yield f"{layer}{_GPT2[found[2]][place]}.{found[3]}", flipped


def gpt2_gguf(tensors: Arrays) -> Iterator[tuple[str, Any]]:
    return _renamed(tensors, 1, "blk")


def canonical(tensors: Arrays) -> Iterator[tuple[str, Any]]:
    for name, array in _renamed(tensors, 0, "layers"):
        if ".qkv." not in name:
            yield name, array
            continue
        for part, rows in zip(("query", "key", "value"), np.split(array, 3), strict=True):
            yield name.replace("qkv", part), rows


def unused(known: int, vocabulary: int) -> dict[str, int]:
    """Tokens that no text makes, for the rows that a tokenizer leaves over."""
    return {f"<|unused{id}|>": id for id in range(known, vocabulary)}


def padded(tokenizer: Mapping[str, Any], vocabulary: int) -> dict[str, Any]:
    """A byte-level tokenizer.json with as many tokens as the model has rows."""
    model = tokenizer["model"]
    known = model["vocab"]
    whole = {**model, "vocab": {**known, **unused(len(known), vocabulary)}}
    return {**tokenizer, "model": whole}
