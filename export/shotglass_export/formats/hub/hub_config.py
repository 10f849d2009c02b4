"""A model's shape as transformers' ``config.json`` says it: which of its models computes the same.

Keys are those of transformers' configuration classes; a shape that none of them has is refused.
"""

from __future__ import annotations

from typing import Any

from shotglass.architecture import ModelConfig
from shotglass.errors import ExportFailed

_ACTIVATIONS = {
    "silu": "silu",
    "gelu": "gelu",
    "gelu_tanh": "gelu_new",
    "quick_gelu": "quick_gelu",
    "relu": "relu",
}


def hub_config(config: ModelConfig) -> dict[str, Any]:
    """Returns the configuration without token ids. Raises ExportFailed for a shape that is none of
    these."""
    for fits, made in (
        (_is_bert, _bert),
        (_is_gpt2, _gpt2),
        (_is_gpt1, _gpt1),
        (_is_llama_like, _llama_like),
    ):
        if fits(config):
            return made(config) | {
                "vocab_size": config.vocabulary,
                "tie_word_embeddings": config.tied,
                "torch_dtype": "float32",
            }
    raise ExportFailed(
        "No config.json is written for a model of this shape; GPT-1, GPT-2, Llama, Mistral, Qwen2 "
        "and BERT have one: export it as portable, which any onnxruntime runs."
    )


def _plain(c: ModelConfig) -> bool:
    """Nothing but what every family may have."""
    special = c.segments or c.embedding_norm or c.head_transform or c.bidirectional or c.experts
    return not special and c.special <= {"rope_scaling"}


def _gpt_like(c: ModelConfig) -> bool:
    biases = c.attention_bias and c.output_bias and c.ffn_bias
    shape = c.norm == "layer" and c.positions == "learned" and not c.gated and not any(c.windows)
    whole_heads = c.heads == c.kv_heads and c.heads * c.head_size == c.width
    return biases and shape and whole_heads and c.activation != "silu"


def _is_gpt2(c: ModelConfig) -> bool:
    return _gpt_like(c) and _plain(c) and c.norm_first


def _gpt2(c: ModelConfig) -> dict[str, Any]:
    return {
        "architectures": ["GPT2LMHeadModel"],
        "model_type": "gpt2",
        "n_positions": c.context,
        "n_ctx": c.context,
        "n_embd": c.width,
        "n_inner": c.ffn_width,
        "n_layer": c.layers,
        "n_head": c.heads,
        "layer_norm_epsilon": c.norm_epsilon,
        "activation_function": _ACTIVATIONS[c.activation],
    }


def _is_gpt1(c: ModelConfig) -> bool:
    fixed = c.ffn_width == 4 * c.width and c.activation == "gelu_tanh" and c.tied
    return _gpt_like(c) and _plain(c) and not c.norm_first and fixed


def _gpt1(c: ModelConfig) -> dict[str, Any]:
    return {
        "architectures": ["OpenAIGPTLMHeadModel"],
        "model_type": "openai-gpt",
        "n_positions": c.context,
        "n_embd": c.width,
        "n_layer": c.layers,
        "n_head": c.heads,
        "layer_norm_epsilon": c.norm_epsilon,
        "afn": "gelu",  # by which transformers means the tanh form, here alone
    }


def _is_bert(c: ModelConfig) -> bool:
    parts = c.bidirectional and c.embedding_norm and c.head_transform and c.segments > 0
    return _gpt_like(c) and parts and not c.norm_first and not c.special


def _bert(c: ModelConfig) -> dict[str, Any]:
    return {
        "architectures": ["BertForMaskedLM"],
        "model_type": "bert",
        "max_position_embeddings": c.context,
        "hidden_size": c.width,
        "intermediate_size": c.ffn_width,
        "num_hidden_layers": c.layers,
        "num_attention_heads": c.heads,
        "layer_norm_eps": c.norm_epsilon,
        "hidden_act": _ACTIVATIONS[c.activation],
        "type_vocab_size": c.segments,
    }


def _is_llama_like(c: ModelConfig) -> bool:
    shape = c.norm == "rms" and c.positions == "rotary" and c.gated and c.norm_first
    known = _llama_type(c) is not None
    return shape and _plain(c) and known


def _llama_type(c: ModelConfig) -> str | None:
    """Returns the type by its biases and windows, or None where no model has both just so."""
    qwen2 = c.attention_bias and not c.output_bias and not c.ffn_bias
    if any(c.windows):
        alike = len(set(c.windows)) == 1 and not (c.attention_bias or c.output_bias or c.ffn_bias)
        return "mistral" if alike else None
    if qwen2:
        # transformers' Qwen2 has heads as wide as the model only where no head_dim is said
        return "qwen2"
    return "llama" if c.attention_bias == c.output_bias else None


def _llama_like(c: ModelConfig) -> dict[str, Any]:
    kind = _llama_type(c)
    names = {"llama": "LlamaForCausalLM", "mistral": "MistralForCausalLM"}
    own: dict[str, Any] = {}
    if kind == "llama":
        own = {"attention_bias": c.attention_bias, "mlp_bias": c.ffn_bias}
    elif kind == "mistral":
        own = {"sliding_window": c.windows[0]}
    scaling: dict[str, Any] = {}
    if c.rope_scaling:
        scaling |= {"rope_type": c.rope_scaling.kind, "factor": c.rope_scaling.factor}
        if c.rope_scaling.kind == "llama3":
            scaling |= {
                "low_freq_factor": c.rope_scaling.low_frequency,
                "high_freq_factor": c.rope_scaling.high_frequency,
                "original_max_position_embeddings": c.rope_scaling.first_context,
            }
    return {
        "architectures": [names.get(str(kind), "Qwen2ForCausalLM")],
        "model_type": kind,
        "max_position_embeddings": c.context,
        "hidden_size": c.width,
        "intermediate_size": c.ffn_width,
        "num_hidden_layers": c.layers,
        "num_attention_heads": c.heads,
        "num_key_value_heads": c.kv_heads,
        "head_dim": c.head_size,
        "rms_norm_eps": c.norm_epsilon,
        "rope_theta": c.rope_theta,
        "rope_scaling": scaling or None,
        "hidden_act": _ACTIVATIONS[c.activation],
        **own,
    }
