"""The blocks that every graph of the family shares: embedding, norms, activations, feed-forward
part, head."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from shotglass.architecture import ModelConfig

from ..weights.store import SINUSOIDS
from .graph import MICROSOFT, Graph
from .linear import Linears

QUICK = 1.702  # of quick_gelu


def embed(linears: Linears, positions: str) -> str:
    """Returns the residual stream (B, S, D) before the first layer; ``positions`` is (B or 1, S).

    A text is one segment, so the second table gives its row 0 to every token.
    """
    config = linears.config
    graph = linears.graph
    x = linears.look_up("input_ids", "embedding", config.width)
    if config.embedding_scale:
        x = graph.op("Mul", x, graph.scalar(config.embedding_scale))
    if config.positions == "sinusoidal":
        x = graph.op("Mul", x, graph.scalar(config.width**0.5))
    if config.adds_positions:
        table = linears.plain("position.weight" if config.positions == "learned" else SINUSOIDS)
        x = graph.op("Add", x, graph.op("Gather", table, positions))
    if config.segments:
        first = graph.constant(np.array(0))
        x = graph.op("Add", x, graph.op("Gather", linears.plain("segment.weight"), first))
    return norm(linears, x, "embedding_norm") if config.embedding_norm else x


def norm(linears: Linears, x: str, name: str) -> str:
    """Adds RMSNorm or LayerNorm over the last axis, in standard operators."""
    config = linears.config
    graph, weight = linears.graph, linears.plain(f"{name}.weight")
    if config.norm == "layer":
        bias = linears.plain(f"{name}.bias")
        return graph.op("LayerNormalization", x, weight, bias, epsilon=config.norm_epsilon)
    square = graph.op("Pow", x, graph.scalar(2.0))
    mean = graph.op("ReduceMean", square, graph.integers(-1))
    root = graph.op("Sqrt", graph.op("Add", mean, graph.scalar(config.norm_epsilon)))
    return graph.op("Mul", graph.op("Div", x, root), weight)


def given(linears: Linears, y: str, part: str) -> str:
    """Returns what the part ``part`` adds to the stream: y, or its norm where what is added is
    normed."""
    return norm(linears, y, f"{part}_out_norm") if linears.config.norms_out else y


def head_norms(linears: Linears, prefix: str, parts: Sequence[str]) -> list[str]:
    """Returns queries and keys, normed over their last axis."""
    names = (f"{prefix}.query_norm", f"{prefix}.key_norm")
    return [norm(linears, x, name) for x, name in zip(parts, names, strict=True)]


def skip_norm(linears: Linears, x: str, residual: str, name: str) -> tuple[str, str]:
    """Returns the new residual stream, and what the next part reads of it, in onnxruntime's one
    operator for adding and normalising: (x + residual, its norm), or the norm for both when it
    stands after each sum."""
    config = linears.config
    layer = config.norm == "layer"
    suffixes = ("weight", "bias") if layer else ("weight",)
    kind = "SkipLayerNormalization" if layer else "SkipSimplifiedLayerNormalization"
    normed, total = linears.graph.ops(
        kind,
        [x, residual, *(linears.plain(f"{name}.{suffix}") for suffix in suffixes)],
        ["~normed", "", "", "~sum"],
        domain=MICROSOFT,
        epsilon=config.norm_epsilon,
    )[::3]
    return total if config.norm_first else normed, normed


def feed_forward(linears: Linears, x: str, prefix: str, *, fused: bool) -> str:
    """Adds the layer's part ``prefix``, which ends in "ffn": dense, or one of its experts."""
    if linears.config.experts:
        return _routed(linears, x, prefix, lambda name: _dense(linears, x, name, fused=fused))
    return _dense(linears, x, prefix, fused=fused)


