"""Gemma 1 to 3: ``model_type`` "gemma", "gemma2" and "gemma3_text" (Gemma Team 2024 and 2025).

A Llama whose token vectors are multiplied by sqrt(D), in fp32 as all else here, and whose norms
are stored less 1. Gemma 2 norms what each part adds as well, caps scores and logits and has a
window in every second layer; Gemma 3 norms queries and keys in place of the caps, and turns layers
with a window by a base of their own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed

from ...tensor_slice import TensorSlices, layered
from ..settings import Settings
from .llama import LAYER as LLAMA_LAYER
from .llama import LLAMA, TOP, shared_config
from .rope import scaling_of
from .windows import windows_of

_SANDWICH = {
    **LLAMA_LAYER,
    "attention_out_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "ffn_out_norm": "post_feedforward_layernorm",
}
_HEAD_SIZE = 256
_LOCAL_THETA, _GLOBAL_THETA = 10_000.0, 1_000_000.0


def config(settings: Settings) -> ModelConfig:
    plain = _shared(settings, "hidden_act")
    # The first files say "gelu" and mean the tanh form; hidden_activation came with version 4 and
    # is not read any more.
    activation = "gelu_tanh" if plain.activation == "gelu" else plain.activation
    other = settings.activation("hidden_activation", "gelu_new")
    if settings.has("hidden_activation") and other != activation:
        act = settings.text("hidden_act", "gelu_new")
        settings.refuse("hidden_activation", act, "it is another name of hidden_act")
    return replace(plain, activation=activation)


def _shared(settings: Settings, activation: str) -> ModelConfig:
    """``activation``: the key that names it; the tanh form of GELU where it says nothing."""
    bias = settings.flag("attention_bias", False)
    plain = shared_config(settings, head_size=_HEAD_SIZE)
    return replace(
        plain,
        tied=settings.flag("tie_word_embeddings", True),
        attention_bias=bias,
        output_bias=bias,
        activation=settings.activation(activation, "gelu_new"),
        embedding_scale=plain.width**0.5,
    )


def slices(config: ModelConfig) -> TensorSlices:
    names = _SANDWICH if config.norms_out else LLAMA_LAYER
    parts = dict(layered(config, TOP, names, "layers"))
    return {
        name: replace(part, plus=1.0) if name.endswith("norm.weight") else part
        for name, part in parts.items()
    }


GEMMA = replace(LLAMA, config=config, slices=slices)


def gemma2_config(settings: Settings) -> ModelConfig:
    return replace(
        _sandwich(settings, 2),
        attention_softcap=_cap(settings, "attn_logit_softcapping", 50.0),
        logit_softcap=_cap(settings, "final_logit_softcapping", 30.0),
    )


def _sandwich(settings: Settings, every: int) -> ModelConfig:
    """``every``: of so many layers one has no window, the last."""
    plain = _shared(settings, "hidden_activation")
    size = settings.integer("sliding_window", 4096)
    alternating = [(layer + 1) % every != 0 for layer in range(plain.layers)]
    return replace(
        plain,
        part_norms="both",
        attention_scale=settings.decimal("query_pre_attn_scalar", float(_HEAD_SIZE)) ** -0.5,
        windows=windows_of(settings, plain.layers, size, alternating),
    )


def _cap(settings: Settings, key: str, default: float | None) -> float:
    """0 where the key says that there is none; a file without the key has ``default``."""
    if settings.denies(key) or (default is None and not settings.has(key)):
        return 0.0
    return settings.decimal(key, default or 0.0)


GEMMA2 = replace(LLAMA, config=gemma2_config, slices=slices)


def gemma3_config(settings: Settings) -> ModelConfig:
    settings.require("attn_logit_softcapping", None, "scores are not capped")
    every = max(settings.integer("sliding_window_pattern", 6), 1)
    return replace(
        _sandwich(settings, every),
        head_norm="head",
        logit_softcap=_cap(settings, "final_logit_softcapping", None),
        **_turns(settings),
    )


def _turns(settings: Settings) -> dict[str, Any]:
    """Version 5 has the two ways to turn side by side. Raises ImportFailed for a stretched way of
    layers with a window."""
    both, theta = settings.part("rope_parameters"), settings.decimal("rope_theta", _GLOBAL_THETA)
    local_theta = settings.decimal("rope_local_base_freq", _LOCAL_THETA)
    if both is None:
        return {
            "rope_theta": theta,
            "rope_scaling": scaling_of(settings.part("rope_scaling")),
            "local_rope_theta": local_theta,
        }
    settings.require("rope_scaling", None, "rope_parameters says how positions are stretched")
    whole, local = both.part("full_attention"), both.part("sliding_attention")
    if scaling_of(local):
        raise ImportFailed(
            "config.json stretches the rotary positions of layers with a window; only those of the "
            "others can be."
        )
    return {
        "rope_theta": whole.decimal("rope_theta", theta) if whole else theta,
        "rope_scaling": scaling_of(whole),
        "local_rope_theta": local.decimal("rope_theta", local_theta) if local else local_theta,
    }


GEMMA3 = replace(LLAMA, config=gemma3_config, slices=slices)
