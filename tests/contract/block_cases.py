"""The cases of block.json: parameters and FLOPs of every part of a layer, tensor by tensor.

The shapes are those of the lesson, ``web/src/lessons/block/shapes.json``. FLOPs are of one token
that attends to a full context: two a weight that multiplies, four a number of the scores and the
weighted sum. A layer with cross-attention looks at a source as long as its context.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).parents[2] / "web" / "src" / "lessons" / "block" / "shapes.json"

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
        ]
    }


def _block(config: dict[str, Any], cross: bool) -> Counts:
    norm, gated = _norm(config), config["gated"]
    feed, width, bias = config["ffn_width"], config["width"], config.get("ffn_bias", False)
    return {
        "attention_norm": norm,
        **_attention(config, ""),
        **({"cross_norm": norm, **_attention(config, "cross_")} if cross else {}),
        "ffn_norm": norm,
        **({"gate": _linear(width, feed, bias)} if gated else {}),
        "up": _linear(width, feed, bias),
        "activation": [0, 0],
        "down": _linear(feed, width, bias),
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
        found["head"] = [0 if config["tied"] else words * width, 2 * words * width]
    if shape["pooler"]:
        found["pooler"] = [width * width + width, 0]  # once a text, not once a token
    return found


def _linear(into: int, out: int, bias: bool) -> list[int]:
    weights = into * out
    return [weights + out if bias else weights, weights + weights]


def _norm(config: dict[str, Any]) -> list[int]:
    return [config["width"] * (2 if config["norm"] == "layer" else 1), 0]
