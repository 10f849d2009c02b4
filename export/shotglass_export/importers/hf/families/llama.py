"""Llama, and with it SmolLM: ``model_type`` "llama" (Touvron et al. 2023).

Two more are Llamas but for little: Mistral (``model_type`` "mistral", Jiang et al. 2023), whose
attention has a window, and Qwen2 (``model_type`` "qwen2", Yang et al. 2024), with biases on query,
key and value. Rotary positions stand in
``config.json`` as version 5's ``rope_parameters``, or as version 4's ``rope_theta`` and
``rope_scaling``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed
from shotglass.rotary import RopeScaling

from ..settings import Settings
from .family import Family, Places, layered

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


_PLAIN = ("default", "none")


def rope_theta(settings: Settings) -> float:
    own = settings.part("rope_parameters")
    return (own or settings).decimal("rope_theta", settings.decimal("rope_theta", 10_000.0))


def rope_scaling(settings: Settings) -> RopeScaling | None:
    """Raises ImportFailed for a way to stretch positions that we do not compute."""
    found = settings.part("rope_parameters") or settings.part("rope_scaling")
    settings.require("rope_interleaved", False, "pairs are half a head apart")
    for part in (settings, found or settings):
        part.require("partial_rotary_factor", 1.0, "whole heads are turned")
    if found is None:
        return None
    kind = found.text("rope_type", found.text("type", "default"))
    if kind in _PLAIN:
        return None
    if kind == "linear":
        return RopeScaling("linear", found.decimal("factor"))
    if kind == "llama3":
        return RopeScaling(
            "llama3",
            found.decimal("factor"),
            found.decimal("low_freq_factor"),
            found.decimal("high_freq_factor"),
            found.integer("original_max_position_embeddings"),
        )
    raise ImportFailed(
        f"config.json stretches rotary positions the {kind!r} way; linear and llama3 are what can "
        "be computed."
    )


def mistral_config(settings: Settings) -> ModelConfig:
    plain, window = shared_config(settings), settings.integer("sliding_window", 0)
    return replace(plain, windows=(window,) * plain.layers) if window else plain


MISTRAL = replace(LLAMA, config=mistral_config)


_QWEN2_KINDS = {"full_attention": False, "sliding_attention": True}


def qwen2_config(settings: Settings) -> ModelConfig:
    plain = replace(shared_config(settings), attention_bias=True)
    return replace(plain, windows=_qwen2_windows(settings, plain.layers))


def _qwen2_windows(settings: Settings, layers: int) -> tuple[int, ...]:
    """The last layers have a window, where it is switched on at all."""
    size = settings.integer("sliding_window", 0)
    if not size or not settings.flag("use_sliding_window", False):
        return ()
    kinds = settings.texts("layer_types")
    if not kinds:
        first = settings.integer("max_window_layers", 28)
        return tuple(size if layer >= first else 0 for layer in range(layers))
    if unknown := sorted(set(kinds) - set(_QWEN2_KINDS)):
        raise ImportFailed(
            f"config.json: layer_types holds {unknown[0]!r}; one of {', '.join(_QWEN2_KINDS)} was "
            "expected."
        )
    return tuple(size if _QWEN2_KINDS[kind] else 0 for kind in kinds)


QWEN2 = replace(LLAMA, config=qwen2_config)
