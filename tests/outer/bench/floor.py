"""The bytes that a decoded token must read: every weight that multiplies, and the cache so far."""

from __future__ import annotations

from math import prod

from shotglass.architecture import ModelConfig
from shotglass_export.to_onnx.weights.quantise import block_count
from shotglass_export.to_onnx.weights.store import parts

SCALE = FLOAT = 4  # bytes


def bytes_read(config: ModelConfig, tokens: int) -> dict[str, int]:
    """By precision: the matrices, the head among them, and fp32 keys and values of ``tokens``
    tokens. The row of the embedding and the norms are free; ``int8`` is codes and scales as our
    blocks have them."""
    cache = config.kv_bytes_per_token() * tokens
    sizes = {"int8": cache, "fp32": cache}
    for part in parts(config):
        if part.kind == "plain" or (part.name.startswith("embedding") and not config.tied):
            continue
        rows, *inner = part.shape
        width = prod(inner)
        blocks = block_count(width, part.block)
        sizes["int8"] += rows * blocks * (part.block + SCALE)
        sizes["fp32"] += rows * width * FLOAT
    return sizes
