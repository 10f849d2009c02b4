"""The lens of an explain graph, read off streams that a linear map carries to the last layer."""

from __future__ import annotations

from collections.abc import Iterator

from ....architecture import ModelConfig
from ....contract import TensorSpec
from .onnx_messages import GRAPH_INPUT, GRAPH_OUTPUT, Field, edit_graph, node, tensor
from .wiring import Nodes, inputs, reading

JACOBIAN_LENS = "jacobian_lens"
"""The output (R, L+1, V): as ``lens``, but entry i < L is read off what ``jacobian_inputs`` make of
``hidden_states.i``."""


def jacobian_inputs(config: ModelConfig) -> list[TensorSpec]:
    """Returns the inputs of the lens, which reads ``x + (x @ lens_right) @ lens_left + lens_shift``
    of each layer; r is the rank."""
    width, specs = config.width, []
    for i in range(config.layers):
        specs.append(TensorSpec(f"lens_right.{i}", "float32", (width, "r")))
        specs.append(TensorSpec(f"lens_left.{i}", "float32", ("r", width)))
        specs.append(TensorSpec(f"lens_shift.{i}", "float32", (width,)))
    return specs


def with_jacobian_lens(model: bytes, config: ModelConfig) -> bytes:
    """An explain graph that gives ``jacobian_lens`` in the place of ``lens``. Its last entry stays
    what the last layer leaves.

    Raises ModelFolderError for a graph of another make, ValueError for what is no serialised model.
    """
    return edit_graph(model, lambda graph: _with_jacobian(graph, config))


def _with_jacobian(graph: list[Field], config: ModelConfig) -> Iterator[bytes]:
    columns = Nodes(graph).lens_columns()
    for field in graph:
        if field.whole != columns.whole:
            yield field.whole
            continue
        carried = {}
        for i, column in enumerate(inputs(columns)[:-1]):
            yield node("MatMul", [column, f"lens_right.{i}"], f"lens_sketch.{i}")
            yield node("MatMul", [f"lens_sketch.{i}", f"lens_left.{i}"], f"lens_change.{i}")
            yield node("Add", [column, f"lens_change.{i}"], f"lens_changed.{i}")
            yield node("Add", [f"lens_changed.{i}", f"lens_shift.{i}"], f"lens_carried.{i}")
            carried[column] = f"lens_carried.{i}"
        yield reading(field, carried)
    yield node("Identity", ["lens"], JACOBIAN_LENS)
    for spec in jacobian_inputs(config):
        yield tensor(GRAPH_INPUT, spec)
    shape = ("R", config.layers + 1, config.vocabulary)
    yield tensor(GRAPH_OUTPUT, TensorSpec(JACOBIAN_LENS, "float32", shape))
