"""The cases of shapes.json: parameters of GPT-2-like shapes, counted by listing every tensor.

Layers L, width D, vocabulary V, context C; feed-forward 4 D, biases everywhere, a tied head.
"""

from __future__ import annotations

from typing import Any

SHAPES = [
    {"layers": 12, "width": 768, "heads": 12, "vocabulary": 40_478, "context": 512, "norm": "post"},
    {"layers": 12, "width": 768, "heads": 12, "vocabulary": 50_257, "context": 1024},
    {"layers": 24, "width": 1024, "heads": 16, "vocabulary": 50_257, "context": 1024},
    {"layers": 36, "width": 1280, "heads": 20, "vocabulary": 50_257, "context": 1024},
    {"layers": 48, "width": 1600, "heads": 25, "vocabulary": 50_257, "context": 1024},
    {"layers": 40, "width": 5120, "heads": 40, "vocabulary": 50_257, "context": 2048},
    {"layers": 96, "width": 12_288, "heads": 96, "vocabulary": 50_257, "context": 2048},
    {"layers": 1, "width": 4, "heads": 1, "vocabulary": 1, "context": 1},
    {"layers": 6, "width": 384, "heads": 6, "vocabulary": 65, "context": 256, "norm": "post"},
]


def make() -> dict[str, list[Any]]:
    return {"counts": [_count(**{"norm": "pre", **shape}) for shape in SHAPES]}


def _count(layers: int, width: int, heads: int, vocabulary: int, context: int, norm: str) -> Any:
    attention = ffn = norms = multiplied = 0
    for _ in range(layers):
        attention += 4 * (width * width + width)  # query, key, value, output
        ffn += width * 4 * width + 4 * width  # up
        ffn += 4 * width * width + width  # down
        norms += 2 * (width + width)
        multiplied += 4 * width * width + 2 * width * 4 * width
    if norm == "pre":
        norms += width + width
    embedding, position = vocabulary * width, context * width
    scores = sums = 2 * context * width  # per layer: width numbers against each of the context
    return {
        "shape": {
            "layers": layers, "width": width, "heads": heads, "vocabulary": vocabulary,
            "context": context, "norm": norm,
        },
        "parts": {
            "embedding": embedding, "position": position, "attention": attention, "ffn": ffn,
            "norm": norms,
        },
        "parameters": embedding + position + attention + ffn + norms,
        "kv_bytes": {"fp16": layers * (width + width) * 2, "fp32": layers * (width + width) * 4},
        "flops_per_token": 2 * (multiplied + embedding) + layers * (scores + sums),
    }  # fmt: skip
