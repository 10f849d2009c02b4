"""A layer's experts in standard operators."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .linear import Linears


def routed(linears: Linears, x: str, prefix: str, expert: Callable[[str], str]) -> str:
    """``p_e E_e(x)`` for the e whose p is largest, of ``p = softmax(router(x))``; ``expert`` makes
    the part of a name.

    All experts are computed and all but one are multiplied by 0. That is exact and every runtime
    has its operators, but a token costs what all experts cost: the saving that experts are for is
    that of training (``models/experts.py``), not of these graphs. Routing is in fp32 over fp32
    weights, whatever the experts are stored in, so that rounding chooses no other expert.
    """
    graph, count = linears.graph, linears.config.experts
    router = graph.op("Transpose", linears.plain(f"{prefix}.router.weight"), perm=[1, 0])
    shares = graph.op("Softmax", graph.op("MatMul", linears.wide(x), router), axis=-1)
    chosen = graph.op("ArgMax", shares, axis=-1, keepdims=1)
    is_chosen = graph.op("Equal", chosen, graph.constant(np.arange(count)))
    gate = linears.narrow(graph.op("Where", is_chosen, shares, graph.scalar(0.0)))
    ones, names = graph.integers(*[1] * count), [f"~{i}" for i in range(count)]
    gates = graph.ops("Split", [gate, ones], names, axis=-1)
    scaled = [graph.op("Mul", expert(f"{prefix}.experts.{i}"), own) for i, own in enumerate(gates)]
    return graph.op("Sum", *scaled)
