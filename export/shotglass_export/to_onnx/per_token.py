"""Multiplying whole numbers: each token's activations are rounded to 8 bits with a scale of its
own, each column of the weights with another.

Sums of products of whole numbers are exact, so a token's bits depend on no other token, as they
must. Processors multiply such matrices several times as fast as blocks that are unpacked first,
but only where many tokens share the reading of the weights.

Where activations have outliers that nothing can move elsewhere (``smoothing``), what rounding left
of them is rounded once more, 254 times as fine, and multiplied beside the rest: twice the products
for 16 bits.
"""

from __future__ import annotations

import numpy as np

from .graph import MICROSOFT
from .linear import Blocks

_LEAST = float(np.finfo(np.float32).tiny)  # a token that is all zeros still has a scale
_FINER = 254.0  # what is left is at most half a step, and there are 127 steps to either side


class PerToken(Blocks):
    """Linears that have columns are multiplied so; all others are 8-bit blocks."""

    def multiply(self, x: str, name: str, width: int) -> str:
        if columns_name(name) not in self.tensors:
            return super().multiply(x, name, width)
        graph = self.graph
        rows = graph.op("Reshape", x, graph.integers(-1, width))
        scales = self._scales(rows)
        multiply = self._twice if twice(name) else self._once
        y = multiply(rows, scales, name)
        bias = f"{name}.bias"
        y = graph.op("Add", y, self.plain(bias)) if bias in self.tensors else y
        return graph.op("Reshape", y, self._shape())

    def _once(self, rows: str, scales: str, name: str) -> str:
        codes, _, _ = self._codes(rows, scales)
        return self.graph.op("Mul", self._products(codes, name), scales)

    def _twice(self, rows: str, scales: str, name: str) -> str:
        graph = self.graph
        codes, each, zeros = self._codes(rows, scales)
        known = graph.op("DequantizeLinear", codes, each, zeros, axis=0)
        finer = graph.op("Mul", scales, graph.scalar(1 / _FINER))
        left, _, _ = self._codes(graph.op("Sub", rows, known), finer)
        both = graph.op("Concat", codes, left, axis=0)
        products = self._products(both, name)
        high, low = graph.ops("Split", [products], ["~high", "~low"], num_outputs=2)
        return graph.op("Add", graph.op("Mul", high, scales), graph.op("Mul", low, finer))

    def _products(self, codes: str, name: str) -> str:
        """(R, in) uint8 -> (R, out), in units of the rows' scales."""
        return self.graph.op(
            "MatMulIntegerToFloat",
            codes,
            self.plain(columns_name(name)),
            self.graph.scalar(1.0),
            self.plain(column_scales_name(name)),
            self.graph.constant(np.array(128, np.uint8)),
            domain=MICROSOFT,
        )

    def _scales(self, rows: str) -> str:
        """(R, in) -> (R, 1): the largest magnitude becomes 127."""
        graph = self.graph
        largest = graph.op("ReduceMax", graph.op("Abs", rows), graph.integers(-1), keepdims=1)
        scaled = graph.op("Mul", largest, graph.scalar(1 / 127))
        return graph.op("Max", scaled, graph.scalar(_LEAST))

    def _codes(self, rows: str, scales: str) -> tuple[str, str, str]:
        """(R, in) uint8, the scales (R,) and zero points (R,) that it has: zero is at 128."""
        graph = self.graph
        each = graph.op("Reshape", scales, graph.integers(-1))
        zeros = graph.op("Expand", graph.constant(np.array(128, np.uint8)), graph.op("Shape", each))
        return graph.op("QuantizeLinear", rows, each, zeros, axis=0), each, zeros

    def _shape(self) -> str:
        """(B, S, -1), of the ids."""
        graph = self.graph
        return graph.op("Concat", graph.op("Shape", "input_ids"), graph.integers(-1), axis=0)


def twice(linear: str) -> bool:
    """Whether its activations are rounded twice: where no norm stands before that could take the
    outliers, and in attention's inputs, where rounding shifts the predictions most."""
    return linear.endswith((".down", ".qkv"))


def columns_name(linear: str) -> str:
    return f"{linear}.columns"


def column_scales_name(linear: str) -> str:
    return f"{linear}.column_scales"
