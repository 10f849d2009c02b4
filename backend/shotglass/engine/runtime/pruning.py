"""The part of an ONNX model that leads to some of its outputs.

onnxruntime computes every node of a graph and keeps every output till the end of a run, asked
for or not.
"""

from __future__ import annotations

from collections.abc import Collection

from .onnx_messages import (
    GRAPH_NODE,
    GRAPH_OUTPUT,
    NODE_INPUT,
    NODE_OUTPUT,
    VALUE_NAME,
    Field,
    edit_graph,
)


def prune(model: bytes, outputs: Collection[str]) -> bytes:
    """``model`` with only the ``outputs`` named and the nodes that lead to them.

    Raises ValueError for what is no serialised model.
    """
    wanted = {name.encode() for name in outputs}
    return edit_graph(model, lambda fields: _pruned(fields, wanted))


def _pruned(fields: list[Field], wanted: set[bytes]) -> list[bytes]:
    needed = set(wanted)
    kept = []
    for field in reversed(fields):  # nodes stand in order: whoever needs a node comes after it
        if field.number == GRAPH_NODE:
            if needed.isdisjoint(field.strings(NODE_OUTPUT)):
                continue
            needed.update(field.strings(NODE_INPUT))
        elif field.number == GRAPH_OUTPUT and wanted.isdisjoint(field.strings(VALUE_NAME)):
            continue
        kept.append(field.whole)
    return kept[::-1]