def _routed(linears: Linears, x: str, prefix: str, expert: Callable[[str], str]) -> str:
    """``p_e E_e(x)`` for the e whose p is largest, of ``p = softmax(router(x))``; ``expert`` makes
    the part of a name.

    All experts are computed and all but one are multiplied by 0. That is exact and every runtime
    has its operators, but a token costs what all experts cost: the saving that experts are for is
    that of training (``models/experts.py``), not of these graphs. Routing is in fp32 over fp32
    weights, whatever the experts are stored in, so that rounding chooses no other expert.
    """
    graph, count = linears.graph, linears.config.experts
    router = graph.op("Transpose", linears.plain(f"{prefix}.router.weight"), perm=[1, 0])
    scores = graph.op("MatMul", linears.wide(x), router)
    shares = graph.op("Softmax", scores, to=f"{prefix}.router.shares", axis=-1)
    chosen = graph.op("ArgMax", shares, axis=-1, keepdims=1)
    is_chosen = graph.op("Equal", chosen, graph.constant(np.arange(count)))
    gate = linears.narrow(graph.op("Where", is_chosen, shares, graph.scalar(0.0)))
    ones, names = graph.integers(*[1] * count), [f"~{i}" for i in range(count)]
    gates = graph.ops("Split", [gate, ones], names, axis=-1)
    scaled = [graph.op("Mul", expert(f"{prefix}.experts.{i}"), own) for i, own in enumerate(gates)]
    return graph.op("Sum", *scaled)


def _dense(linears: Linears, x: str, prefix: str, *, fused: bool) -> str:
    """``down(act(gate(x)) * up(x))`` or ``down(act(up(x)))``."""
    config = linears.config
    graph = linears.graph
    if config.gated:
        both = linears.multiply(x, f"{prefix}.gate_up", config.width)
        sizes = graph.integers(config.ffn_width, config.ffn_width)
        gate, up = graph.ops("Split", [both, sizes], ["~gate", "~up"], axis=-1)
        hidden = graph.op("Mul", activation(graph, config, gate, fused=fused), up)
    else:
        up = linears.multiply(x, f"{prefix}.up", config.width)
        hidden = activation(graph, config, up, fused=fused)
    return linears.multiply(hidden, f"{prefix}.down", config.ffn_width)


def activation(graph: Graph, config: ModelConfig, x: str, *, fused: bool) -> str:
    """Adds the activation; ``fused`` takes onnxruntime's operator where it has its own."""
    if config.activation == "silu":
        if fused:
            return graph.op("QuickGelu", x, domain=MICROSOFT, alpha=1.0)
        return graph.op("Mul", x, graph.op("Sigmoid", x))
    if config.activation == "gelu_tanh":
        if fused:
            return graph.op("FastGelu", x, domain=MICROSOFT)
        return graph.op("Gelu", x, approximate="tanh")
    if config.activation == "quick_gelu":
        if fused:
            return graph.op("QuickGelu", x, domain=MICROSOFT, alpha=QUICK)
        return graph.op("Mul", x, graph.op("Sigmoid", graph.op("Mul", x, graph.scalar(QUICK))))
    return graph.op("Relu" if config.activation == "relu" else "Gelu", x)


def read_out(linears: Linears, rows: str, to: str, *, fused: bool) -> str:
    """Returns logits (R, V), as the tensor ``to``, of rows (R, D) which have passed the final
    norm."""
    config = linears.config
    bias = "head.bias" if config.has_head_bias else ""
    if config.head_transform:
        turned = linears.multiply(rows, "head_transform", config.width)
        rows = activation(linears.graph, config, turned, fused=fused)
        normed = norm(linears, linears.wide(rows), "head_norm")
        rows = linears.narrow(normed)
    table, cap = "embedding" if config.tied else "head", config.logit_softcap
    if not cap:
        return linears.project(rows, table, config.width, to, bias)
    return _capped_in_order(
        linears.graph, linears.project(rows, table, config.width, "", bias), cap, to
    )


def _capped_in_order(graph: Graph, x: str, most: float, to: str) -> str:
    """``c tanh(x / c)`` as ``2c / (1 + exp(-2x / c)) - c``. By onnxruntime's Tanh the largest logit
    may be another token's, since what it gives does not always rise with what it is given."""
    power = graph.op("Mul", x, graph.scalar(-2 / most))
    finite = graph.op("Min", power, graph.scalar(80.0))  # exp(80) is below fp32's largest
    above = graph.op("Add", graph.op("Exp", finite), graph.scalar(1.0))
    share = graph.op("Mul", graph.op("Reciprocal", above), graph.scalar(2 * most))
    return graph.op("Sub", share, graph.scalar(most), to=to)


def capped(graph: Graph, x: str, most: float, to: str = "") -> str:
    """Returns ``c tanh(x / c)`` of scores, as the tensor ``to`` if given."""
    share = graph.op("Tanh", graph.op("Div", x, graph.scalar(most)))
    return graph.op("Mul", share, graph.scalar(most), to=to)


def attention_scale(config: ModelConfig, layer: int) -> float:
    if config.attention_scale or config.layer_scaled:
        return config.score_scale(layer)
    return float(1 / np.sqrt(config.head_size))
