"""Random checkpoint folders of the families after GPT, BERT and the first Llamas, written and read
by ``transformers`` itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import transformers
from support.models.tiny_hf import PRIMES, TEXT, Maker, Settings, llama_like

_IDS = {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0}


def _gpt_like(draw: np.random.Generator) -> Settings:
    heads = int(draw.choice([1, 2, 3, 5]))
    return {
        **_IDS,
        "vocab_size": int(draw.choice(PRIMES)),
        "max_position_embeddings": int(draw.integers(TEXT + 3, 40)),
        "hidden_size": heads * int(draw.choice([8, 12, 16, 20])),
        "num_hidden_layers": int(draw.integers(1, 4)),
        "num_attention_heads": heads,
        "intermediate_size": int(draw.choice([37, 53, 75])),
        "tie_word_embeddings": bool(draw.integers(2)),
    }


def _rope(draw: np.random.Generator, shares: list[float]) -> Settings:
    share, theta = float(draw.choice(shares)), float(draw.choice([1e4, 5e5]))
    return {"rope_type": "default", "rope_theta": theta, "partial_rotary_factor": share}


def _llama_like(draw: np.random.Generator) -> Settings:
    return llama_like(draw) | _IDS


def _qwen3(draw: np.random.Generator) -> Settings:
    return _llama_like(draw) | {
        "attention_bias": bool(draw.integers(2)),
        "use_sliding_window": bool(draw.integers(2)),
        "sliding_window": 5,
        "max_window_layers": 1,
    }


def _gpt_neox(draw: np.random.Generator) -> Settings:
    settings = _gpt_like(draw)
    return settings | {  # heads of which a quarter is even
        "hidden_size": settings["num_attention_heads"] * int(draw.choice([8, 16, 24])),
        "hidden_act": str(draw.choice(["gelu", "gelu_new", "quick_gelu"])),
        "layer_norm_eps": float(draw.choice([1e-5, 1e-6])),
        "use_parallel_residual": bool(draw.integers(3)),
        "attention_bias": bool(draw.integers(3)),
        "rope_parameters": _rope(draw, [0.25, 0.5, 1.0]),
    }


def _phi(draw: np.random.Generator) -> Settings:
    settings = _gpt_like(draw)
    groups = int(draw.choice([1, 2]))
    heads = groups * int(draw.choice([1, 2, 3]))
    return settings | {
        "hidden_size": heads * int(draw.choice([8, 12, 16])),
        "num_attention_heads": heads,
        "num_key_value_heads": groups,
        "hidden_act": str(draw.choice(["gelu_new", "relu"])),
        "qk_layernorm": bool(draw.integers(2)),
        "rope_parameters": _rope(draw, [0.5, 1.0]),
    }


def _phi3(draw: np.random.Generator) -> Settings:
    settings = _llama_like(draw)
    heads = settings["num_attention_heads"]
    del settings["head_dim"]
    return settings | {
        "hidden_size": heads * int(draw.choice([8, 12, 16])),
        "sliding_window": draw.choice([None, 4, 9]),
        "rope_parameters": _rope(draw, [0.5, 1.0]),
    }


def _opt(draw: np.random.Generator) -> Settings:
    settings = _gpt_like(draw)
    return settings | {
        "ffn_dim": settings.pop("intermediate_size"),
        "hidden_size": settings["num_attention_heads"] * int(draw.choice([5, 7, 8, 13])),
        "activation_function": str(draw.choice(["relu", "gelu"])),
        "enable_bias": bool(draw.integers(3)),
        "do_layer_norm_before": bool(draw.integers(3)),
    }


def _gpt_neo(draw: np.random.Generator) -> Settings:
    settings = _gpt_like(draw)
    heads, layers = settings.pop("num_attention_heads"), settings.pop("num_hidden_layers")
    kinds = [str(draw.choice(["global", "local"])) for _ in range(layers)]
    return settings | {
        "hidden_size": heads * int(draw.choice([5, 7, 8, 13])),
        "num_heads": heads,
        "num_layers": layers,
        "intermediate_size": draw.choice([None, 37, 75]),
        "attention_types": [[kinds, 1]],
        "window_size": 4,
        "activation_function": str(draw.choice(["gelu_new", "quick_gelu"])),
    }


def _olmo2(draw: np.random.Generator) -> Settings:
    return _llama_like(draw) | {"attention_bias": bool(draw.integers(2))}


def _smollm3(draw: np.random.Generator) -> Settings:
    settings = _llama_like(draw)
    layers = settings["num_hidden_layers"]
    return settings | {
        "no_rope_layers": [int(draw.integers(2)) for _ in range(layers)],
        "use_sliding_window": bool(draw.integers(2)),
        "sliding_window": 5,
        "attention_bias": bool(draw.integers(2)),
        "mlp_bias": bool(draw.integers(2)),
    }


def _gemma(draw: np.random.Generator) -> Settings:
    settings = _llama_like(draw)
    act = "gelu_pytorch_tanh"
    return settings | {"hidden_act": act, "attention_bias": bool(draw.integers(2))}


def _gemma2(draw: np.random.Generator) -> Settings:
    settings = _gemma(draw)
    settings["hidden_activation"] = settings.pop("hidden_act")
    return settings | {
        "num_hidden_layers": int(draw.integers(2, 4)),
        "sliding_window": int(draw.choice([4, 9])),
        "query_pre_attn_scalar": int(draw.choice([9, 24, 144])),
        "attn_logit_softcapping": draw.choice([None, 2.0, 50.0]),
        "final_logit_softcapping": draw.choice([None, 3.0, 30.0]),
    }


def _gemma3(draw: np.random.Generator) -> Settings:
    settings = _gemma2(draw)
    del settings["attn_logit_softcapping"]
    kinds = ["sliding_attention", "full_attention"]
    stretched = [{}, {"rope_type": "linear", "factor": 2.5}][int(draw.integers(2))]
    return settings | {
        "layer_types": [kinds[int(draw.integers(2))] for _ in range(settings["num_hidden_layers"])],
        "rope_parameters": {
            "sliding_attention": {"rope_type": "default", "rope_theta": 1e4},
            "full_attention": {"rope_type": "default", "rope_theta": 1e6} | stretched,
        },
    }


LATER: Mapping[str, Maker] = {
    "qwen3": (transformers.Qwen3ForCausalLM, _qwen3),
    "gpt_neox": (transformers.GPTNeoXForCausalLM, _gpt_neox),
    "phi": (transformers.PhiForCausalLM, _phi),
    "phi3": (transformers.Phi3ForCausalLM, _phi3),
    "opt": (transformers.OPTForCausalLM, _opt),
    "gpt_neo": (transformers.GPTNeoForCausalLM, _gpt_neo),
    "olmo2": (transformers.Olmo2ForCausalLM, _olmo2),
    "smollm3": (transformers.SmolLM3ForCausalLM, _smollm3),
    "gemma": (transformers.GemmaForCausalLM, _gemma),
    "gemma2": (transformers.Gemma2ForCausalLM, _gemma2),
    "gemma3_text": (transformers.Gemma3ForCausalLM, _gemma3),
}


def as_version_4_had_it(folder: Path) -> None:
    """Rewrite what config.json says of rotary positions as transformers 4 wrote it."""
    path = folder / "config.json"
    data = json.loads(path.read_text())
    rope, neox = data.pop("rope_parameters", None) or {}, data["model_type"] == "gpt_neox"
    if "full_attention" in rope:
        data["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
        rope = rope["full_attention"]
    if rope:
        data["rotary_emb_base" if neox else "rope_theta"] = rope.pop("rope_theta")
        data["rope_scaling"] = None if rope["rope_type"] == "default" else rope
    share = rope.pop("partial_rotary_factor", None)
    if share is not None:
        data["rotary_pct" if neox else "partial_rotary_factor"] = share
    path.write_text(json.dumps(data))
