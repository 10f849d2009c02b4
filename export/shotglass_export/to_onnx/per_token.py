"""Multiplying whole numbers: each token's activations are rounded to 8 bits with a scale of its
own, each column of the weights with another.

Sums of products of whole numbers are exact, so a token's bits depend on no other token, as they
must. Processors multiply such matrices several times as fast as blocks that are unpacked first,
wherever several tokens share the reading of the weights. What surrounds a product costs as much as
the product when there is one token, so layers work on rows (R, D), and nothing is done twice.

Where activations have outliers that nothing can move elsewhere (``smoothing``), what rounding left
of them is rounded once more, 254 times as fine, and multiplied beside the rest: twice the products
for 16 bits.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Literal

import numpy as np

from .graph import MICROSOFT
from .linear import Blocks

_FINER = 254.0  # what is left is at most half a step, and there are 127 steps to either side


class PerToken(Blocks):
    """Linears whose activations are rounded once or twice; all others are 8-bit blocks."""

    @abstractmethod
    def roundings(self, linear: str) -> Literal[0, 1, 2]:
        """How often what ``linear`` reads is rounded; 0 for blocks."""

    def as_rows(self, x: str, width: int) -> str:
        return self.graph.op("Reshape", x, self.graph.integers(-1, width))

    def as_texts(self, x: str) -> str:
        return self.graph.op("Reshape", x, self.graph.shared("texts.shape", self._texts_shape))

    def multiply(self, x: str, name: str, width: int) -> str:
        if columns_name(name) not in self.tensors or not self.roundings(name):
            return super().multiply(x, name, width)
        multiply = self._rounded_once if self.roundings(name) == 1 else self._rounded_twice
        y = multiply(x, self._scales(x), name)
        bias = f"{name}.bias"
        return self.graph.op("Add", y, self.plain(bias)) if bias in self.tensors else y

    def _rounded_once(self, rows: str, scales: str, name: str) -> str:
        return self._scaled(self._products(self._codes(rows, scales), name), scales)

    def _rounded_twice(self, rows: str, scales: str, name: str) -> str:
        graph = self.graph
        codes = self._codes(rows, scales)
        known = graph.op("DequantizeLinear", codes, scales, self._zeros(), axis=0)
        finer = graph.op("Mul", scales, graph.scalar(1 / _FINER))
        left = self._codes(graph.op("Sub", rows, known), finer)
        both = graph.op("Concat", codes, left, axis=0)  # one reading of the weights for the two
        products = self._products(both, name)
        high, low = graph.ops("Split", [products], ["~high", "~low"], num_outputs=2)
        return graph.op("Add", self._scaled(high, scales), self._scaled(low, finer))

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
        """(R, in) -> (R,): the largest magnitude becomes 127. A row of zeros has the scale 0, and
        whatever its codes are, they count nothing."""
        graph = self.graph
        largest = graph.op("ReduceMax", graph.op("Abs", rows), graph.integers(-1), keepdims=0)
        return graph.op("Mul", largest, graph.scalar(1 / 127))

    def _codes(self, rows: str, scales: str) -> str:
        """(R, in) uint8: zero is at 128."""
        return self.graph.op("QuantizeLinear", rows, scales, self._zeros(), axis=0)

    def _scaled(self, products: str, scales: str) -> str:
        graph = self.graph
        return graph.op("Mul", products, graph.op("Unsqueeze", scales, graph.integers(1)))

    def _zeros(self) -> str:
        """(R,) uint8, the zero points of all rows."""
        return self.graph.shared("rows.zeros", self._rows_zeros)

    def _rows_zeros(self) -> str:
        graph = self.graph
        count = graph.op("ReduceProd", graph.op("Shape", "input_ids"), graph.integers(0))
        return graph.op("Expand", graph.constant(np.array(128, np.uint8)), count, to="rows.zeros")

    def _texts_shape(self) -> str:
        """(B, S, -1), of the ids."""
        graph = self.graph
        parts = graph.op("Shape", "input_ids"), graph.integers(-1)
        return graph.op("Concat", *parts, to="texts.shape", axis=0)


class Reading(PerToken):
    """For prompts. Twice where no norm stands before that could take the outliers, and in
    attention's inputs, where rounding shifts the predictions most."""

    def roundings(self, linear: str) -> Literal[0, 1, 2]:
        return 2 if linear.endswith((".down", ".qkv")) else 1


class Writing(PerToken):
    """For one token a row. Few rows do not pay for a second rounding: blocks do instead, where one
    is not enough."""

    def roundings(self, linear: str) -> Literal[0, 1, 2]:
        return 0 if linear.endswith(".down") else 1


def columns_name(linear: str) -> str:
    return f"{linear}.columns"


def column_scales_name(linear: str) -> str:
    return f"{linear}.column_scales"
