"""``portable.onnx``: standard operators only, attention spelled out, the cache concatenated.

Names and shapes are ``contract.portable_inputs`` and ``portable_outputs``; letters as there.
"""

from __future__ import annotations

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import portable_inputs, portable_outputs

from ..weights.store import Tensors
from .blocks import embed
from .decoder import Frame, angles, head, layer
from .graph import Graph
from .linear import Full, Linears
from .masks import after_cache


def build_portable(
    config: ModelConfig, tensors: Tensors, ways: type[Linears] = Full
) -> onnx.ModelProto:
    """The graph over tensors as ``store.write_weights`` left them, for these ``ways``."""
    graph = Graph()
    linears = ways(graph, tensors)

    def remember(index: int, part: str, x: str) -> str:
        past, present = f"past_key_values.{index}.{part}", f"present.{index}.{part}"
        return graph.op("Concat", past, x, to=present, axis=2)

    x = embed(linears, config, "position_ids")
    with graph.scope("mask"):
        seen = after_cache(graph, config)
    frame = Frame(linears, config, seen, *angles(linears, config, "position_ids"), remember)
    for index in range(config.layers):
        x = layer(frame, x, index)
    head(linears, config, x)
    return graph.model("portable", portable_inputs(config), portable_outputs(config))
