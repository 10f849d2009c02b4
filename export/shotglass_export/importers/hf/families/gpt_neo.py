"""GPT-Neo: ``model_type`` "gpt_neo" (Black et al. 2021): GPT-2 with windows in some layers, and
scores that are not divided by the root of the head size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed

from ...tensor_slice import TensorSlices, layered
from ..settings import Settings
from .family import HfFamily, head_of

_TOP = {"embedding": "wte", "position": "wpe", "final_norm": "ln_f", "head": "lm_head"}
_LAYER = {
    "attention_norm": "ln_1",
    "attention.query": "attn.attention.q_proj",
    "attention.key": "attn.attention.k_proj",
    "attention.value": "attn.attention.v_proj",
    "attention.output": "attn.attention.out_proj",
    "ffn_norm": "ln_2",
    "ffn.up": "mlp.c_fc",
    "ffn.down": "mlp.c_proj",
}


def config(settings: Settings) -> ModelConfig:
    width, heads = settings.integer("hidden_size"), settings.integer("num_heads")
    layers = settings.layers("num_layers")
    settings.require("num_attention_heads", heads, "it is another name of num_heads")
    settings.require("num_hidden_layers", layers, "it is another name of num_layers")
    size = settings.integer("window_size", 256)
    if size == 0:
        settings.refuse("window_size", 256, "a token sees itself at least")
    kinds = list(_expanded(settings.value("attention_types"), layers))
    settings.require("attention_layers", kinds, "it is attention_types, layer by layer")
    if len(kinds) < layers or not set(kinds) <= {"global", "local"}:
        raise ImportFailed(
            f"config.json names the attention of its layers as {str(kinds)[:80]}; global or local "
            f"for each of {layers} was expected."
        )
    local = [kind == "local" for kind in kinds[:layers]]
    return ModelConfig(
        vocabulary=settings.integer("vocab_size"),
        context=settings.context("max_position_embeddings"),
        layers=layers,
        width=width,
        heads=heads,
        kv_heads=heads,
        head_size=width // max(heads, 1),
        ffn_width=settings.integer("intermediate_size", 4 * width),
        norm="layer",
        norm_epsilon=settings.decimal("layer_norm_epsilon", 1e-5),
        positions="learned",
        activation=settings.activation("activation_function", "gelu_new"),
        gated=False,
        tied=settings.flag("tie_word_embeddings", True),
        output_bias=True,
        ffn_bias=True,
        windows=tuple(size if each else 0 for each in local) if any(local) else (),
        attention_scale=1.0,
    )


def _expanded(types: Any, layers: int) -> Iterator[str]:
    """Expands [[[kind, ...], times], ...]; every second layer is local where nothing is said."""
    for item in types or [[["global", "local"], layers]]:
        match item:
            case [[*kinds], int(times)] if times <= layers:
                yield from (str(kind) for _ in range(times) for kind in kinds)
            case _:
                yield str(item)[:80]


def slices(config: ModelConfig) -> TensorSlices:
    return dict(layered(config, _TOP, _LAYER, "h"))


GPT_NEO = HfFamily(
    config,
    slices,
    prefix="transformer.",
    ignored=(r"h\.\d+\.attn\.attention\.(masked_)?bias",),
    copies=head_of("wte.weight"),
)
