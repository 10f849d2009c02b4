"""BERT with its masked-word head: ``model_type`` "bert" (Devlin et al. 2018)."""

from __future__ import annotations

from collections.abc import Mapping

from shotglass.architecture import ModelConfig

from ...tensor_slice import TensorSlice, TensorSlices, layered
from ..settings import Settings
from .family import HfFamily

_TOP = {
    "embedding": "embeddings.word_embeddings",
    "position": "embeddings.position_embeddings",
    "segment": "embeddings.token_type_embeddings",
    "embedding_norm": "embeddings.LayerNorm",
    "head_transform": "cls.predictions.transform.dense",
    "head_norm": "cls.predictions.transform.LayerNorm",
}
_LAYER = {
    "attention.query": "attention.self.query",
    "attention.key": "attention.self.key",
    "attention.value": "attention.self.value",
    "attention.output": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "ffn.up": "intermediate.dense",
    "ffn.down": "output.dense",
    "ffn_norm": "output.LayerNorm",
}
_BIAS = "cls.predictions.bias"  # what a tied head adds; an untied one has its own and ignores it
_HEAD, _HEAD_BIAS = "cls.predictions.decoder.weight", "cls.predictions.decoder.bias"


def config(settings: Settings) -> ModelConfig:
    width, heads = settings.integer("hidden_size"), settings.integer("num_attention_heads")
    settings.require("is_decoder", False, "each token sees all others")
    settings.require("add_cross_attention", False, "there is nothing to attend to but the text")
    settings.require("position_embedding_type", "absolute", "positions are looked up in a table")
    return ModelConfig(
        vocabulary=settings.integer("vocab_size"),
        context=settings.context("max_position_embeddings"),
        layers=settings.layers("num_hidden_layers"),
        width=width,
        heads=heads,
        kv_heads=heads,
        head_size=width // max(heads, 1),
        ffn_width=settings.integer("intermediate_size"),
        norm="layer",
        norm_epsilon=settings.decimal("layer_norm_eps", 1e-12),
        positions="learned",
        activation=settings.activation("hidden_act", "gelu"),
        gated=False,
        tied=settings.flag("tie_word_embeddings", True),
        attention_bias=True,
        output_bias=True,
        ffn_bias=True,
        norm_first=False,
        bidirectional=True,
        segments=settings.integer("type_vocab_size", 2),
        embedding_norm=True,
        head_transform=True,
    )


def slices(config: ModelConfig) -> TensorSlices:
    parts = dict(layered(config, _TOP, _LAYER, "encoder.layer"))
    if config.tied:
        return parts | {"head.bias": TensorSlice(_BIAS)}
    return parts | {"head.weight": TensorSlice(_HEAD), "head.bias": TensorSlice(_HEAD_BIAS)}


def copies(config: ModelConfig) -> Mapping[str, str]:
    if config.tied:
        return {_HEAD: "embeddings.word_embeddings.weight", _HEAD_BIAS: _BIAS}
    return {}


BERT = HfFamily(
    config,
    slices,
    prefix="bert.",
    ignored=(
        r"embeddings\.(position|token_type)_ids",
        r"pooler\..*",  # reads a text's first token, for other tasks
        r"cls\.seq_relationship\..*",  # whether a sentence follows another
        r"cls\.predictions\.bias",  # read all the same where the head is tied
    ),
    copies=copies,
    renamed=((".gamma", ".weight"), (".beta", ".bias")),  # as TensorFlow called them
)
