"""The layers in standard operators, attention spelled out: what portable, explain and masked share.

A kind of graph says which scores may be seen, where positions come from, and what it keeps.
Letters as in ``shotglass.contract``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .blocks import (
    attention_scale,
    capped,
    feed_forward,
    given,
    head_norms,
    norm,
    read_out,
)
from .graph import Graph
from .linear import Linears
from .masks import Masks

Part = Callable[[str], str]
RotaryTables = Mapping[str, tuple[str, str]]
_HIDDEN = float(np.finfo(np.float32).min)  # not -inf: a row that sees nothing must not become NaN


@dataclass(frozen=True)
class Frame:
    """The values that all layers of a graph share.

    ``seen``: the scores that count, by the layer's window. ``rotary``: cosines and sines
    (B, 1, S, d/2) of rotary positions, by ``ModelConfig.rotary_table``. ``remember(layer, "key",
    x)``: a layer's new keys or values together with those before them. ``shown``: name scores and
    attentions as outputs.
    """

    linears: Linears
    seen: Masks
    rotary: RotaryTables
    remember: Callable[[int, str, str], str]
    shown: bool = False

    def name(self, kind: str, layer: int) -> str:
        """Returns the output's name of a tensor that is shown, and else an empty one."""
        return f"{kind}.{layer}" if self.shown else ""

    @cached_property
    def by_head_and_group(self) -> tuple[str, str]:
        """Returns the shapes (B, H, S, T) and (B, G, H/G * S, T) of scores, for Reshape.

        S is named, not left to be inferred: tract divides no product of sizes it does not know.
        """
        graph, c = self.linears.graph, self.linears.config
        with graph.scope("shapes"):
            tokens = graph.op("Shape", "input_ids", start=1, end=2)
            rows = graph.op("Mul", tokens, graph.integers(c.heads // c.kv_heads))
            by_head, by_group = (
                graph.op("Concat", graph.integers(0, heads), size, graph.integers(0), axis=0)
                for heads, size in ((c.heads, tokens), (c.kv_heads, rows))
            )
        return by_head, by_group


def rotary_tables(linears: Linears, positions: str) -> RotaryTables:
    """Returns cosines and sines (B or 1, 1, S, d/2) of rotary positions (RoPE)."""
    config, graph = linears.config, linears.graph
    names = dict.fromkeys(config.rotary_table(index) for index in range(config.layers))
    tables: dict[str, tuple[str, str]] = {}
    for name in filter(None, names):
        with graph.scope(name):
            stored = (linears.plain(f"{name}.{kind}") for kind in ("cos", "sin"))
            rows = (graph.op("Gather", table, positions) for table in stored)
            cos, sin = (graph.op("Unsqueeze", row, graph.integers(1)) for row in rows)
        tables[name] = cos, sin
    return tables


def layer(frame: Frame, x: str, index: int) -> str:
    """Adds a layer, which takes x (B, S, D) to (B, S, D)."""
    linears, prefix = frame.linears, f"layers.{index}"
    graph = linears.graph

    def ffn(read: str) -> str:
        return feed_forward(linears, read, f"{prefix}.ffn", fused=False)

    def attention(read: str) -> str:
        return _attention(frame, read, index)

    with graph.scope(prefix):
        if linears.config.parallel != "no":
            return _parallel(linears, x, prefix, attention, ffn)
        with graph.scope("attention"):
            x = _added(frame, x, f"{prefix}.attention", attention)
        with graph.scope("ffn"):
            return _added(frame, x, f"{prefix}.ffn", ffn)


def _added(frame: Frame, x: str, name: str, part: Part) -> str:
    """x plus what ``part`` makes of it, with its norms before it, behind it, or after the sum."""
    linears, config = frame.linears, frame.linears.config
    if not config.norm_first:
        return norm(linears, linears.graph.op("Add", x, part(x)), f"{name}_norm")
    read = norm(linears, x, f"{name}_norm") if config.norms_in else x
    return linears.graph.op("Add", x, given(linears, part(read), name))


def _parallel(linears: Linears, x: str, prefix: str, attention: Part, ffn: Part) -> str:
    """x plus what both parts make of it."""
    graph, config = linears.graph, linears.config
    with graph.scope("attention"):
        first = norm(linears, x, f"{prefix}.attention_norm") if config.norms_in else x
        added = graph.op("Add", x, given(linears, attention(first), f"{prefix}.attention"))
    with graph.scope("ffn"):
        own = config.norms_in and config.parallel == "two norms"
        second = norm(linears, x, f"{prefix}.ffn_norm") if own else first
        return graph.op("Add", added, given(linears, ffn(second), f"{prefix}.ffn"))


def final_norm(linears: Linears, x: str) -> str:
    """Returns what the head reads of the residual stream: its norm, or x where each sum is
    normed."""
    config = linears.config
    return norm(linears, x, "final_norm") if config.norm_first else x


def head(linears: Linears, x: str) -> None:
    """Adds the output ``logits`` (B, S, V) of the residual stream x (B, S, D)."""
    config = linears.config
    graph = linears.graph
    normed = final_norm(linears, x)
    rows = graph.op("Reshape", normed, graph.integers(-1, config.width))
    flat = read_out(linears, rows, "flat_logits", fused=False)
    shape = graph.op(
        "Concat", graph.op("Shape", "input_ids"), graph.integers(config.vocabulary), axis=0
    )
    graph.op("Reshape", flat, shape, to="logits")


def _attention(frame: Frame, x: str, index: int) -> str:
    linears, c, prefix = frame.linears, frame.linears.config, f"layers.{index}.attention"
    graph = linears.graph
    packed = linears.multiply(x, f"{prefix}.qkv", c.width)
    sizes = graph.integers(c.query_width, c.kv_width, c.kv_width)
    flat = graph.ops("Split", [packed, sizes], ["~query", "~key", "~value"], axis=-1)
    if c.head_norm == "width":
        flat = [*head_norms(linears, prefix, flat[:2]), flat[2]]
    query, key, value = (
        _heads(graph, part, heads, c.head_size)
        for part, heads in zip(flat, (c.heads, c.kv_heads, c.kv_heads), strict=True)
    )
    if c.head_norm == "head":
        query, key = head_norms(linears, prefix, (query, key))
    if table := c.rotary_table(index):
        rotary = frame.rotary[table]
        query, key = (_rotary(graph, part, c.head_size // 2, rotary) for part in (query, key))
    key, value = (
        frame.remember(index, name, part) for name, part in (("key", key), ("value", value))
    )
    mixed = _attend(frame, query, key, value, index)
    merged = graph.op("Transpose", mixed, perm=[0, 2, 1, 3])
    flat_out = graph.op("Reshape", merged, graph.integers(0, 0, c.query_width))
    return linears.multiply(flat_out, f"{prefix}.output", c.query_width)


def _heads(graph: Graph, x: str, heads: int, size: int) -> str:
    """(B, S, heads * size) -> (B, heads, S, size)."""
    split = graph.op("Reshape", x, graph.integers(0, 0, heads, size))
    return graph.op("Transpose", split, perm=[0, 2, 1, 3])


def _rotary(graph: Graph, x: str, half: int, rotary: tuple[str, str]) -> str:
    """RoPE: rotate the pairs (x_i, x_{i + d/2}) by the angles of their position."""
    cos, sin = rotary
    a, b = graph.ops("Split", [x, graph.integers(half, half)], ["~a", "~b"], axis=-1)

    def times(part: str, angle: str) -> str:
        return graph.op("Mul", part, angle)

    first = graph.op("Sub", times(a, cos), times(b, sin))
    second = graph.op("Add", times(b, cos), times(a, sin))
    return graph.op("Concat", first, second, axis=-1)


def _attend(frame: Frame, query: str, key: str, value: str, index: int) -> str:
    """softmax(q k^T / sqrt(d)) v, (B, H, S, d). Heads of a group are rows against its one key."""
    graph, c = frame.linears.graph, frame.linears.config
    grouped = c.heads != c.kv_heads
    if grouped:  # (B, H, S, d) -> (B, G, H/G * S, d): no key or value is copied per head
        query = graph.op("Reshape", query, graph.integers(0, c.kv_heads, -1, c.head_size))
    keys = graph.op("Transpose", key, perm=[0, 1, 3, 2])
    scaled = graph.op("Mul", query, graph.scalar(attention_scale(c, index)))
    name, cap = frame.name("scores", index), c.attention_softcap
    own = "" if cap else name
    scores = graph.op("MatMul", scaled, keys, to="" if grouped else own)
    if grouped:
        scores = graph.op("Reshape", scores, frame.by_head_and_group[0], to=own)
    if cap:
        scores = capped(graph, scores, cap, name)
    visible = graph.op("Where", frame.seen[c.window(index)], scores, graph.scalar(_HIDDEN))
    weights = graph.op("Softmax", visible, to=frame.name("attentions", index), axis=-1)
    if grouped:
        weights = graph.op("Reshape", weights, frame.by_head_and_group[1])
    mixed = graph.op("MatMul", weights, value)
    if grouped:
        mixed = graph.op("Reshape", mixed, graph.integers(0, c.heads, -1, c.head_size))
    return mixed
