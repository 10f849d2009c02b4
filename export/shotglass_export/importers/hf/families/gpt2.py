"""GPT-2: ``model_type`` "gpt2" (Radford et al. 2019, and whatever was trained in its shape).

Beside it GPT-1: ``model_type`` "openai-gpt" (Radford et al. 2018); norms stand after each sum. Both
have Conv1D layers: matrices stand (in, out); query, key and value are one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shotglass.architecture import Activation, ModelConfig

from ...tensor_slice import TensorSlices, layered
from ..settings import Settings
from .family import HfFamily, head_of


def config(settings: Settings) -> ModelConfig:
    settings.require("scale_attn_weights", True, "scores are divided by the root of the head size")
    settings.require("add_cross_attention", False, "there is nothing to attend to but the text")
    plain = _shared_config(settings, settings.activation("activation_function", "gelu_new"))
    return replace(
        plain,
        ffn_width=settings.integer("n_inner", plain.ffn_width),
        layer_scaled=settings.flag("scale_attn_by_inverse_layer_idx", False),
    )


# What transformers takes for these keys too, and writes over them.
_ALIASES = {
    "hidden_size": "n_embd",
    "max_position_embeddings": "n_positions",
    "num_attention_heads": "n_head",
    "num_hidden_layers": "n_layer",
}


def _shared_config(settings: Settings, activation: Activation) -> ModelConfig:
    width, heads = settings.integer("n_embd"), settings.integer("n_head")
    for alias, key in _ALIASES.items():
        settings.require(alias, settings.value(key), f"it is another name of {key}")
    return ModelConfig(
        vocabulary=settings.integer("vocab_size"),
        context=settings.context("n_positions"),
        layers=settings.layers("n_layer"),
        width=width,
        heads=heads,
        kv_heads=heads,
        head_size=width // max(heads, 1),
        ffn_width=4 * width,
        norm="layer",
        norm_epsilon=settings.decimal("layer_norm_epsilon", 1e-5),
        positions="learned",
        activation=activation,
        gated=False,
        tied=settings.flag("tie_word_embeddings", True),
        attention_bias=True,
        output_bias=True,
        ffn_bias=True,
    )


def slices(config: ModelConfig) -> TensorSlices:
    top = {"embedding": "wte", "position": "wpe", "final_norm": "ln_f", "head": "lm_head"}
    return conv1d_places(config, top)


GPT2 = HfFamily(
    config,
    slices,
    prefix="transformer.",
    ignored=(r"h\.\d+\.attn\.(masked_)?bias",),
    copies=head_of("wte.weight"),
)


_PACKED = ("query", "key", "value")
_LAYER = {
    "attention_norm": "ln_1",
    "attention.query": "attn.c_attn",
    "attention.key": "attn.c_attn",
    "attention.value": "attn.c_attn",
    "attention.output": "attn.c_proj",
    "ffn_norm": "ln_2",
    "ffn.up": "mlp.c_fc",
    "ffn.down": "mlp.c_proj",
}


def conv1d_places(config: ModelConfig, top: Mapping[str, str]) -> TensorSlices:
    width = config.query_width
    parts = dict(layered(config, top, _LAYER, "h"))
    for name, part in parts.items():
        if (leaf := name.split(".")[-2]) in _PACKED:
            part = replace(part, start=_PACKED.index(leaf) * width, room=len(_PACKED) * width)
        is_matrix = name.endswith(".weight") and (".attention." in name or ".ffn." in name)
        parts[name] = replace(part, transposed=is_matrix)
    return parts


# Its "gelu" has been the tanh form from the first; no other family means that by the name.
_GPT1_ACTIVATIONS: Mapping[str, Activation] = {
    "gelu": "gelu_tanh",
    "silu": "silu",
    "swish": "silu",
    "relu": "relu",
}


def gpt1_config(settings: Settings) -> ModelConfig:
    activation = settings.activation("afn", "gelu", _GPT1_ACTIVATIONS)
    return replace(_shared_config(settings, activation), norm_first=False)


def gpt1_places(config: ModelConfig) -> TensorSlices:
    top = {"embedding": "tokens_embed", "position": "positions_embed", "head": "lm_head"}
    return conv1d_places(config, top)


GPT1 = HfFamily(
    gpt1_config,
    gpt1_places,
    prefix="transformer.",
    ignored=(r"h\.\d+\.attn\.bias", r"position_ids"),
    copies=head_of("tokens_embed.weight"),
)
