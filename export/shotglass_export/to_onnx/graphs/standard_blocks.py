"""8-bit and 4-bit blocks in standard operators: what onnxruntime fuses and other runtimes read.

A matrix is stored (in, out), its codes in the way of DequantizeLinear since opset 21: each run of
``block`` inputs of a column has one scale. onnxruntime makes one MatMulNBits of DequantizeLinear
and MatMul, if the blocks lie along axis 0 and nothing else reads the codes.
"""

from __future__ import annotations

import numpy as np

from ..weights.file import Stored
from ..weights.quantise import block_count
from ..weights.store import BLOCK, FINE_BLOCK, codes_name, scales_name, zeros_name
from .linear import Linears


class StandardBlocks(Linears):
    """Linears over the files of ``store.BLOCKS8_FILE`` and ``BLOCKS4_FILE``."""

    def multiply(self, x: str, name: str, width: int) -> str:
        y = self.graph.op("MatMul", x, self._matrix(name))
        bias = f"{name}.bias"
        return self.graph.op("Add", y, self.factor(bias)) if bias in self.tensors else y

    def look_up(self, ids: str, name: str, width: int) -> str:
        """The table is stored (D, V), as the head multiplies by it: its columns are gathered.

        So a tied head is stored once, as two tensors over one range of the file: one that is read
        twice would not be fused.
        """
        graph = self.graph
        codes, scales = (f(f"{name}.weight") for f in (codes_name, scales_name))
        table = graph.stored(f"{name}.rows", self.tensors[codes])
        steps = graph.stored(f"{name}.row_scales", self.tensors[scales])
        found = graph.cast(graph.op("Gather", table, ids, axis=1), "float32")
        each = graph.op("Gather", steps, ids, axis=1)
        block = _block(self.tensors[codes], self.tensors[scales])
        own = graph.op("Gather", each, graph.constant(np.arange(width) // block), axis=0)
        return graph.op("Transpose", graph.op("Mul", found, own), perm=[1, 2, 0])

    def project(self, rows: str, name: str, width: int, to: str, bias: str = "") -> str:
        if not bias:
            return self.graph.op("MatMul", rows, self._matrix(name), to=to)
        y = self.graph.op("MatMul", rows, self._matrix(name))
        return self.graph.op("Add", y, self.factor(bias), to=to)

    def _matrix(self, name: str) -> str:
        """The (in, out) matrix that the codes of ``name`` stand for."""
        codes, scales = (f(f"{name}.weight") for f in (codes_name, scales_name))
        block = _block(self.tensors[codes], self.tensors[scales])
        zeros = zeros_name(f"{name}.weight")
        read = [codes, scales, *([zeros] if zeros in self.tensors else [])]
        stored = [self.plain(tensor) for tensor in read]
        return self.graph.op("DequantizeLinear", *stored, axis=0, block_size=block)


def _block(codes: Stored, scales: Stored) -> int:
    """How many inputs share a scale, of the sizes there are."""
    return next(
        size for size in (BLOCK, FINE_BLOCK) if block_count(codes.shape[0], size) == scales.shape[0]
    )
