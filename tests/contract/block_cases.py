"""The cases of block.json: parameters and FLOPs of every part of a layer, tensor by tensor.

The shapes are those of the lesson, ``web/src/extensions/course/lessons/block/shapes.json``. FLOPs
are of one token that attends to a full context: two a weight that multiplies, four a number of the
scores and the weighted sum. A layer with cross-attention looks at a source as long as its context.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).parents[2] / "web/src/extensions/course/lessons" / "block" / "shapes.json"

_LLAMA = {
    "norm": "rms", "norm_epsilon": 1e-6, "positions": "rotary", "activation": "silu", "gated": True,
}  # fmt: skip
_NEOX = {
    "norm": "layer", "norm_epsilon": 1e-5, "positions": "rotary", "gated": False, "tied": False,
    "attention_bias": True, "output_bias": True, "ffn_bias": True,
}  # fmt: skip
# Shapes of later families, of which the lesson has none.
LATER: dict[str, dict[str, Any]] = {
    "qwen3-0.6b": _LLAMA | {
        "vocabulary": 151_936, "context": 40_960, "layers": 28, "width": 1024, "heads": 16,
        "kv_heads": 8, "head_size": 128, "ffn_width": 3072, "tied": True, "head_norm": "head",
    },
    "olmo-2-1b": _LLAMA | {
        "vocabulary": 100_352, "context": 4096, "layers": 16, "width": 2048, "heads": 16,
        "kv_heads": 16, "head_size": 128, "ffn_width": 8192, "tied": False, "head_norm": "width",
        "part_norms": "out",
    },
    "gemma-2-2b": _LLAMA | {
        "vocabulary": 256_000, "context": 8192, "layers": 26, "width": 2304, "heads": 8,
        "kv_heads": 4, "head_size": 256, "ffn_width": 9216, "tied": True, "part_norms": "both",
        "activation": "gelu_tanh",
    },
    "pythia-70m": _NEOX | {
        "vocabulary": 50_304, "context": 2048, "layers": 6, "width": 512, "heads": 8,
        "kv_heads": 8, "head_size": 64, "ffn_width": 2048, "activation": "gelu",
        "rotary_size": 16, "parallel": "two norms",
    },
    "phi-2": _NEOX | {
        "vocabulary": 51_200, "context": 2048, "layers": 32, "width": 2560, "heads": 32,
        "kv_heads": 32, "head_size": 80, "ffn_width": 10_240, "activation": "gelu_tanh",
        "rotary_size": 32, "parallel": "one norm", "head_bias": True,
    },
}  # fmt: skip

Counts = dict[str, list[int]]  # a part's name -> parameters, FLOPs


def shapes() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(SHAPES.read_text(encoding="utf-8"))
    return found


def make() -> dict[str, list[Any]]:
    return {
        "blocks": [
            {
                "id": shape["id"],
                "cross": cross,
                "block": _block(shape["config"], cross),
                "outside": _outside(shape),
            }
            for shape in shapes()
            for cross in (False, True)
        ],
        "later": [
            {
                "id": id,
                "config": config,
                "block": _block(config, False),
                "outside": _outside({"config": config, "generates": True, "pooler": False}),
            }
            for id, config in LATER.items()
        ],
    }


def _block(config: dict[str, Any], cross: bool) -> Counts:
    norm, gated = _norm(config), config["gated"]
    placed, parallel = config.get("part_norms", "in"), config.get("parallel", "no")
    given = {} if placed == "in" else {"attention_out_norm": norm}
    second = {} if placed == "out" or parallel == "one norm" else {"ffn_norm": norm}
    feed, width, bias = config["ffn_width"], config["width"], config.get("ffn_bias", False)
    return {
        **({} if placed == "out" else {"attention_norm": norm}),
        **_attention(config, ""),
        **_head_norms(config),
        **given,
        **({"cross_norm": norm, **_attention(config, "cross_")} if cross else {}),
        **second,
        **({"gate": _linear(width, feed, bias)} if gated else {}),
        "up": _linear(width, feed, bias),
        "activation": [0, 0],
        "down": _linear(feed, width, bias),
        **({"ffn_out_norm": norm} if given else {}),
    }


def _head_norms(config: dict[str, Any]) -> Counts:
    kind, size = config.get("head_norm", "none"), config["head_size"]
    if kind == "none":
        return {}
    queries, keys = (1, 1) if kind == "head" else (config["heads"], config["kv_heads"])
    return {
        "query_norm": _norm({**config, "width": queries * size}),
        "key_norm": _norm({**config, "width": keys * size}),
    }


def _attention(config: dict[str, Any], prefix: str) -> Counts:
    width, size = config["width"], config["head_size"]
    bias, out_bias = config.get("attention_bias", False), config.get("output_bias", False)
    heads, groups = config["heads"] * size, config["kv_heads"] * size
    return {
        f"{prefix}query": _linear(width, heads, bias),
        f"{prefix}key": _linear(width, groups, bias),
        f"{prefix}value": _linear(width, groups, bias),
        f"{prefix}mix": [0, config["context"] * heads * 2 * 2],
        f"{prefix}output": _linear(heads, width, out_bias),
    }


def _outside(shape: dict[str, Any]) -> Counts:
    config = shape["config"]
    width, words = config["width"], config["vocabulary"]
    found = {"embedding": [words * width, 0]}
    if config["positions"] == "learned":
        found["position"] = [config["context"] * width, 0]
    if config.get("segments"):
        found["segment"] = [config["segments"] * width, 0]
    if config.get("embedding_norm"):
        found["embedding_norm"] = _norm(config)
    if config.get("norm_first", True):
        found["final_norm"] = _norm(config)
    if shape["generates"]:
        own = 0 if config["tied"] else words * width
        bias = words if config.get("head_bias", False) else 0
        found["head"] = [own + bias, 2 * words * width]
    if shape["pooler"]:
        found["pooler"] = [width * width + width, 0]  # once a text, not once a token
    return found


def _linear(into: int, out: int, bias: bool) -> list[int]:
    weights = into * out
    return [weights + out if bias else weights, weights + weights]


def _norm(config: dict[str, Any]) -> list[int]:
    return [config["width"] * (2 if config["norm"] == "layer" else 1), 0]
