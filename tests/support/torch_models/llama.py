"""transformers' Llama with our weights."""

from __future__ import annotations

from transformers import LlamaConfig, LlamaForCausalLM

from shotglass.architecture import ModelConfig

from .loading import Weights, loaded, renamed


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
    names = {"embedding": "model.embed_tokens", "final_norm": "model.norm"}
    for layer in range(config.layers):
        names |= _layer_names(f"layers.{layer}.", f"model.layers.{layer}.")
    head = {"lm_head.weight": weights["embedding.weight" if config.tied else "head.weight"]}
    return loaded(model, head | dict(renamed(weights, names)))


def _layer_names(ours: str, theirs: str) -> dict[str, str]:
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
    return {ours + mine: theirs + other for mine, other in names.items()}
