"""transformers' GPT-1 and GPT-2 with our weights."""

from __future__ import annotations

from transformers import GPT2Config, GPT2LMHeadModel, OpenAIGPTConfig, OpenAIGPTLMHeadModel

from shotglass.architecture import ModelConfig

from .loading import Weights, conv1d_layer, loaded


def torch_gpt1(config: ModelConfig, weights: Weights) -> OpenAIGPTLMHeadModel:
    assert config.width == config.heads * config.head_size  # GPT-1 knows no other
    assert config.ffn_width == 4 * config.width
    model = OpenAIGPTLMHeadModel(
        OpenAIGPTConfig(
            vocab_size=config.vocabulary,
            n_positions=config.context,
            n_embd=config.width,
            n_layer=config.layers,
            n_head=config.heads,
            afn="gelu",  # by which transformers means the tanh form
            layer_norm_epsilon=config.norm_epsilon,
        )
    )
    state = {
        "transformer.tokens_embed.weight": weights["embedding.weight"],
        "transformer.positions_embed.weight": weights["position.weight"],
        "lm_head.weight": weights["embedding.weight"],
    }
    for layer in range(config.layers):
        state |= conv1d_layer(weights, f"layers.{layer}.", f"transformer.h.{layer}.")
    return loaded(model, state)


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
        state |= conv1d_layer(weights, f"layers.{layer}.", f"transformer.h.{layer}.")
    return loaded(model, state)
