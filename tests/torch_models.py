"""The outside oracle: transformers' own GPT-2 and Llama, holding our canonical weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

from shotglass.architecture import ModelConfig

Weights = Mapping[str, NDArray]
Model = TypeVar("Model", bound=torch.nn.Module)


def torch_llama(config: ModelConfig, weights: Weights) -> LlamaForCausalLM:
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=config.vocabulary,
            hidden_size=config.width,
            intermediate_size=config.ffn_width,
            num_hidden_layers=config.layers,
            num_attention_heads=config.heads,
            num_key_value_heads=config.kv_heads,
            head_dim=config.head_size,
            max_position_embeddings=config.context,
            rms_norm_eps=config.norm_epsilon,
            rope_parameters={"rope_type": "default", "rope_theta": config.rope_theta},
            tie_word_embeddings=config.tied,
        )
    )
    names = {
        "attention_norm": "input_layernorm",
        "attention.query": "self_attn.q_proj",
        "attention.key": "self_attn.k_proj",
        "attention.value": "self_attn.v_proj",
        "attention.output": "self_attn.o_proj",
        "ffn_norm": "post_attention_layernorm",
        "ffn.gate": "mlp.gate_proj",
        "ffn.up": "mlp.up_proj",
        "ffn.down": "mlp.down_proj",
    }
    state = {
        "model.embed_tokens.weight": weights["embedding.weight"],
        "model.norm.weight": weights["final_norm.weight"],
        "lm_head.weight": weights["embedding.weight" if config.tied else "head.weight"],
    }
    for layer in range(config.layers):
        for ours, theirs in names.items():
            array = weights[f"layers.{layer}.{ours}.weight"]
            state[f"model.layers.{layer}.{theirs}.weight"] = array
    return _loaded(model, state)


def torch_gpt2(config: ModelConfig, weights: Weights) -> GPT2LMHeadModel:
    assert config.width == config.heads * config.head_size  # GPT-2 knows no other
    model = GPT2LMHeadModel(
        GPT2Config(
            vocab_size=config.vocabulary,
            n_positions=config.context,
            n_embd=config.width,
            n_inner=config.ffn_width,
            n_layer=config.layers,
            n_head=config.heads,
            layer_norm_epsilon=config.norm_epsilon,
            activation_function="gelu_new",
            tie_word_embeddings=config.tied,
        )
    )
    state = {
        "transformer.wte.weight": weights["embedding.weight"],
        "transformer.wpe.weight": weights["position.weight"],
        "transformer.ln_f.weight": weights["final_norm.weight"],
        "transformer.ln_f.bias": weights["final_norm.bias"],
        "lm_head.weight": weights["embedding.weight" if config.tied else "head.weight"],
    }
    for layer in range(config.layers):
        state |= _gpt2_layer(weights, f"layers.{layer}.", f"transformer.h.{layer}.")
    return _loaded(model, state)


def _gpt2_layer(weights: Weights, ours: str, theirs: str) -> dict[str, NDArray]:
    parts = [f"{ours}attention.{name}" for name in ("query", "key", "value")]
    state = {
        f"{theirs}attn.c_attn.weight": np.concatenate([weights[f"{p}.weight"] for p in parts]).T,
        f"{theirs}attn.c_attn.bias": np.concatenate([weights[f"{p}.bias"] for p in parts]),
    }
    linears = {
        "attention.output": "attn.c_proj",
        "ffn.up": "mlp.c_fc",
        "ffn.down": "mlp.c_proj",
    }
    for mine, other in linears.items():
        state[f"{theirs}{other}.weight"] = weights[f"{ours}{mine}.weight"].T
        state[f"{theirs}{other}.bias"] = weights[f"{ours}{mine}.bias"]
    for mine, other in {"attention_norm": "ln_1", "ffn_norm": "ln_2"}.items():
        for suffix in ("weight", "bias"):
            state[f"{theirs}{other}.{suffix}"] = weights[f"{ours}{mine}.{suffix}"]
    return state


def _loaded(model: Model, state: Mapping[str, NDArray]) -> Model:
    tensors = {name: torch.tensor(array.copy()) for name, array in state.items()}
    model.load_state_dict(tensors, strict=True)
    return model.eval()
