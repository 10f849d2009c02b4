"""``portable.onnx``: standard operators only, attention spelled out, the cache concatenated.

Names and shapes are ``contract.portable_inputs`` and ``portable_outputs``; letters as there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import portable_inputs, portable_outputs

from .blocks import attention_scale, feed_forward, norm
from .graph import Graph
from .linear import Full, Linears
from .store import Tensors

_HIDDEN = float(np.finfo(np.float32).min)  # not -inf: a row that sees nothing must not become NaN


@dataclass(frozen=True)
class _Frame:
    """What all layers share: which scores may be seen, and the angles of the positions."""

    seen: str  # (B, 1, S, T) bool
    cos: str = ""  # (B, 1, S, d/2)
    sin: str = ""


def build_portable(config: ModelConfig, tensors: Tensors) -> onnx.ModelProto:
    """The graph over fp32 tensors as ``store.write_weights`` left them."""
    graph = Graph()
    linears = Full(graph, tensors)
    x = _embed(linears, config)
    frame = _frame(linears, config)
    for layer in range(config.layers):
        with graph.scope(f"layers.{layer}"):
            x = _layer(linears, config, frame, x, layer)
    x = norm(linears, config, x, "final_norm")
    _head(linears, config, x)
    return graph.model("portable", portable_inputs(config), portable_outputs(config))


def _embed(linears: Linears, config: ModelConfig) -> str:
    x = linears.look_up("input_ids", "embedding", config.width)
    if config.positions == "rotary":
        return x
    positions = linears.plain("position.weight")
    return linears.graph.op("Add", x, linears.graph.op("Gather", positions, "position_ids"))


def _frame(linears: Linears, config: ModelConfig) -> _Frame:
    graph = linears.graph
    with graph.scope("mask"):
        seen = _seen(graph)
    if config.positions == "learned":
        return _Frame(seen)
    with graph.scope("rotary"):
        tables = (linears.plain(f"rotary.{name}") for name in ("cos", "sin"))
        rows = (graph.op("Gather", table, "position_ids") for table in tables)
        cos, sin = (graph.op("Unsqueeze", row, graph.integers(1)) for row in rows)
    return _Frame(seen, cos, sin)


def _seen(graph: Graph) -> str:
    """Token i of the new ones sees key j when j <= P + i and its mask is 1."""
    zero, one = graph.constant(np.array(0)), graph.constant(np.array(1))
    new = graph.op("Squeeze", graph.op("Shape", "input_ids", start=1, end=2))
    total = graph.op("Squeeze", graph.op("Shape", "attention_mask", start=1, end=2))
    past = graph.op("Sub", total, new)
    queries = graph.op("Unsqueeze", graph.op("Range", past, total, one), graph.integers(1))
    keys = graph.op("Range", zero, total, one)
    causal = graph.op("LessOrEqual", keys, queries)
    mask = graph.op("Unsqueeze", "attention_mask", graph.integers(1, 2))
    return graph.op("And", causal, graph.op("Greater", mask, zero))


def _layer(linears: Linears, config: ModelConfig, frame: _Frame, x: str, layer: int) -> str:
    graph, prefix = linears.graph, f"layers.{layer}"
    with graph.scope("attention"):
        normed = norm(linears, config, x, f"{prefix}.attention_norm")
        x = graph.op("Add", x, _attention(linears, config, frame, normed, layer))
    with graph.scope("ffn"):
        normed = norm(linears, config, x, f"{prefix}.ffn_norm")
        y = feed_forward(linears, config, normed, f"{prefix}.ffn", fused=False)
        return graph.op("Add", x, y)


def _attention(linears: Linears, c: ModelConfig, frame: _Frame, x: str, layer: int) -> str:
    graph, prefix = linears.graph, f"layers.{layer}.attention"
    packed = linears.multiply(x, f"{prefix}.qkv", c.width)
    sizes = graph.integers(c.query_width, c.kv_width, c.kv_width)
    flat = graph.ops("Split", [packed, sizes], ["~query", "~key", "~value"], axis=-1)
    query, key, value = (
        _heads(graph, part, heads, c.head_size)
        for part, heads in zip(flat, (c.heads, c.kv_heads, c.kv_heads), strict=True)
    )
    if c.positions == "rotary":
        query, key = (_rotate(graph, part, frame, c.head_size) for part in (query, key))
    key, value = (
        graph.op("Concat", f"past_key_values.{layer}.{name}", part,
                 to=f"present.{layer}.{name}", axis=2)
        for name, part in (("key", key), ("value", value))
    )  # fmt: skip
    mixed = _attend(graph, c, frame.seen, query, key, value)
    merged = graph.op("Transpose", mixed, perm=[0, 2, 1, 3])
    flat_out = graph.op("Reshape", merged, graph.integers(0, 0, c.query_width))
    return linears.multiply(flat_out, f"{prefix}.output", c.query_width)


def _heads(graph: Graph, x: str, heads: int, size: int) -> str:
    """(B, S, heads * size) -> (B, heads, S, size)."""
    split = graph.op("Reshape", x, graph.integers(0, 0, heads, size))
    return graph.op("Transpose", split, perm=[0, 2, 1, 3])


def _rotate(graph: Graph, x: str, frame: _Frame, size: int) -> str:
    """Turn the pairs (x_i, x_{i + d/2}) by their position's angles."""
    halves = graph.integers(size // 2, size // 2)
    a, b = graph.ops("Split", [x, halves], ["~a", "~b"], axis=-1)

    def times(part: str, angle: str) -> str:
        return graph.op("Mul", part, angle)

    first = graph.op("Sub", times(a, frame.cos), times(b, frame.sin))
    second = graph.op("Add", times(b, frame.cos), times(a, frame.sin))
    return graph.op("Concat", first, second, axis=-1)


def _attend(graph: Graph, c: ModelConfig, seen: str, query: str, key: str, value: str) -> str:
    """softmax(q k^T / sqrt(d)) v, (B, H, S, d). Heads of a group are rows against its one key."""
    grouped = c.heads != c.kv_heads
    if grouped:  # (B, H, S, d) -> (B, G, H/G * S, d): no key or value is copied per head
        query = graph.op("Reshape", query, graph.integers(0, c.kv_heads, -1, c.head_size))
    keys = graph.op("Transpose", key, perm=[0, 1, 3, 2])
    scaled = graph.op("Mul", query, graph.scalar(attention_scale(c)))
    scores = graph.op("MatMul", scaled, keys)
    if grouped:
        scores = graph.op("Reshape", scores, graph.integers(0, c.heads, -1, 0))
    visible = graph.op("Where", seen, scores, graph.scalar(_HIDDEN))
    weights = graph.op("Softmax", visible, axis=-1)
    if grouped:
        weights = graph.op("Reshape", weights, graph.integers(0, c.kv_heads, -1, 0))
    mixed = graph.op("MatMul", weights, value)
    if grouped:
        mixed = graph.op("Reshape", mixed, graph.integers(0, c.heads, -1, c.head_size))
    return mixed


def _head(linears: Linears, config: ModelConfig, x: str) -> None:
    graph = linears.graph
    rows = graph.op("Reshape", x, graph.integers(-1, config.width))
    table = "embedding" if config.tied else "head"
    flat = linears.project(rows, table, config.width, "flat_logits")
    shape = graph.op(
        "Concat", graph.op("Shape", "input_ids"), graph.integers(config.vocabulary), axis=0
    )
    graph.op("Reshape", flat, shape, to="logits")
