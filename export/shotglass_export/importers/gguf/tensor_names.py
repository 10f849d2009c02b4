"""The names of tensors in a GGUF, and the rows of them in which each canonical weight lies.

Names: ``MODEL_TENSORS`` of the gguf package. Orders of rows: llama.cpp's convert_hf_to_gguf.py.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from shotglass.architecture import ModelConfig

from ..tensor_slice import TensorSlice, TensorSlices, in_pairs, layered

ROPE_FACTORS = "rope_freqs.weight"
POSITIONS = "position_embd.weight"
FUSED = "blk.0.attn_qkv.weight"  # there if query, key and value are one tensor
_TOP = {
    "embedding": "token_embd",
    "position": "position_embd",
    "final_norm": "output_norm",
    "head": "output",
}
_LAYER = {
    "attention_norm": "attn_norm",
    "attention.query": "attn_q",
    "attention.key": "attn_k",
    "attention.value": "attn_v",
    "attention.query_norm": "attn_q_norm",
    "attention.key_norm": "attn_k_norm",
    "attention.output": "attn_output",
    "attention_out_norm": "post_attention_norm",
    "ffn_norm": "ffn_norm",
    "ffn.gate": "ffn_gate",
    "ffn.up": "ffn_up",
    "ffn.down": "ffn_down",
    "ffn_out_norm": "post_ffw_norm",
}


def slices(
    config: ModelConfig, *, side_by_side: bool, fused: bool, gate_in_up: bool = False
) -> TensorSlices:
    """``side_by_side``: the two rows that are turned together follow one another, as llama.cpp's
    older rotation wants them. ``fused``: query, key and value are one tensor. ``gate_in_up``: the
    gate's rows stand before those of ``ffn_up``."""
    size = config.head_size
    # Row i of a head's first half is stored as 2i, that of its second half as 2i + 1.
    order = (
        (*range(0, size, 2), *range(1, size, 2))
        if side_by_side
        else in_pairs(size, config.rotary_size)
    )
    parts, turned = {}, {"query": config.heads, "key": config.kv_heads}
    for name, part in layered(config, _TOP, _LAYER, "blk"):
        heads = turned.get(name.split(".")[-2])
        parts[name] = replace(part, heads=heads, order=order) if heads and order else part
    if fused:
        parts = {name: _fused(config, name, part, order) for name, part in parts.items()}
    if gate_in_up:
        parts = {name: _gated(config, name, part) for name, part in parts.items()}
    return parts


def is_fused(tensors: Collection[str]) -> bool:
    return FUSED in tensors


def _fused(c: ModelConfig, name: str, part: TensorSlice, order: tuple[int, ...]) -> TensorSlice:
    """Query, key and value one behind another."""
    key = c.query_width
    starts = {"query": (0, c.heads), "key": (key, c.kv_heads), "value": (key + c.kv_width, 0)}
    _, layer, owner, suffix = (*name.split(".")[:2], *name.split(".")[-2:])
    if owner not in starts:
        return part
    start, heads = starts[owner]
    whole = tuple(head * c.head_size + row for head in range(heads) for row in order)
    room = c.query_width + 2 * c.kv_width
    return TensorSlice(f"blk.{layer}.attn_qkv.{suffix}", start=start, room=room, order=whole)


def _gated(c: ModelConfig, name: str, part: TensorSlice) -> TensorSlice:
    """Gate and up one behind the other in ``ffn_up``."""
    starts = {"gate": 0, "up": c.ffn_width}
    owner = name.split(".")[-2]
    if owner not in starts:
        return part
    up = part.name.replace("ffn_gate", "ffn_up")
    return replace(part, name=up, start=starts[owner], room=2 * c.ffn_width)
