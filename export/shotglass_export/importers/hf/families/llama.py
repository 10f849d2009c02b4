"""Llama, and with it SmolLM: ``model_type`` "llama" (Touvron et al. 2023).

More are Llamas but for little: Mistral (``model_type`` "mistral", Jiang et al. 2023), whose
attention has a window; Qwen2 (``model_type`` "qwen2", Yang et al. 2024), with biases on query,
key and value; Qwen3 (``model_type`` "qwen3", Yang et al. 2025), which norms each head's query and
key instead; OLMo 2 (``model_type`` "olmo2", OLMo et al. 2024), whose norms stand on what each part
adds, with queries and keys that are normed over all heads; and SmolLM3 (``model_type`` "smollm3",
Bakouch et al. 2025), of which every fourth layer turns no queries and keys (Yang et al. 2025, "Rope
to Nope and Back Again").
"""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed

from ...tensor_slice import TensorSlices, layered
from ..settings import Settings
from .family import HfFamily, head_of
from .rope import rope_scaling, rope_theta
from .windows import windows_of

TOP = {"embedding": "embed_tokens", "final_norm": "norm", "head": "lm_head"}
LAYER = {
    "attention_norm": "input_layernorm",
    "attention.query": "self_attn.q_proj",
    "attention.key": "self_attn.k_proj",
    "attention.value": "self_attn.v_proj",
    "attention.query_norm": "self_attn.q_norm",
    "attention.key_norm": "self_attn.k_norm",
    "attention.output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn.gate": "mlp.gate_proj",
    "ffn.up": "mlp.up_proj",
    "ffn.down": "mlp.down_proj",
}


def shared_config(
    settings: Settings,
    *,
    head_size: int = 0,
    epsilon: float = 1e-6,
    theta: float = 10_000.0,
    whole: bool = True,
) -> ModelConfig:
    """Returns the shape of a Llama without biases, which is a Mistral without windows.
    ``head_size``, ``epsilon`` and ``theta`` are what the family has where config.json says nothing;
    0 stands for heads that make up the width. ``whole``: whether heads are turned as wholes in
    every model of the family."""
    width, heads = settings.integer("hidden_size"), settings.integer("num_attention_heads")
    return ModelConfig(
        vocabulary=settings.integer("vocab_size"),
        context=settings.context("max_position_embeddings"),
        layers=settings.layers("num_hidden_layers"),
        width=width,
        heads=heads,
        kv_heads=settings.integer("num_key_value_heads", heads),
        head_size=settings.integer("head_dim", head_size or width // max(heads, 1)),
        ffn_width=settings.integer("intermediate_size"),
        norm="rms",
        norm_epsilon=settings.decimal("rms_norm_eps", epsilon),
        positions="rotary",
        activation=settings.activation("hidden_act", "silu"),
        gated=True,
        tied=settings.flag("tie_word_embeddings", False),
        rope_theta=rope_theta(settings, theta),
        rope_scaling=rope_scaling(settings, whole=whole),
    )


def config(settings: Settings) -> ModelConfig:
    bias = settings.flag("attention_bias", False)
    return replace(
        shared_config(settings),
        attention_bias=bias,
        output_bias=bias,
        ffn_bias=settings.flag("mlp_bias", False),
    )


def slices(config: ModelConfig) -> TensorSlices:
    return dict(layered(config, TOP, LAYER, "layers"))


LLAMA = HfFamily(
    config,
    slices,
    prefix="model.",
    ignored=(r"layers\.\d+\.self_attn\.rotary_emb\.inv_freq", r"rotary_emb\.inv_freq"),
    copies=head_of("embed_tokens.weight"),
)


def mistral_config(settings: Settings) -> ModelConfig:
    plain, window = shared_config(settings), settings.integer("sliding_window", 0)
    return replace(plain, windows=(window,) * plain.layers) if window else plain


MISTRAL = replace(LLAMA, config=mistral_config)


def qwen2_config(settings: Settings) -> ModelConfig:
    plain = replace(shared_config(settings), attention_bias=True)
    return replace(plain, windows=later_windows(settings, plain.layers))


def later_windows(settings: Settings, layers: int) -> tuple[int, ...]:
    """The last layers have a window, where it is switched on at all."""
    size = settings.integer("sliding_window", 0)
    first = settings.integer("max_window_layers", 28)
    used = size if settings.flag("use_sliding_window", False) else 0
    return windows_of(settings, layers, used, [layer >= first for layer in range(layers)])


QWEN2 = replace(LLAMA, config=qwen2_config)


def qwen3_config(settings: Settings) -> ModelConfig:
    """Returns the shape of a Qwen3, whose heads are of 128 where config.json says nothing of
    them."""
    plain, bias = shared_config(settings, head_size=128), settings.flag("attention_bias", False)
    windows = later_windows(settings, plain.layers)
    return replace(plain, windows=windows, attention_bias=bias, output_bias=bias, head_norm="head")


QWEN3 = replace(LLAMA, config=qwen3_config)


_OLMO2_LAYER = {
    **LAYER,
    "attention_out_norm": "post_attention_layernorm",
    "ffn_out_norm": "post_feedforward_layernorm",
}


def olmo2_config(settings: Settings) -> ModelConfig:
    bias = settings.flag("attention_bias", False)
    return replace(
        shared_config(settings, epsilon=1e-5),
        attention_bias=bias,
        output_bias=bias,
        head_norm="width",
        part_norms="out",
    )


def olmo2_slices(config: ModelConfig) -> TensorSlices:
    return dict(layered(config, TOP, _OLMO2_LAYER, "layers"))


OLMO2 = replace(LLAMA, config=olmo2_config, slices=olmo2_slices)


_SMOLLM3_THETA = 2_000_000.0


def smollm3_config(settings: Settings) -> ModelConfig:
    plain = shared_config(settings, theta=_SMOLLM3_THETA)
    bias = settings.flag("attention_bias", False)
    each = max(settings.integer("no_rope_layer_interval", 4), 1)
    flags = settings.integers("no_rope_layers")
    flags = flags or [(layer + 1) % each for layer in range(plain.layers)]
    if len(flags) < plain.layers:
        raise ImportFailed(
            f"config.json: no_rope_layers names {len(flags)} layers; {plain.layers} were expected."
        )
    unturned = [flag == 0 for flag in flags[: plain.layers]]
    size, is_used = (
        settings.integer("sliding_window", 0),
        settings.flag("use_sliding_window", False),
    )
    # The flag decides alone where no layer is named.
    used = size if is_used or settings.has("layer_types") else 0
    return replace(
        plain,
        tied=settings.flag("tie_word_embeddings", True),
        attention_bias=bias,
        output_bias=bias,
        ffn_bias=settings.flag("mlp_bias", False),
        unturned=tuple(layer for layer, is_unturned in enumerate(unturned) if is_unturned),
        windows=windows_of(settings, plain.layers, used, unturned),
    )


SMOLLM3 = replace(LLAMA, config=smollm3_config)
