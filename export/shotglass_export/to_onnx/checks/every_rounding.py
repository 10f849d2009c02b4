"""An fp16 graph that rounds on the CPU wherever it would on a GPU.

onnxruntime has few fp16 kernels for CPUs: it computes in fp32 between casts that it inserts, and
drops those between neighbours, so that a product beyond fp16's range is never seen. Two Identity
nodes behind each tensor hold the casts in place (one alone is computed in fp32 itself).
"""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx import NodeProto, helper


def with_every_rounding(path: Path) -> bytes:
    """The serialised model of ``path``; to be run without optimisations, which undo it."""
    model = onnx.load(path, load_external_data=False)
    outputs = {value.name for value in model.graph.output}
    nodes: list[NodeProto] = []
    made: set[str] = set()
    for node in model.graph.node:
        node.input[:] = [f"{name}.held" if name in made else name for name in node.input]
        nodes.append(node)
        for name in [name for name in node.output if name and name not in outputs]:
            nodes += _held(name)
            made.add(name)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    serialised: bytes = model.SerializeToString()
    return serialised


def _held(name: str) -> list[NodeProto]:
    once, twice = f"{name}.once", f"{name}.held"
    return [helper.make_node("Identity", [a], [b]) for a, b in ((name, once), (once, twice))]
