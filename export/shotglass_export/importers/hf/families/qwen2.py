"""Qwen2: ``model_type`` "qwen2" (Yang et al. 2024); a Llama with biases on query, key and value."""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed

from ..settings import Settings
from .llama import LLAMA, shared_config

_KINDS = {"full_attention": False, "sliding_attention": True}


def config(settings: Settings) -> ModelConfig:
    plain = replace(shared_config(settings), attention_bias=True)
    return replace(plain, windows=_windows(settings, plain.layers))


def _windows(settings: Settings, layers: int) -> tuple[int, ...]:
    """The last layers have a window, where it is switched on at all."""
    size = settings.integer("sliding_window", 0)
    if not size or not settings.flag("use_sliding_window", False):
        return ()
    kinds = settings.texts("layer_types")
    if not kinds:
        first = settings.integer("max_window_layers", 28)
        return tuple(size if layer >= first else 0 for layer in range(layers))
    if unknown := sorted(set(kinds) - set(_KINDS)):
        raise ImportFailed(
            f"config.json: layer_types holds {unknown[0]!r}; one of {', '.join(_KINDS)} was "
            "expected."
        )
    return tuple(size if _KINDS[kind] else 0 for kind in kinds)


QWEN2 = replace(LLAMA, config=config)
