"""OPT: ``model_type`` "opt" (Zhang et al. 2022): GPT-2 with ReLU, and positions from row 2 on."""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig

from ...tensor_slice import TensorSlices, layered
from ..settings import Settings
from .family import HfFamily, head_of

_TOP = {
    "embedding": "embed_tokens",
    "position": "embed_positions",
    "final_norm": "final_layer_norm",
    "head": "lm_head",
}
_LAYER = {
    "attention_norm": "self_attn_layer_norm",
    "attention.query": "self_attn.q_proj",
    "attention.key": "self_attn.k_proj",
    "attention.value": "self_attn.v_proj",
    "attention.output": "self_attn.out_proj",
    "ffn_norm": "final_layer_norm",
    "ffn.up": "fc1",
    "ffn.down": "fc2",
}
_OFFSET = 2  # rows before that of the first position, which nothing reads


def config(settings: Settings) -> ModelConfig:
    width, heads = settings.integer("hidden_size"), settings.integer("num_attention_heads")
    settings.require("word_embed_proj_dim", width, "the embedding is as wide as the stream")
    settings.require("layer_norm_elementwise_affine", True, "norms have weights")
    settings.require("_remove_final_layer_norm", False, "there is a norm before the head")
    bias = settings.flag("enable_bias", True)
    return ModelConfig(
        vocabulary=settings.integer("vocab_size"),
        context=settings.context("max_position_embeddings"),
        layers=settings.layers("num_hidden_layers"),
        width=width,
        heads=heads,
        kv_heads=heads,
        head_size=width // max(heads, 1),
        ffn_width=settings.integer("ffn_dim"),
        norm="layer",
        norm_epsilon=1e-5,
        positions="learned",
        activation=settings.activation("activation_function", "relu"),
        gated=False,
        tied=settings.flag("tie_word_embeddings", True),
        attention_bias=bias,
        output_bias=bias,
        ffn_bias=bias,
        norm_first=settings.flag("do_layer_norm_before", True),
    )


def slices(config: ModelConfig) -> TensorSlices:
    parts = dict(layered(config, _TOP, _LAYER, "layers"))
    position = parts["position.weight"]
    rows = config.context + _OFFSET
    return parts | {"position.weight": replace(position, start=_OFFSET, room=rows)}


OPT = HfFamily(
    config,
    slices,
    prefix="model.decoder.",
    copies=head_of("embed_tokens.weight"),
    old_prefix="decoder.",
)
