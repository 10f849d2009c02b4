"""The bytes that a decoded token must read: every weight that multiplies, and the cache so far."""

from __future__ import annotations

from math import prod

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass_export.to_onnx.weights.quantise import block_count
from shotglass_export.to_onnx.weights.store import parts

SCALE = 4  # bytes


def bytes_read(config: ModelConfig, tokens: int) -> dict[str, float]:
    """``weights``: 8-bit codes and scales as our blocks have them, the head among them, the row of
    the embedding and the norms free. ``cache``: fp32 keys and values of ``tokens`` tokens."""
    shapes, weights = weight_shapes(config), 0
    for part in parts(config):
        if part.kind == "plain" or (part.name.startswith("embedding") and not config.tied):
            continue
        rows = sum(shapes[source][0] for source in part.sources)
        blocks = block_count(prod(shapes[part.sources[0]][1:]), part.block)
        weights += rows * blocks * (part.block + SCALE)
    return {"weights": weights, "cache": config.kv_bytes_per_token() * tokens}
