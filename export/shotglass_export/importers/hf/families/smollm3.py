"""SmolLM3: ``model_type`` "smollm3" (Bakouch et al. 2025): a Llama, of which every fourth layer
turns no queries and keys (Yang et al. 2025, "Rope to Nope and Back Again")."""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed

from ..settings import Settings
from .llama import LLAMA, shared_config
from .windows import windows_of

_THETA = 2_000_000.0


def config(settings: Settings) -> ModelConfig:
    plain, bias = shared_config(settings, theta=_THETA), settings.flag("attention_bias", False)
    turned = _turned(settings, plain.layers)
    size = settings.integer("sliding_window", 0)
    used = size if settings.flag("use_sliding_window", False) else 0
    return replace(
        plain,
        tied=settings.flag("tie_word_embeddings", True),
        attention_bias=bias,
        output_bias=bias,
        ffn_bias=settings.flag("mlp_bias", False),
        unturned=tuple(layer for layer, turns in enumerate(turned) if not turns),
        windows=windows_of(settings, plain.layers, used, [not turns for turns in turned]),
    )


def _turned(settings: Settings, layers: int) -> list[bool]:
    """Whether each layer turns its queries and keys. Raises ImportFailed for too short a list."""
    told = settings.integers("no_rope_layers")
    if not told:
        each = max(settings.integer("no_rope_layer_interval", 4), 1)
        return [(layer + 1) % each != 0 for layer in range(layers)]
    if len(told) < layers:
        raise ImportFailed(
            f"config.json: no_rope_layers names {len(told)} layers; {layers} were expected."
        )
    return [turns != 0 for turns in told[:layers]]


SMOLLM3 = replace(LLAMA, config=config)
