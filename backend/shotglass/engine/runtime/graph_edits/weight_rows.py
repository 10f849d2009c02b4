"""Rows of one of a model's matrices, as its explain graph computes with it, and its output maps
times one direction of the residual stream."""

from __future__ import annotations

from collections.abc import Iterator

from ....architecture import ModelConfig, weight_shapes
from ....contract import TensorSpec
from .inputs_and_outputs import prune
from .onnx_messages import GRAPH_INPUT, GRAPH_OUTPUT, Field, edit_graph, node, tensor
from .wiring import Nodes

INDICES = TensorSpec("weight_indices", "int64", ("N",))
ROWS, BIASES = "weight_rows", "weight_biases"


def matrices(config: ModelConfig) -> dict[str, tuple[int, int]]:
    """The matrices and tables of a model, (out, in), by their canonical names without ".weight"."""
    shapes = weight_shapes(config).items()
    ending = ".weight"
    return {n.removesuffix(ending): (s[0], s[1]) for n, s in shapes if len(s) == 2}


def weight_rows(model: bytes, config: ModelConfig, name: str) -> bytes:
    """A graph that gives ``weight_rows`` (N, in) and, where there is a bias, ``weight_biases`` (N,)
    of one of the ``matrices``; the rows' numbers are its input ``weight_indices``, counted in the
    ``packed`` matrix.

    Raises ModelFolderError for a graph of another make, ValueError for what is no serialised model.
    """
    stem, _ = packed(config, name)
    into = matrices(config)[name][1]
    is_linear = ".attention." in name or ".ffn." in name or name == "head_transform"
    outputs = [ROWS]

    def edit(graph: list[Field]) -> Iterator[bytes]:
        nodes = Nodes(graph)
        rows = nodes.stored(f"{stem}.weight")
        yield from (field.whole for field in graph)
        yield tensor(GRAPH_INPUT, INDICES)
        if is_linear and not name.endswith(".router"):  # stored (in, out), all others (out, in)
            yield node("Transpose", [rows], "by_output")
            rows = "by_output"
        yield node("Gather", [rows, INDICES.name], ROWS)
        yield tensor(GRAPH_OUTPUT, TensorSpec(ROWS, "float32", ("N", into)))
        bias = nodes.stored(f"{stem}.bias")
        if nodes.is_read(bias):
            outputs.append(BIASES)
            yield node("Gather", [bias, INDICES.name], BIASES)
            yield tensor(GRAPH_OUTPUT, TensorSpec(BIASES, "float32", ("N",)))

    return prune(edit_graph(model, edit), outputs)


def direction_input(config: ModelConfig) -> TensorSpec:
    return TensorSpec("direction", "float32", (config.width, 1))


def directed(model: bytes, config: ModelConfig) -> bytes:
    """A graph that gives ``maps.i`` (H*d, 1), the product of a layer's output map and the
    ``direction``, and ``biases.i`` (1,), that of the map's bias, where it has one.

    Raises ModelFolderError for a graph of another make, ValueError for what is no serialised model.
    """
    outputs = []

    def edit(graph: list[Field]) -> Iterator[bytes]:
        nodes, direction = Nodes(graph), direction_input(config)
        yield from (field.whole for field in graph)
        yield tensor(GRAPH_INPUT, direction)
        for layer in range(config.layers):
            name = f"layers.{layer}.attention.output"
            for kind, part, size in (("weight", "maps", config.query_width), ("bias", "biases", 0)):
                stored = nodes.stored(f"{name}.{kind}")
                if nodes.is_read(stored):
                    outputs.append(f"{part}.{layer}")
                    yield node("MatMul", [stored, direction.name], outputs[-1])
                    shape = (size, 1) if size else (1,)
                    yield tensor(GRAPH_OUTPUT, TensorSpec(outputs[-1], "float32", shape))

    return prune(edit_graph(model, edit), outputs)


def packed(config: ModelConfig, name: str) -> tuple[str, int]:
    """The matrix in which the graphs hold this one, and the row at which it begins there."""
    prefix, _, leaf = name.rpartition(".")
    if leaf in ("query", "key", "value"):
        starts = {
            "query": 0,
            "key": config.query_width,
            "value": config.query_width + config.kv_width,
        }
        return f"{prefix}.qkv", starts[leaf]
    if config.gated and leaf in ("gate", "up"):
        return f"{prefix}.gate_up", config.ffn_width if leaf == "up" else 0
    return name, 0
