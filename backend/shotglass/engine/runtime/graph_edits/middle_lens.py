"""The logit lens of an explain graph, read behind each layer's attention."""

from __future__ import annotations

from collections.abc import Iterator

from ....architecture import ModelConfig
from ....contract import TensorSpec
from .onnx_messages import GRAPH_NODE, GRAPH_OUTPUT, Field, edit_graph, node, tensor
from .wiring import Nodes, reading

MIDDLE_LENS = "middle_lens"
"""The output (R, L+1, V): as ``lens``, but entry i < L is read off ``middle_states.i``."""


def with_middle_lens(model: bytes, config: ModelConfig) -> bytes:
    """An intervened graph that gives ``middle_lens`` in the place of ``lens``; the model
    ``has_middle``. Its last entry stays what the last layer leaves.

    Raises ModelFolderError for a graph of another make, ValueError for what is no serialised model.
    """
    return edit_graph(model, lambda graph: _with_middle(graph, config))


def _with_middle(graph: list[Field], config: ModelConfig) -> Iterator[bytes]:
    nodes = Nodes(graph)
    flattened = {
        nodes.lens_state(f"hidden_states.{i}"): {f"hidden_states.{i}": f"middle_states.{i}"}
        for i in range(config.layers)
    }
    for field in graph:
        renamed = flattened.get(field.whole) if field.number == GRAPH_NODE else None
        yield reading(field, renamed) if renamed else field.whole
    yield node("Identity", ["lens"], MIDDLE_LENS)
    shape = ("R", config.layers + 1, config.vocabulary)
    yield tensor(GRAPH_OUTPUT, TensorSpec(MIDDLE_LENS, "float32", shape))
