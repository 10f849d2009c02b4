"""Multiplying by weights and looking up in them: fp32, fp16, onnxruntime's 8-bit blocks, or 8-bit
and 4-bit blocks in standard operators, which onnxruntime fuses and other runtimes read.

In standard operators a matrix is stored (in, out), its codes in the way of DequantizeLinear since
opset 21: each run of ``block`` inputs of a column has one scale. onnxruntime makes one MatMulNBits
of DequantizeLinear and MatMul, if the blocks lie along axis 0 and nothing else reads the codes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from shotglass.architecture import ModelConfig

from ..weights.file import Stored
from ..weights.quantise import block_count
from ..weights.store import BLOCK, FINE_BLOCK, Tensors, codes_name, scales_name, zeros_name
from .graph import MICROSOFT, Graph

ACCURACY_LEVEL = 4  # activations are rounded to 8 bits too: the fast integer kernels


@dataclass(frozen=True)
class Linears(ABC):
    """The values that the parts of a graph share: the graph, the model's shape, and how its
    matrices are stored. ``width`` is a matrix's input width."""

    graph: Graph
    tensors: Tensors
    config: ModelConfig

    def plain(self, name: str) -> str:
        """A tensor as norms and sums take it."""
        return self.graph.stored(name, self.tensors[name])

    def factor(self, name: str) -> str:
        """A tensor as products take it."""
        return self.plain(name)

    def narrow(self, x: str) -> str:
        """x (fp32), from a norm to a product."""
        return x

    def wide(self, x: str) -> str:
        """x, from a product to a sum and its norm: in fp32."""
        return x

    @abstractmethod
    def multiply(self, x: str, name: str, width: int) -> str:
        """x (..., in) times the linear ``name``, plus its bias if there is one."""

    @abstractmethod
    def look_up(self, ids: str, name: str, width: int) -> str:
        """Rows of the table ``name``: ids (B, S) -> (B, S, D)."""

    @abstractmethod
    def project(self, rows: str, name: str, width: int, to: str, bias: str = "") -> str:
        """Logits: rows (R, D) times the table ``name`` -> (R, V), plus the tensor ``bias`` if one
        is named, as the tensor ``to``."""


class Full(Linears):
    """fp32 weights in standard operators."""

    def multiply(self, x: str, name: str, width: int) -> str:
        y = self.graph.op("MatMul", x, self.factor(f"{name}.weight"))
        bias = f"{name}.bias"
        return self.graph.op("Add", y, self.factor(bias)) if bias in self.tensors else y

    def look_up(self, ids: str, name: str, width: int) -> str:
        return self.graph.op("Gather", self.plain(f"{name}.weight"), ids)

    def project(self, rows: str, name: str, width: int, to: str, bias: str = "") -> str:
        # Gemm reads the table as it lies, so a tied head needs no transposed copy.
        extra = (self.plain(bias),) if bias else ()
        return self.graph.op("Gemm", rows, self.plain(f"{name}.weight"), *extra, to=to, transB=1)


class Half(Full):
    """fp16 weights and fp16 products; what is looked up and the logits are fp32.

    The residual stream and its norms stay in fp32: onnxruntime's CUDA kernels for adding and
    norming sum squares in the type of their input, and in fp16 that loses digits, or overflows at
    activations of a few thousand. It costs two casts a norm.
    """

    def factor(self, name: str) -> str:
        return self.graph.stored(name, self.tensors[name], floats="float16")

    def narrow(self, x: str) -> str:
        return self.graph.cast(x, "float16")

    def wide(self, x: str) -> str:
        return self.graph.cast(x, "float32")

    def look_up(self, ids: str, name: str, width: int) -> str:
        return self.wide(self.graph.op("Gather", self.factor(f"{name}.weight"), ids))

    def project(self, rows: str, name: str, width: int, to: str, bias: str = "") -> str:
        extra = (self.factor(bias),) if bias else ()
        logits = self.graph.op("Gemm", rows, self.factor(f"{name}.weight"), *extra, transB=1)
        return self.graph.cast(logits, "float32", to)


class Blocks(Linears):
    """8-bit blocks. A tied head is stored once: two names over one range of the file."""

    def multiply(self, x: str, name: str, width: int) -> str:
        bias = f"{name}.bias"
        return self._matmul(x, name, width, bias if bias in self.tensors else "")

    def look_up(self, ids: str, name: str, width: int) -> str:
        codes = self.tensors[codes_name(f"{name}.weight")]
        rows, blocks, size = codes.shape
        table = self.graph.stored(f"{name}.rows", codes, (rows, blocks * size))
        scales = self.plain(scales_name(f"{name}.weight"))
        embedded = self.graph.op(
            "GatherBlockQuantized",
            table,
            ids,
            scales,
            domain=MICROSOFT,
            bits=8,
            block_size=size,
            gather_axis=0,
            quantize_axis=1,
        )
        if width == blocks * size:
            return embedded
        bounds = (self.graph.integers(v) for v in (0, width, -1))
        return self.graph.op("Slice", embedded, *bounds)

    def project(self, rows: str, name: str, width: int, to: str, bias: str = "") -> str:
        return self._matmul(rows, name, width, bias, to)

    def _matmul(self, x: str, name: str, width: int, bias: str, to: str = "") -> str:
        extra = ("", "", self.plain(bias)) if bias else ()
        codes, scales = (f(f"{name}.weight") for f in (codes_name, scales_name))
        rows, _, size = self.tensors[codes].shape
        return self.graph.op(
            "MatMulNBits",
            x,
            self.plain(codes),
            self.plain(scales),
            *extra,
            to=to,
            domain=MICROSOFT,
            K=width,
            N=rows,
            bits=8,
            block_size=size,
            accuracy_level=ACCURACY_LEVEL,
        )


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
        embedded = graph.cast(graph.op("Gather", table, ids, axis=1), "float32")
        each = graph.op("Gather", steps, ids, axis=1)
        block = _block(self.tensors[codes], self.tensors[scales])
        own = graph.op("Gather", each, graph.constant(np.arange(width) // block), axis=0)
        return graph.op("Transpose", graph.op("Mul", embedded, own), perm=[1, 2, 0])

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
    """Returns how many inputs share a scale, of the sizes there are."""
    return next(
        size for size in (BLOCK, FINE_BLOCK) if block_count(codes.shape[0], size) == scales.shape[0]
    )
