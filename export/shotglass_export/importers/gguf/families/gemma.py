"""Gemma 1 to 3: token vectors multiplied by sqrt(D). The converter adds the 1 that Gemma's norms
are stored less; which layers have a window, and how scores are scaled, no key says.

Source: llama.cpp's src/models/{gemma,gemma2,gemma3}.cpp.
"""

from __future__ import annotations

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed

from ..header import Metadata
from .decoders import RMS_GATED
from .family import Fields, GgufFamily

_GEMMA: Fields = {**RMS_GATED, "activation": "gelu_tanh"}
_WINDOW, _PERIOD = "attention.sliding_window", "attention.sliding_window_pattern"
_SCORE_CAP, _LOGIT_CAP = "attn_logit_softcapping", "final_logit_softcapping"
_LOCAL_THETA = "rope.freq_base_swa"
_USUAL_LOCAL_THETA = 10_000.0
_GEMMA3_PERIOD = 6
_WIDE = {"gemma2": 46, "gemma3": 62}  # layers of those of 27b, whose scores are scaled otherwise


def _scaled(_keys: Metadata, config: ModelConfig) -> Fields:
    return {"embedding_scale": config.width**0.5}


def _sandwich(keys: Metadata, config: ModelConfig, every: int, wide: int) -> Fields:
    """``every``: of so many layers one has no window, the last."""
    size = keys.integer(_WINDOW)
    divided = config.width // config.heads if config.layers == wide else config.head_size
    has = [(layer + 1) % max(every, 1) != 0 for layer in range(config.layers)]
    return {
        **_scaled(keys, config),
        "part_norms": "both",
        "attention_scale": float(divided) ** -0.5,
        "windows": tuple(size if each else 0 for each in has) if size and any(has) else (),
    }


def _gemma2(keys: Metadata, config: ModelConfig) -> Fields:
    return {
        **_sandwich(keys, config, 2, _WIDE["gemma2"]),
        **_turned_apart(keys, config),
        "attention_softcap": keys.decimal(_SCORE_CAP, 50.0),
        "logit_softcap": keys.decimal(_LOGIT_CAP, 30.0),
    }


def _turned_apart(keys: Metadata, config: ModelConfig) -> Fields:
    """The layers with a window, where their base is said to be another. Raises ImportFailed where
    positions are stretched too: here layers with a base of their own are not."""
    local = keys.decimal(_LOCAL_THETA, config.rope_theta)
    if local == config.rope_theta:
        return {}
    if config.rope_scaling is not None:
        raise ImportFailed(
            f"The file turns layers with a window by the base {local:g} and stretches their "
            "positions; one of both was expected."
        )
    return {"local_rope_theta": local}


def _gemma2_keys(config: ModelConfig) -> Fields:
    return {
        _WINDOW: max(config.windows, default=0),
        _SCORE_CAP: config.attention_softcap,
        _LOGIT_CAP: config.logit_softcap,
    }


def _gemma3(keys: Metadata, config: ModelConfig) -> Fields:
    return {
        **_sandwich(keys, config, keys.integer(_PERIOD, _GEMMA3_PERIOD), _WIDE["gemma3"]),
        "head_norm": "head",
        "local_rope_theta": keys.decimal(_LOCAL_THETA, _USUAL_LOCAL_THETA),
        "logit_softcap": keys.decimal(_LOGIT_CAP, 0.0),
    }


def _gemma3_keys(config: ModelConfig) -> Fields:
    keys: dict[str, float] = {_WINDOW: max(config.windows, default=0)}
    if config.local_rope_theta != _USUAL_LOCAL_THETA:
        keys[_LOCAL_THETA] = config.local_rope_theta
    if config.logit_softcap:
        keys[_LOGIT_CAP] = config.logit_softcap
    return keys


GEMMA = GgufFamily("gemma", {**_GEMMA, "tied": True}, _scaled)
GEMMA2 = GgufFamily("gemma2", {**_GEMMA, "tied": True}, _gemma2, _gemma2_keys)
GEMMA3 = GgufFamily("gemma3", _GEMMA, _gemma3, _gemma3_keys)
