"""Random checkpoints of transformers as GGUF files: names, orders of rows and keys as llama.cpp's
convert_hf_to_gguf.py has them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from gguf import MODEL_ARCH, GGUFWriter, RopeScalingType, get_tensor_name_map
from numpy.typing import NDArray
from safetensors.numpy import load_file
from support.models.tiny import END, tiny_tokenizer_text
from support.models.tiny_hf import FAMILIES, Maker, Settings
from support.models.tiny_hf_later import LATER

Floats = NDArray[np.float32]
ARCHITECTURES = {  # by transformers' model_type
    "gpt2": MODEL_ARCH.GPT2,
    "llama": MODEL_ARCH.LLAMA,
    "mistral": MODEL_ARCH.LLAMA,
    "qwen2": MODEL_ARCH.QWEN2,
    "qwen3": MODEL_ARCH.QWEN3,
    "gpt_neox": MODEL_ARCH.GPTNEOX,
    "phi": MODEL_ARCH.PHI2,
    "phi3": MODEL_ARCH.PHI3,
    "olmo2": MODEL_ARCH.OLMO2,
    "smollm3": MODEL_ARCH.SMOLLM3,
    "gemma": MODEL_ARCH.GEMMA,
    "gemma2": MODEL_ARCH.GEMMA2,
    "gemma3_text": MODEL_ARCH.GEMMA3,
}
_SILU: Settings = {"hidden_act": "silu"}
_NO_BIAS: Settings = {"attention_bias": False, "mlp_bias": False, "use_sliding_window": False}
_PLAIN_TURNS = {"rope_type": "default", "rope_theta": 1e4}
_GEMMA: Settings = {"tie_word_embeddings": True, "attention_bias": False, "head_dim": 16}
_GEMMA_ACT: Settings = {"hidden_activation": "gelu_pytorch_tanh"}
# What an architecture of llama.cpp has of all that transformers' class of that name could have.
_FITTING: Mapping[str, Settings] = {
    "gpt2": {"activation_function": "gelu_new"},
    "llama": _SILU,
    "mistral": {**_SILU, "sliding_window": None},
    "qwen2": {**_SILU, **_NO_BIAS},
    "qwen3": {**_SILU, **_NO_BIAS},
    "gpt_neox": {"hidden_act": "gelu", "attention_bias": True, "tie_word_embeddings": False},
    "phi": {"hidden_act": "gelu_new", "qk_layernorm": False, "tie_word_embeddings": False},
    "phi3": _SILU,
    "olmo2": {**_SILU, **_NO_BIAS, "tie_word_embeddings": False},
    "smollm3": {**_SILU, **_NO_BIAS, "no_rope_layers": [1, 1, 1, 0, 1], "num_hidden_layers": 5},
    "gemma": {**_GEMMA, "rope_parameters": _PLAIN_TURNS},
    "gemma2": {
        **_GEMMA,
        **_GEMMA_ACT,
        "query_pre_attn_scalar": 16,
        "attn_logit_softcapping": 2.0,
        "final_logit_softcapping": 3.0,
        "rope_parameters": _PLAIN_TURNS,
    },
    "gemma3_text": {
        **_GEMMA,
        **_GEMMA_ACT,
        "query_pre_attn_scalar": 16,
        "num_hidden_layers": 7,
        "layer_types": [*["sliding_attention"] * 5, "full_attention", "sliding_attention"],
    },
}


def maker(family: str, **changes: Any) -> Maker:
    """For ``tiny_hf.write_checkpoint``: a shape that has a GGUF."""
    kind, draw = (FAMILIES | LATER)[family]

    def settings(generator: np.random.Generator) -> Settings:
        made = {**draw(generator), **_FITTING[family], **changes}
        if "rope_parameters" in made and family in ("gpt_neox", "phi"):  # no key says the base
            made["rope_parameters"] |= {"rope_theta": 1e4}
        if family == "olmo2":
            made["hidden_size"] = made["num_attention_heads"] * made["head_dim"]
        llama3 = made.get("rope_parameters", {}).get("rope_type") == "llama3"
        if llama3:  # of the factors alone no other rule can be told
            made["rope_parameters"] |= {"original_max_position_embeddings": 8192}
        return made

    return kind, settings


def write_converted(path: Path, folder: Path) -> Path:
    config = json.loads((folder / "config.json").read_text())
    family = config["model_type"]
    architecture = ARCHITECTURES[family]
    layers = config.get("num_hidden_layers", config.get("n_layer"))
    names = get_tensor_name_map(architecture, layers)
    writer = GGUFWriter(path, _architecture_name(family))
    _add_keys(writer, config)
    _add_tokens(writer, config["vocab_size"])
    for name, array in _tensors(config, load_file(folder / "model.safetensors")):
        found = names.get_name(name, try_suffixes=(".weight", ".bias"))
        assert found is not None, name
        writer.add_tensor(found, np.ascontiguousarray(array, np.float32))
    if (factors := _llama3_factors(config)) is not None:
        writer.add_tensor("rope_freqs.weight", factors)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _architecture_name(family: str) -> str:
    own = {"mistral": "llama", "gpt_neox": "gptneox", "phi": "phi2", "gemma3_text": "gemma3"}
    return own.get(family, family)


def _add_keys(writer: GGUFWriter, config: Settings) -> None:
    family = config["model_type"]
    width = config.get("hidden_size", config.get("n_embd"))
    heads = config.get("num_attention_heads", config.get("n_head"))
    writer.add_context_length(config.get("max_position_embeddings", config.get("n_positions")))
    writer.add_embedding_length(width)
    writer.add_block_count(config.get("num_hidden_layers", config.get("n_layer")))
    writer.add_feed_forward_length(
        config.get("intermediate_size") or config.get("n_inner") or 4 * width
    )
    writer.add_head_count(heads)
    if "num_key_value_heads" in config:
        writer.add_head_count_kv(config["num_key_value_heads"])
    if "rms_norm_eps" in config:
        writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    else:
        writer.add_layer_norm_eps(config.get("layer_norm_eps", config.get("layer_norm_epsilon")))
    if family == "gpt2":
        return
    size = config.get("head_dim") or width // heads
    rope = config["rope_parameters"]
    share = rope.get("partial_rotary_factor", 1.0)
    if share != 1 or family in ("gpt_neox", "phi", "phi3"):
        writer.add_rope_dimension_count(int(share * size))
    if family == "gpt_neox":
        writer.add_parallel_residual(config["use_parallel_residual"])
        return
    if family == "phi":
        return
    writer.add_key_length(size)
    writer.add_value_length(size)
    _add_turns(writer, rope.get("full_attention", rope))
    if config.get("sliding_window") and family in ("phi3", "gemma2", "gemma3_text"):
        writer.add_sliding_window(config["sliding_window"])
    if config.get("attn_logit_softcapping"):
        writer.add_attn_logit_softcapping(config["attn_logit_softcapping"])
    if config.get("final_logit_softcapping"):
        writer.add_final_logit_softcapping(config["final_logit_softcapping"])


def _add_turns(writer: GGUFWriter, rope: Settings) -> None:
    writer.add_rope_freq_base(rope["rope_theta"])
    if rope["rope_type"] == "linear":
        writer.add_rope_scaling_type(RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(rope["factor"])


def _add_tokens(writer: GGUFWriter, count: int) -> None:
    model = json.loads(tiny_tokenizer_text())["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    unused = [f"[PAD{id}]" for id in range(len(tokens), count)]
    types = [3 if token == END else 1 for token in tokens] + [5] * len(unused)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens + unused)
    writer.add_token_types(types)
    writer.add_token_merges([" ".join(pair) for pair in model["merges"]])
    writer.add_eos_token_id(0)


def _tensors(config: Settings, stored: Mapping[str, Floats]) -> Iterator[tuple[str, Floats]]:
    family = config["model_type"]
    heads = config.get("num_attention_heads", config.get("n_head"))
    groups = config.get("num_key_value_heads", heads)
    for name, array in stored.items():
        stem, _, suffix = name.rpartition(".")
        if family in ("llama", "mistral", "smollm3") and stem.endswith(("q_proj", "k_proj")):
            array = _permuted(array, heads if stem.endswith("q_proj") else groups)
        if family == "gpt_neox" and stem.endswith("query_key_value"):
            three = array.reshape(heads, 3, -1, *array.shape[1:])
            array = np.concatenate([three[:, i].reshape(-1, *array.shape[1:]) for i in range(3)])
        if family == "gpt2" and suffix == "weight" and (".attn." in name or ".mlp." in name):
            array = array.T
        if family.startswith("gemma") and name.endswith("norm.weight"):
            array = array + 1
        yield name, array


def _permuted(array: Floats, heads: int) -> Floats:
    pairs = array.reshape(heads, 2, array.shape[0] // heads // 2, *array.shape[1:])
    return pairs.swapaxes(1, 2).reshape(array.shape)


def _llama3_factors(config: Settings) -> Floats | None:
    rope = config.get("rope_parameters") or {}
    if rope.get("rope_type") != "llama3":
        return None
    size = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
    frequencies = 1 / rope["rope_theta"] ** (np.arange(0, size, 2, dtype=np.float32) / size)
    low, high = rope["low_freq_factor"], rope["high_freq_factor"]
    first = rope["original_max_position_embeddings"]
    found = []
    for wave in 2 * np.pi / frequencies:
        smooth = (first / wave - low) / (high - low)
        gradual = 1 / ((1 - smooth) / rope["factor"] + smooth)
        kept, slowed = wave < first / high, wave > first / low
        found.append(1.0 if kept else rope["factor"] if slowed else gradual)
    return np.array(found, np.float32)
