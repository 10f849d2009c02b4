"""The part of an explain graph that leads through one layer, its numbers on the way as outputs.

Nothing is computed that the whole graph does not compute: tensors that lie between its nodes become
outputs. They are found by the names of weights and of ``contract.explain_outputs``, as
``to_onnx/graphs/decoder.py`` writes the graph.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....architecture import ModelConfig
from ....contract import TensorSpec
from .inputs_and_outputs import prune
from .intervened_graph import has_middle
from .onnx_messages import GRAPH_OUTPUT, NODE_OUTPUT, Field, edit_graph, node, tensor
from .wiring import CAPS, SHAPED, Nodes, inputs

PREFIX = "trace/"  # of the outputs' names
FLAT = ("head_in", "logits")  # the rows of all texts, one after another

FINAL_STATES = "final_states"

Taps = dict[str, str]  # tensors of the graph, by what they are called as outputs


def traced(model: bytes, config: ModelConfig, layer: int) -> bytes:
    """``model`` down to what leads through ``layer``, L being the end. Letters: S tokens, H heads
    of d numbers over G groups, D width, F feed-forward width. The outputs, each behind ``PREFIX``
    and for one text:

    ``stream`` (S, D): what the layer gets. ``attention_in``, ``ffn_in`` (S, D): what each part
    reads of it. ``query_map`` (S, H*d), ``key_map``, ``value_map`` (S, G*d): what three linear maps
    make of that; ``query`` (H, S, d), ``key`` (G, S, d): the first two as they are compared, so
    normed and rotated where the model does so. ``scores``, ``attentions`` (H, S, S).
    ``mixed`` (S, H*d): what all heads give. ``attention_out``, ``ffn_out`` (S, D), biases included.
    ``ffn_gate``, ``ffn_up``, ``ffn_hidden`` (S, F): none of the feed-forward part where it is
    experts. ``middle`` (S, D): the stream between both parts, where that is ``stream`` plus
    ``attention_out``. ``after`` (S, D): what the layer leaves. The weights of the norms that stand
    before the parts, such as ``attention_norm.weight`` (D,).

    At the end: ``stream``, ``head_in`` (S, D), ``logits`` (S, V) and ``final_norm.weight``.

    Raises ModelFolderError for a graph of another make, ValueError for what is no serialised model.
    """
    taps: Taps = {}

    def edit(graph: list[Field]) -> Iterator[bytes]:
        nodes = Nodes(graph)
        taps.update(_taps(nodes, config, layer))
        yield from (field.whole for field in graph)
        for name, of in taps.items():
            yield node("Identity", [of], PREFIX + name)
            yield tensor(GRAPH_OUTPUT, TensorSpec(PREFIX + name, "float32", _shape(name, config)))

    return prune(edit_graph(model, edit), [PREFIX + name for name in taps])


def value_outputs(config: ModelConfig, layer: int) -> list[TensorSpec]:
    """``values.i`` (B, S, G*d), biases included, of which head h of H reads group h // (H / G); and
    ``output_maps.i`` (H*d, D), the weights by which what the heads give reaches the stream."""
    return [
        TensorSpec(f"values.{layer}", "float32", ("B", "S", config.kv_width)),
        TensorSpec(f"output_maps.{layer}", "float32", (config.query_width, config.width)),
    ]


def with_values(model: bytes, config: ModelConfig, layer: int) -> bytes:
    """The whole of ``model`` with the ``value_outputs`` of a layer besides. Raises as ``traced``
    does."""

    def edit(graph: list[Field]) -> Iterator[bytes]:
        nodes = Nodes(graph)
        weights = nodes.stored(f"layers.{layer}.attention.output.weight")
        yield from (field.whole for field in graph)
        sources = (nodes.projections(layer)[2], weights)
        for source, spec in zip(sources, value_outputs(config, layer), strict=True):
            yield node("Identity", [source], spec.name)
            yield tensor(GRAPH_OUTPUT, spec)

    return edit_graph(model, edit)


def final_states(config: ModelConfig) -> str:
    """The output with what the last layer and the final norm make of a text: an output of its own,
    ``FINAL_STATES`` (S, D), or the stream after the last layer, where that is normed already."""
    return FINAL_STATES if config.norm_first else f"hidden_states.{config.layers}"


def with_final_states(model: bytes, config: ModelConfig) -> bytes:
    """The whole of ``model`` with the output ``FINAL_STATES`` besides. Raises as ``traced``."""

    def edit(graph: list[Field]) -> Iterator[bytes]:
        source = _taps(Nodes(graph), config, config.layers)["head_in"]
        yield from (field.whole for field in graph)
        yield node("Identity", [source], FINAL_STATES)
        yield tensor(GRAPH_OUTPUT, TensorSpec(FINAL_STATES, "float32", ("N", config.width)))

    return edit_graph(model, edit)


def _taps(nodes: Nodes, config: ModelConfig, layer: int) -> Taps:
    if layer == config.layers:
        read = inputs(nodes.source("flat_logits", b"Gemm", CAPS))[0]
        taps = {"stream": f"hidden_states.{layer}", "head_in": read, "logits": "flat_logits"}
        return taps | _norms(nodes, "", ("final_norm",))
    prefix = f"layers.{layer}"
    attention_in, _ = nodes.linear(f"{prefix}.attention.qkv")
    query, key, value = nodes.projections(layer)
    product = nodes.source(f"scores.{layer}", b"MatMul", SHAPED)
    scaled, keys = inputs(product)
    mixed, attention_out = nodes.linear(f"{prefix}.attention.output")
    taps = {
        "stream": f"hidden_states.{layer}",
        "attention_in": attention_in,
        "query_map": query,
        "key_map": key,
        "value_map": value,
        "query": inputs(nodes.source(scaled, b"Mul"))[0],
        "key": inputs(nodes.source(keys, b"Transpose"))[0],
        "scores": f"scores.{layer}",
        "attentions": f"attentions.{layer}",
        "mixed": mixed,
        "attention_out": attention_out,
    }
    if has_middle(config):
        taps["middle"] = nodes.middle(layer)
    if not config.experts:
        taps |= _feed_forward(nodes, config, f"{prefix}.ffn")
    taps["after"] = f"hidden_states.{layer + 1}"
    return taps | _norms(nodes, prefix + ".", ("attention_norm", "ffn_norm"))


def _feed_forward(nodes: Nodes, config: ModelConfig, prefix: str) -> Taps:
    hidden, out = nodes.linear(f"{prefix}.down")
    after = {"ffn_hidden": hidden, "ffn_out": out}
    if not config.gated:
        read, up = nodes.linear(f"{prefix}.up")
        return {"ffn_in": read, "ffn_up": up} | after
    read, both = nodes.linear(f"{prefix}.gate_up")
    gate, up_half = nodes.reader(both, b"Split").strings(NODE_OUTPUT)
    return {"ffn_in": read, "ffn_gate": gate.decode(), "ffn_up": up_half.decode()} | after


def _norms(nodes: Nodes, prefix: str, norms: tuple[str, ...]) -> Taps:
    """The weights of those of these norms that the layer has."""
    names = [f"{norm}.{kind}" for norm in norms for kind in ("weight", "bias")]
    stored = {name: nodes.stored(prefix + name) for name in names}
    return {name: of for name, of in stored.items() if nodes.is_read(of)}


def _shape(name: str, config: ModelConfig) -> tuple[int | str, ...]:
    if name.endswith((".weight", ".bias")):
        return (config.width,)
    if name in FLAT:
        return "N", config.vocabulary if name == "logits" else config.width
    if name in ("scores", "attentions"):
        return "B", config.heads, "S", "S"
    if name in ("query", "key"):  # queries of a group may lie one after another
        return "B", config.kv_heads if name == "key" else "H", "N", config.head_size
    wide = {
        **dict.fromkeys(("query_map", "mixed"), config.query_width),
        **dict.fromkeys(("key_map", "value_map"), config.kv_width),
        **dict.fromkeys(("ffn_gate", "ffn_up", "ffn_hidden"), config.ffn_width),
    }
    return "B", "S", wide.get(name, config.width)
