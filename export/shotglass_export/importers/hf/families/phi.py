"""Phi and Phi-3: ``model_type`` "phi" (Li et al. 2023) and "phi3" (Abdin et al. 2024).

Phi's attention and feed-forward read one norm of the same stream, a part of each head is turned,
and its head has a bias. Phi-3 is a Llama whose query, key and value are one matrix, as are gate and
up; a part of a head is turned in its later members.
"""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig

from ...tensor_slice import TensorSlice, TensorSlices, in_pairs, layered
from ..settings import Settings
from . import llama
from .rope import rope_scaling, rope_theta, rotary_size

_TOP = {"embedding": "embed_tokens", "final_norm": "final_layernorm", "head": "lm_head"}
_LAYER = {
    "attention_norm": "input_layernorm",
    "attention.query": "self_attn.q_proj",
    "attention.key": "self_attn.k_proj",
    "attention.value": "self_attn.v_proj",
    "attention.query_norm": "self_attn.q_layernorm",
    "attention.key_norm": "self_attn.k_layernorm",
    "attention.output": "self_attn.dense",
    "ffn.up": "mlp.fc1",
    "ffn.down": "mlp.fc2",
}


def config(settings: Settings) -> ModelConfig:
    width, heads = settings.integer("hidden_size"), settings.integer("num_attention_heads")
    size = width // max(heads, 1)
    settings.require("head_dim", size, "heads make up the width")
    return ModelConfig(
        vocabulary=settings.integer("vocab_size"),
        context=settings.context("max_position_embeddings"),
        layers=settings.layers("num_hidden_layers"),
        width=width,
        heads=heads,
        kv_heads=settings.integer("num_key_value_heads", heads),
        head_size=size,
        ffn_width=settings.integer("intermediate_size"),
        norm="layer",
        norm_epsilon=settings.decimal("layer_norm_eps", 1e-5),
        positions="rotary",
        activation=settings.activation("hidden_act", "gelu_new"),
        gated=False,
        tied=settings.flag("tie_word_embeddings", False),
        attention_bias=True,
        output_bias=True,
        ffn_bias=True,
        rope_theta=rope_theta(settings),
        rope_scaling=rope_scaling(settings, whole=False),
        rotary_size=rotary_size(settings, size, "partial_rotary_factor", 0.5),
        head_norm="head" if settings.flag("qk_layernorm", False) else "none",
        parallel="one norm",
        head_bias=True,
    )


def slices(config: ModelConfig) -> TensorSlices:
    """Returns the slices with the numbers of a head that are turned in pairs half a head apart."""
    heads = {"query": config.heads, "key": config.kv_heads, "query_norm": 1, "key_norm": 1}
    parts = dict(layered(config, _TOP, _LAYER, "layers"))
    order = in_pairs(config.head_size, config.rotary_size)
    for name, part in parts.items():
        if (leaf := name.split(".")[-2]) in heads:
            parts[name] = replace(part, heads=heads[leaf], order=order)
    return parts


PHI = replace(llama.LLAMA, config=config, slices=slices)


def phi3_config(settings: Settings) -> ModelConfig:
    plain = llama.shared_config(settings, epsilon=1e-5, whole=False)
    window = settings.integer("sliding_window", 0)
    size = rotary_size(settings, plain.head_size, "partial_rotary_factor", 1.0)
    return replace(plain, rotary_size=size, windows=(window,) * plain.layers if window else ())


def phi3_slices(config: ModelConfig) -> TensorSlices:
    parts = llama.slices(config)
    return {name: _fused(config, name, part) for name, part in parts.items()}


def _fused(c: ModelConfig, name: str, part: TensorSlice) -> TensorSlice:
    """Returns the weights whose names have a Llama's parts, of which one tensor holds several, one
    behind another."""
    owner = name.split(".")[-2]
    rows = c.query_width + 2 * c.kv_width
    starts = {
        "query": ("qkv_proj", 0, rows),
        "key": ("qkv_proj", c.query_width, rows),
        "value": ("qkv_proj", c.query_width + c.kv_width, rows),
        "gate": ("gate_up_proj", 0, 2 * c.ffn_width),
        "up": ("gate_up_proj", c.ffn_width, 2 * c.ffn_width),
    }
    if owner not in starts:
        return part
    tensor, start, room = starts[owner]
    stem = part.name.rsplit(".", 2)[0]
    heads = {"query": c.heads, "key": c.kv_heads}.get(owner, 0)
    own = in_pairs(c.head_size, c.rotary_size)
    order = tuple(head * c.head_size + number for head in range(heads) for number in own)
    return TensorSlice(f"{stem}.{tensor}.weight", start=start, room=room, order=order)


PHI3 = replace(llama.LLAMA, config=phi3_config, slices=phi3_slices)
