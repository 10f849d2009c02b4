"""GPT-NeoX and Pythia: ``model_type`` "gpt_neox" (Black et al. 2022, Biderman et al. 2023).

Attention and feed-forward read the same stream, a part of each head is turned, and query, key and
value are one matrix in which a head's three stand together.
"""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig

from ...tensor_slice import TensorSlices, in_pairs, layered
from ..settings import Settings
from .family import HfFamily, head_of
from .rope import rope_scaling, rope_theta, rotary_size

_TOP = {"embedding": "embed_in", "final_norm": "final_layer_norm", "head": "lm_head"}
_LAYER = {
    "attention_norm": "input_layernorm",
    "attention.query": "attention.query_key_value",
    "attention.key": "attention.query_key_value",
    "attention.value": "attention.query_key_value",
    "attention.output": "attention.dense",
    "ffn_norm": "post_attention_layernorm",
    "ffn.up": "mlp.dense_h_to_4h",
    "ffn.down": "mlp.dense_4h_to_h",
}
_PACKED = ("query", "key", "value")


def config(settings: Settings) -> ModelConfig:
    width, heads = settings.integer("hidden_size"), settings.integer("num_attention_heads")
    size, bias = width // max(heads, 1), settings.flag("attention_bias", True)
    theta = settings.decimal("rotary_emb_base", 10_000.0)
    settings.require("head_dim", size, "heads make up the width")
    settings.require("rope_theta", theta, "it is another name of rotary_emb_base")
    return ModelConfig(
        vocabulary=settings.integer("vocab_size"),
        context=settings.context("max_position_embeddings"),
        layers=settings.layers("num_hidden_layers"),
        width=width,
        heads=heads,
        kv_heads=heads,
        head_size=size,
        ffn_width=settings.integer("intermediate_size"),
        norm="layer",
        norm_epsilon=settings.decimal("layer_norm_eps", 1e-5),
        positions="rotary",
        activation=settings.activation("hidden_act", "gelu"),
        gated=False,
        tied=settings.flag("tie_word_embeddings", False),
        attention_bias=bias,
        output_bias=bias,
        ffn_bias=True,
        rope_theta=rope_theta(settings, theta),
        rope_scaling=rope_scaling(settings, whole=False),
        rotary_size=rotary_size(settings, size, "rotary_pct", 0.25),
        parallel="two norms" if settings.flag("use_parallel_residual", True) else "no",
    )


def slices(config: ModelConfig) -> TensorSlices:
    parts, size = dict(layered(config, _TOP, _LAYER, "layers")), config.head_size
    for name, part in parts.items():
        if (leaf := name.split(".")[-2]) in _PACKED:
            order = in_pairs(size, config.rotary_size) if leaf != "value" else ()
            start = _PACKED.index(leaf) * size
            parts[name] = replace(part, heads=config.heads, start=start, room=3 * size, order=order)
    return parts


GPT_NEOX = HfFamily(
    config,
    slices,
    prefix="gpt_neox.",
    ignored=(r"layers\.\d+\.attention\.((masked_)?bias|rotary_emb\.inv_freq)",),
    copies=head_of("embed_in.weight"),
    renamed=(("embed_out.weight", "lm_head.weight"),),
)
