"""A native graph over operators of ``backend/kernels``: its file stays what every runtime takes,
and runs of its nodes are replaced when it is loaded.

The operators read weights themselves, from the files that the graph names, so that onnxruntime does
not keep what they have packed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .fusions import Fusions, others
from .nodes import FLOATS, OPERATORS, node_of, stored_of
from .onnx_messages import (
    GRAPH_INPUT,
    GRAPH_NODE,
    VALUE_NAME,
    Field,
    edit_graph,
    fields,
    message,
    number,
    whole_number,
)

_MODEL_OPSET, _GRAPH_TENSOR, _VALUE_TYPE = 8, 5, 2


def fused(model: bytes, weights: Sequence[Path], kernels: str = "") -> tuple[bytes, set[str]]:
    """``model``, which has query lengths, with our operators where they compute the same, and the
    kinds of nodes that stay and may sum in an order of their own. ``weights``: the files that the
    operators may read. ``kernels``: the instruction set that they compute with, of those that
    ``backend/kernels`` has; the best one of this processor if left out.

    Raises ValueError for what is no serialised model.
    """
    staying: set[str] = set()

    def edit(graph: list[Field]) -> Iterator[bytes]:
        fusions, tensors = _read(graph, weights, kernels)
        nodes = fusions.nodes()
        staying.update(others(nodes))
        read = {name for node in nodes for name in node.inputs}
        yield from (node.written() for node in nodes)
        yield from (part.whole for name, part in tensors.items() if name in read)
        for part in graph:
            if part.number not in (GRAPH_NODE, _GRAPH_TENSOR):
                yield part.whole

    opset = message(1, OPERATORS.encode()) + number(2, 1)
    return edit_graph(model, edit) + message(_MODEL_OPSET, opset), staying


def _read(
    graph: list[Field], weights: Sequence[Path], kernels: str
) -> tuple[Fusions, dict[str, Field]]:
    files = {path.name: path for path in weights}
    tensors = [part for part in graph if part.number == _GRAPH_TENSOR]
    stored = [stored_of(part, files) for part in tensors]
    nodes = [node_of(part) for part in graph if part.number == GRAPH_NODE]
    by_name = {name: part for part, (name, _) in zip(tensors, stored, strict=True)}
    whole = {name for part in graph if part.number == GRAPH_INPUT for name in _float_input(part)}
    return Fusions(nodes, dict(stored), whole, kernels), by_name


def _float_input(part: Field) -> Iterator[str]:
    """The name of an input of the graph, if it is fp32."""
    for kind in part.strings(_VALUE_TYPE):
        for shaped in fields(kind):
            for item in fields(shaped.content):
                if item.number == 1 and whole_number(item.content) == FLOATS:
                    yield part.strings(VALUE_NAME)[0].decode()
                return
