"""``portable.onnx``: standard operators only, attention spelled out, the cache concatenated.

Names and shapes are ``contract.portable_inputs`` and ``portable_outputs``; letters as there.
"""

from __future__ import annotations

import numpy as np
import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import portable_inputs, portable_outputs

from .decoder import Frame, angles, embed, head, layer
from .graph import Graph
from .linear import Full
from .store import Tensors


def build_portable(config: ModelConfig, tensors: Tensors) -> onnx.ModelProto:
    """The graph over fp32 tensors as ``store.write_weights`` left them."""
    graph = Graph()
    linears = Full(graph, tensors)

    def remember(index: int, part: str, x: str) -> str:
        past, present = f"past_key_values.{index}.{part}", f"present.{index}.{part}"
        return graph.op("Concat", past, x, to=present, axis=2)

    x = embed(linears, config, "position_ids")
    with graph.scope("mask"):
        seen = _seen(graph)
    frame = Frame(linears, config, seen, *angles(linears, config, "position_ids"), remember)
    for index in range(config.layers):
        x = layer(frame, x, index)
    head(linears, config, x)
    return graph.model("portable", portable_inputs(config), portable_outputs(config))


def _seen(graph: Graph) -> str:
    """Token i of the new ones sees key j when j <= P + i and its mask is 1."""
    zero, one = graph.constant(np.array(0)), graph.constant(np.array(1))
    new = graph.op("Squeeze", graph.op("Shape", "input_ids", start=1, end=2))
    total = graph.op("Squeeze", graph.op("Shape", "attention_mask", start=1, end=2))
    past = graph.op("Sub", total, new)
    queries = graph.op("Unsqueeze", graph.op("Range", past, total, one), graph.integers(1))
    keys = graph.op("Range", zero, total, one)
    causal = graph.op("LessOrEqual", keys, queries)
    mask = graph.op("Unsqueeze", "attention_mask", graph.integers(1, 2))
    return graph.op("And", causal, graph.op("Greater", mask, zero))
