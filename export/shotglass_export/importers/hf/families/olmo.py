"""OLMo 2: ``model_type`` "olmo2" (OLMo et al. 2024): a Llama whose norms stand on what each part
adds, with queries and keys that are normed over all heads."""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig

from ..settings import Settings
from .family import Places, layered
from .llama import LAYER as LLAMA_LAYER
from .llama import LLAMA, TOP, shared_config

_LAYER = {
    **LLAMA_LAYER,
    "attention_out_norm": "post_attention_layernorm",
    "ffn_out_norm": "post_feedforward_layernorm",
}


def config(settings: Settings) -> ModelConfig:
    bias = settings.flag("attention_bias", False)
    return replace(
        shared_config(settings, epsilon=1e-5),
        attention_bias=bias,
        output_bias=bias,
        head_norm="width",
        part_norms="out",
    )


def places(config: ModelConfig) -> Places:
    return dict(layered(config, TOP, _LAYER, "layers"))


OLMO2 = replace(LLAMA, config=config, places=places)
