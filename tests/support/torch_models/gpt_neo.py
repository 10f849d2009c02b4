"""transformers' GPT-Neo, whose layers are dense and banded in turn, as GPT-3's."""

from __future__ import annotations

import numpy as np
from transformers import GPTNeoConfig, GPTNeoForCausalLM

from shotglass.architecture import ModelConfig

from .loading import Weights, loaded

_LINEARS = {
    "attention.query": "attn.attention.q_proj",
    "attention.key": "attn.attention.k_proj",
    "attention.value": "attn.attention.v_proj",
    "attention.output": "attn.attention.out_proj",
    "ffn.up": "mlp.c_fc",
    "ffn.down": "mlp.c_proj",
    "attention_norm": "ln_1",
    "ffn_norm": "ln_2",
}


def torch_gpt_neo(config: ModelConfig, weights: Weights) -> GPTNeoForCausalLM:
    """For two layers, dense and banded, without attention biases: GPT-Neo has no others."""
    dense, window = config.windows
    assert (dense, config.attention_bias, config.heads) == (0, False, config.kv_heads)
    model = GPTNeoForCausalLM(
        GPTNeoConfig(
            vocab_size=config.vocabulary,
            max_position_embeddings=config.context,
            hidden_size=config.width,
            intermediate_size=config.ffn_width,
            num_layers=config.layers,
            attention_types=[[["global", "local"], 1]],
            num_heads=config.heads,
            window_size=window,
            activation_function="gelu_new",
            layer_norm_epsilon=config.norm_epsilon,
        )
    )
    state = {
        "transformer.wte.weight": weights["embedding.weight"],
        "transformer.wpe.weight": weights["position.weight"],
        "transformer.ln_f.weight": weights["final_norm.weight"],
        "transformer.ln_f.bias": weights["final_norm.bias"],
        "lm_head.weight": weights["embedding.weight"],
    }
    for name, array in weights.items():
        if name.startswith("layers."):
            _, layer, leaf = name.split(".", 2)
            stem, _, suffix = leaf.rpartition(".")
            # GPT-Neo does not divide its scores by sqrt(d).
            scale = config.head_size**-0.5 if stem == "attention.query" else 1
            state[f"transformer.h.{layer}.{_LINEARS[stem]}.{suffix}"] = array * np.float32(scale)
    return loaded(model, state)
