"""Multiplying whole numbers: each token's activations are rounded to 8 bits with a scale of its
own, each column of the weights with another.

Sums of products of whole numbers are exact, so a token's bits depend on no other token, as they
must. Processors multiply such matrices several times as fast as blocks that are unpacked first,
but only where many tokens share the reading of the weights.
"""

from __future__ import annotations

import numpy as np

from .graph import MICROSOFT
from .linear import Blocks

_LEAST = float(np.finfo(np.float32).tiny)  # a token that is all zeros still has a scale


class PerToken(Blocks):
    """Linears that have columns are multiplied so; all others are 8-bit blocks."""

    def multiply(self, x: str, name: str, width: int) -> str:
        if columns_name(name) not in self.tensors:
            return super().multiply(x, name, width)
        graph = self.graph
        rows = graph.op("Reshape", x, graph.integers(-1, width))
        scales = self._scales(rows)
        codes = self._codes(rows, scales)
        whole = graph.op(
            "MatMulIntegerToFloat",
            codes,
            self.plain(columns_name(name)),
            graph.scalar(1.0),
            self.plain(column_scales_name(name)),
            graph.constant(np.array(128, np.uint8)),
            domain=MICROSOFT,
        )
        y = graph.op("Mul", whole, scales)
        bias = f"{name}.bias"
        y = graph.op("Add", y, self.plain(bias)) if bias in self.tensors else y
        return graph.op("Reshape", y, self._shape())

    def _scales(self, rows: str) -> str:
        """(R, in) -> (R, 1): the largest magnitude becomes 127."""
        graph = self.graph
        largest = graph.op("ReduceMax", graph.op("Abs", rows), graph.integers(-1), keepdims=1)
        scaled = graph.op("Mul", largest, graph.scalar(1 / 127))
        return graph.op("Max", scaled, graph.scalar(_LEAST))

    def _codes(self, rows: str, scales: str) -> str:
        """(R, in) uint8 with zero at 128."""
        graph = self.graph
        each = graph.op("Reshape", scales, graph.integers(-1))
        zeros = graph.op("Expand", graph.constant(np.array(128, np.uint8)), graph.op("Shape", each))
        return graph.op("QuantizeLinear", rows, each, zeros, axis=0)

    def _shape(self) -> str:
        """(B, S, -1), of the ids."""
        graph = self.graph
        return graph.op("Concat", graph.op("Shape", "input_ids"), graph.integers(-1), axis=0)


def columns_name(linear: str) -> str:
    return f"{linear}.columns"


def column_scales_name(linear: str) -> str:
    return f"{linear}.column_scales"
