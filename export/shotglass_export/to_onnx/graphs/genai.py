"""The native graph as onnxruntime-genai asks it: lengths from the mask, every row read out.

The cache is one buffer of M tokens a row, bound as past and present at once.
"""

from __future__ import annotations

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import TensorSpec, native_inputs, native_outputs

from ..weights.store import Tensors
from .blocks import read_out
from .graph import Graph
from .linear import Linears
from .native import native_layers


def genai_inputs(config: ModelConfig) -> list[TensorSpec]:
    """``attention_mask`` is 1 for each token so far, T of them."""
    own = [spec for spec in native_inputs(config) if spec.name.startswith("past")]
    added = [TensorSpec("position_ids", "int64", ("B", "S"))]
    return [
        TensorSpec("input_ids", "int64", ("B", "S")),
        TensorSpec("attention_mask", "int64", ("B", "T")),
        *(added if config.adds_positions else []),
        *own,
    ]


def genai_outputs(config: ModelConfig) -> list[TensorSpec]:
    own = [spec for spec in native_outputs(config) if spec.name.startswith("present")]
    return [TensorSpec("logits", "float32", ("B", "S", config.vocabulary)), *own]


def build_genai(config: ModelConfig, tensors: Tensors, storage: type[Linears]) -> onnx.ModelProto:
    """The graph over tensors as ``store.write_weights`` left them, for these ``storage``.

    Raises ImportFailed for a head size that GroupQueryAttention does not take.
    """
    graph = Graph()
    linears = storage(graph, tensors, config)
    with graph.scope("mask"):
        _lengths(graph)
    rows = native_layers(linears)
    read_out(linears, rows, "flat_logits", fused=True)
    vocabulary = graph.integers(config.vocabulary)
    shape = graph.op("Concat", graph.op("Shape", "input_ids"), vocabulary, axis=0)
    graph.op("Reshape", "flat_logits", shape, to="logits")
    return graph.model("genai", genai_inputs(config), genai_outputs(config))


def _lengths(graph: Graph) -> None:
    """``seqlens_k`` and ``total_sequence_length`` as GroupQueryAttention takes them."""
    counts = graph.op("ReduceSum", "attention_mask", graph.integers(1), keepdims=0)
    last = graph.op("Sub", counts, graph.integers(1))
    graph.cast(last, "int32", "seqlens_k")
    total = graph.op("Squeeze", graph.op("Shape", "attention_mask", start=1, end=2))
    graph.cast(total, "int32", "total_sequence_length")
