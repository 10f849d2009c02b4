"""GPT-1: ``model_type`` "openai-gpt" (Radford et al. 2018); norms stand after each sum."""

from __future__ import annotations

from collections.abc import Mapping

from shotglass.architecture import Activation, ModelConfig

from ..settings import Settings
from .family import Family, Places
from .gpt2 import conv1d_places

# Its "gelu" has been the tanh form from the first; no other family means that by the name.
_ACTIVATIONS: Mapping[str, Activation] = {"gelu": "gelu_tanh", "silu": "silu", "swish": "silu"}


def config(settings: Settings) -> ModelConfig:
    width, heads = settings.integer("n_embd"), settings.integer("n_head")
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
        activation=settings.activation("afn", "gelu", _ACTIVATIONS),
        gated=False,
        tied=settings.flag("tie_word_embeddings", True),
        attention_bias=True,
        output_bias=True,
        ffn_bias=True,
        norm_first=False,
    )


def places(config: ModelConfig) -> Places:
    top = {"embedding": "tokens_embed", "position": "positions_embed", "head": "lm_head"}
    return conv1d_places(config, top)


def copies(config: ModelConfig) -> Mapping[str, str]:
    return {"lm_head.weight": "tokens_embed.weight"} if config.tied else {}


GPT1 = Family(
    config,
    places,
    prefix="transformer.",
    ignored=(r"h\.\d+\.attn\.bias", r"position_ids"),
    copies=copies,
)
