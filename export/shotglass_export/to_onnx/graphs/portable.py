"""``portable.onnx``: standard operators only, attention spelled out.

A generating model concatenates its cache; a masked model (BERT) has none, and every token attends
to all. Names and shapes are ``contract.portable_inputs`` and ``portable_outputs``, or
``contract.masked_inputs`` and ``masked_outputs``; letters as there.
"""

from __future__ import annotations

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import masked_inputs, masked_outputs, portable_inputs, portable_outputs

from ..weights.store import Tensors
from .blocks import embed
from .decoder import Frame, head, layer, rotary_tables
from .graph import Graph
from .linear import Full, Linears
from .masks import after_cache, in_both_directions


def build_portable(
    config: ModelConfig, tensors: Tensors, storage: type[Linears] = Full
) -> onnx.ModelProto:
    """Builds the graph over tensors as ``write_weights`` left them, for these ``storage``."""
    graph = Graph()
    linears = storage(graph, tensors, config)

    def remember(index: int, part: str, x: str) -> str:
        past, present = f"past_key_values.{index}.{part}", f"present.{index}.{part}"
        return graph.op("Concat", past, x, to=present, axis=2)

    x = embed(linears, "position_ids")
    with graph.scope("mask"):
        seen = after_cache(graph, config)
    frame = Frame(linears, seen, rotary_tables(linears, "position_ids"), remember)
    for index in range(config.layers):
        x = layer(frame, x, index)
    head(linears, x)
    return graph.model("portable", portable_inputs(config), portable_outputs(config))


def build_masked(
    config: ModelConfig, tensors: Tensors, storage: type[Linears] = Full
) -> onnx.ModelProto:
    """Builds a masked model's graph over such tensors."""
    graph = Graph()
    linears = storage(graph, tensors, config)
    with graph.scope("mask"):
        positions, seen = in_both_directions(graph)
    x = embed(linears, positions)
    rotary = rotary_tables(linears, positions)
    frame = Frame(linears, seen, rotary, lambda _index, _part, x: x)
    for index in range(config.layers):
        x = layer(frame, x, index)
    head(linears, x)
    return graph.model("masked", masked_inputs(config), masked_outputs(config))
