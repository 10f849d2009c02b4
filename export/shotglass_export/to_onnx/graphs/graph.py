"""A graph under construction: nodes with readable names, and weights that live in other files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from shotglass.contract import IR_VERSION, OPSET, TensorSpec

from ..weights.file import Stored

MICROSOFT = "com.microsoft"  # the domain of onnxruntime's own operators
_TYPES = {
    "float32": TensorProto.FLOAT,
    "float16": TensorProto.FLOAT16,
    "int64": TensorProto.INT64,
    "int32": TensorProto.INT32,
    "uint8": TensorProto.UINT8,
    "int8": TensorProto.INT8,
    "uint4": TensorProto.UINT4,
}


class Graph:
    """Collects nodes and initialisers; every method returns the name of a tensor."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._initialisers: dict[str, TensorProto] = {}
        self._scopes: list[str] = []
        self._counts: dict[str, int] = {}
        self._cast: set[str] = set()  # initialisers in another type

    @contextmanager
    def scope(self, name: str) -> Iterator[None]:
        """Names the nodes that are made inside ``name/...``."""
        self._scopes.append(name)
        try:
            yield
        finally:
            self._scopes.pop()

    def op(self, kind: str, *inputs: str, domain: str = "", to: str = "", **attributes: Any) -> str:
        """Adds a node of one output, named ``to`` if given; an empty input name leaves the input
        out."""
        name = self._unique(kind)
        output = to or name
        node = helper.make_node(kind, inputs, [output], name=name, domain=domain, **attributes)
        self._nodes.append(node)
        return output

    def ops(
        self, kind: str, inputs: Sequence[str], outputs: Sequence[str], **attributes: Any
    ) -> list[str]:
        """Adds a node of several outputs; those that begin with "~" get a name of their own."""
        name = self._unique(kind)
        names = [f"{name}.{o[1:]}" if o.startswith("~") else o for o in outputs]
        self._nodes.append(helper.make_node(kind, list(inputs), names, name=name, **attributes))
        return names

    def constant(self, value: NDArray[Any]) -> str:
        """Adds an initialiser in the graph file, for shapes and scalars; equal ones are shared."""
        shown = "x".join(str(v) for v in value.flatten().tolist())
        name = f"constant.{value.dtype}.{'x'.join(map(str, value.shape))}.{shown}"
        self._initialisers.setdefault(name, onnx.numpy_helper.from_array(value, name))
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def scalar(self, value: float) -> str:
        return self.constant(np.array(value, dtype=np.float32))

    def stored(
        self,
        name: str,
        tensor: Stored,
        shape: Sequence[int] | None = None,
        floats: Literal["float32", "float16"] = "float32",
    ) -> str:
        """Adds a tensor outside the graph file; floats of another type than ``floats`` are cast to
        it, so that all arithmetic is in that.

        With ``shape`` it is read as that shape: two names may cover the same bytes.
        """
        if name not in self._initialisers:
            dims = shape or tensor.shape
            outside = TensorProto(name=name, data_type=_TYPES[tensor.dtype], dims=dims)
            outside.data_location = TensorProto.EXTERNAL
            where = {"location": tensor.file, "offset": tensor.offset, "length": tensor.length}
            for key, value in where.items():
                outside.external_data.add(key=key, value=str(value))
            self._initialisers[name] = outside
        if tensor.dtype in (floats, "int8", "uint8", "uint4"):
            return name
        output = f"{name}.{floats.replace('loat', 'p')}"
        if output not in self._cast:
            cast = helper.make_node("Cast", [name], [output], name=output, to=_TYPES[floats])
            self._nodes.append(cast)
            self._cast.add(output)
        return output

    def cast(self, x: str, dtype: str, to: str = "") -> str:
        """Returns x in another type, as the tensor ``to`` if given."""
        name = self._unique("Cast")
        output = to or name
        self._nodes.append(helper.make_node("Cast", [x], [output], name=name, to=_TYPES[dtype]))
        return output

    def model(
        self, name: str, inputs: Sequence[TensorSpec], outputs: Sequence[TensorSpec]
    ) -> onnx.ModelProto:
        """Returns the finished model, declared by the contract's specs."""
        graph = helper.make_graph(
            self._nodes,
            name,
            [_value(spec) for spec in inputs],
            [_value(spec) for spec in outputs],
            list(self._initialisers.values()),
        )
        domains = sorted({node.domain for node in self._nodes} - {""})
        opsets = [helper.make_opsetid("", OPSET), *(helper.make_opsetid(d, 1) for d in domains)]
        return helper.make_model(
            graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="shotglass"
        )

    def _unique(self, kind: str) -> str:
        base = "/".join([*self._scopes, kind])
        count = self._counts[base] = self._counts.get(base, -1) + 1
        return f"{base}.{count}" if count else base


def _value(spec: TensorSpec) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(spec.name, _TYPES[spec.dtype], spec.shape)
