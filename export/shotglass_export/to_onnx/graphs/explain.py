"""``explain.onnx``: standard operators only; every layer's attention and residual stream come out.

A whole text from position 0, no cache. Names and shapes are ``contract.explain_inputs`` and
``explain_outputs``; letters as there.
"""

from __future__ import annotations

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import explain_inputs, explain_outputs

from ..weights.store import Tensors
from .blocks import embed, read_out
from .decoder import Frame, final_norm, head, layer, rotary_tables
from .graph import Graph
from .linear import Full
from .masks import of_whole_text


def build_explain(config: ModelConfig, tensors: Tensors) -> onnx.ModelProto:
    """Builds the graph over fp32 tensors as ``store.write_weights`` left them."""
    graph = Graph()
    linears = Full(graph, tensors, config)
    with graph.scope("mask"):
        positions, seen = of_whole_text(graph, config)
    hidden = [_shown(graph, embed(linears, positions), 0)]
    rotary = rotary_tables(linears, positions)
    frame = Frame(linears, seen, rotary, lambda _index, _part, x: x, shown=True)
    for index in range(config.layers):
        hidden.append(_shown(graph, layer(frame, hidden[-1], index), index + 1))
    head(linears, hidden[-1])
    # The output ``lens`` (R, L+1, V): the head's reading of every layer at the asked rows.
    # "Logit lens": nostalgebraist, "interpreting GPT", 2020.
    with graph.scope("lens"):
        flat = (graph.op("Reshape", x, graph.integers(-1, config.width)) for x in hidden)
        rows = (graph.op("Gather", x, "lens_rows") for x in flat)
        columns = [graph.op("Unsqueeze", x, graph.integers(1)) for x in rows]
        normed = final_norm(linears, graph.op("Concat", *columns, axis=1))
        states = graph.op("Reshape", normed, graph.integers(-1, config.width))
        logits = read_out(linears, states, "flat_lens", fused=False)
        shape = graph.integers(-1, len(hidden), config.vocabulary)
        graph.op("Reshape", logits, shape, to="lens")
    return graph.model("explain", explain_inputs(config), explain_outputs(config))


def _shown(graph: Graph, x: str, index: int) -> str:
    return graph.op("Identity", x, to=f"hidden_states.{index}")
