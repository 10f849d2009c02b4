"""``portable.onnx`` of a masked model (BERT): standard operators, no cache, all tokens see all.

Names and shapes are ``contract.masked_inputs`` and ``masked_outputs``; letters as there.
"""

from __future__ import annotations

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import masked_inputs, masked_outputs

from ..weights.store import Tensors
from .blocks import embed
from .decoder import Frame, angles, head, layer
from .graph import Graph
from .linear import Full, Linears
from .masks import in_both_directions


def build_masked(
    config: ModelConfig, tensors: Tensors, ways: type[Linears] = Full
) -> onnx.ModelProto:
    """The graph over tensors as ``store.write_weights`` left them, for these ``ways``."""
    graph = Graph()
    linears = ways(graph, tensors)
    with graph.scope("mask"):
        positions, seen = in_both_directions(graph)
    x = embed(linears, config, positions)
    turns = angles(linears, config, positions)
    frame = Frame(linears, config, seen, *turns, lambda _index, _part, x: x)
    for index in range(config.layers):
        x = layer(frame, x, index)
    head(linears, config, x)
    return graph.model("masked", masked_inputs(config), masked_outputs(config))
