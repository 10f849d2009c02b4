"""Llama, and with it SmolLM: ``model_type`` "llama" (Touvron et al. 2023).

Mistral and Qwen2 are Llamas but for what their own files say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shotglass.architecture import ModelConfig

from ..settings import Settings
from .family import Family, Places, layered
from .rope import rope_scaling, rope_theta

_TOP = {"embedding": "embed_tokens", "final_norm": "norm", "head": "lm_head"}
_LAYER = {
    "attention_norm": "input_layernorm",
    "attention.query": "self_attn.q_proj",
    "attention.key": "self_attn.k_proj",
    "attention.value": "self_attn.v_proj",
    "attention.output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn.gate": "mlp.gate_proj",
    "ffn.up": "mlp.up_proj",
    "ffn.down": "mlp.down_proj",
}


def shared_config(settings: Settings) -> ModelConfig:
    """Of a Llama without biases, which is a Mistral without windows."""
    width, heads = settings.integer("hidden_size"), settings.integer("num_attention_heads")
    return ModelConfig(
        vocabulary=settings.integer("vocab_size"),
        context=settings.context("max_position_embeddings"),
        layers=settings.layers("num_hidden_layers"),
        width=width,
        heads=heads,
        kv_heads=settings.integer("num_key_value_heads", heads),
        head_size=settings.integer("head_dim", width // max(heads, 1)),
        ffn_width=settings.integer("intermediate_size"),
        norm="rms",
        norm_epsilon=settings.decimal("rms_norm_eps", 1e-6),
        positions="rotary",
        activation=settings.activation("hidden_act", "silu"),
        gated=True,
        tied=settings.flag("tie_word_embeddings", False),
        rope_theta=rope_theta(settings),
        rope_scaling=rope_scaling(settings),
    )


def config(settings: Settings) -> ModelConfig:
    bias = settings.flag("attention_bias", False)
    return replace(
        shared_config(settings),
        attention_bias=bias,
        output_bias=bias,
        ffn_bias=settings.flag("mlp_bias", False),
    )


def places(config: ModelConfig) -> Places:
    return dict(layered(config, _TOP, _LAYER, "layers"))


def copies(config: ModelConfig) -> Mapping[str, str]:
    return {"lm_head.weight": "embed_tokens.weight"} if config.tied else {}


LLAMA = Family(
    config,
    places,
    prefix="model.",
    ignored=(r"layers\.\d+\.self_attn\.rotary_emb\.inv_freq", r"rotary_emb\.inv_freq"),
    copies=copies,
)
