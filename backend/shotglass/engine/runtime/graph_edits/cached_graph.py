"""An explain graph that goes on after a cache, so that a text can be written token by token with
all that can be changed in such a graph.

    mask/Range: 0 ... S - 1 -> keys 0 ... T - 1; positions and queries are P ... T - 1 of them
    keys, values of a layer -> Concat behind past_key_values.i -> scores.i, heads
    what the head reads -> Gather logits_rows -> flat_logits

Letters as in ``contract``: P tokens before, S new ones, T = P + S, G groups of keys, R rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ....architecture import ModelConfig
from ....contract import TensorSpec
from .onnx_messages import (
    GRAPH_INPUT,
    GRAPH_NODE,
    GRAPH_OUTPUT,
    NODE_KIND,
    NODE_OUTPUT,
    Field,
    edit_graph,
    node,
    tensor,
)
from .wiring import CAPS, Nodes, inputs, only_value, output, reading

PAST = TensorSpec("past_tokens", "int64", ())
ROWS = TensorSpec("logits_rows", "int64", ("R",))
LOGITS = "flat_logits"
_TOKENS = 2  # the axis of keys and values


def cache_inputs(config: ModelConfig) -> list[TensorSpec]:
    """``past_key_values.i.key`` and ``.value`` (1, G, P, d) of each layer."""
    return _cache(config, "past_key_values", "P")


def cache_outputs(config: ModelConfig) -> list[TensorSpec]:
    """``new.i.key`` and ``.value`` (1, G, S, d): what the new tokens add to them."""
    return _cache(config, "new", "S")


def cached(model: bytes, config: ModelConfig) -> bytes:
    """``model``, of one text, with the inputs PAST, ROWS and ``cache_inputs`` and the outputs
    ``cache_outputs``; LOGITS (R, V) are those of ROWS among the new tokens.

    Raises ModelFolderError for a graph of another make, ValueError for what is no serialised model.
    """

    def edit(graph: list[Field]) -> Iterator[bytes]:
        nodes = Nodes(graph)
        read = inputs(nodes.source(LOGITS, b"Gemm", CAPS))[0]
        joins = _joins(nodes, config)
        renamed = {of: f"{of}/all" for of in joins} | {read: f"{read}/rows"}
        queries = {name: f"{name}/queries" for name in nodes.made_by(b"Range", "mask/Range")}
        for field in graph:
            kind = only_value(field, NODE_KIND) if field.number == GRAPH_NODE else b""
            if kind == b"Range":
                yield from _range(field, queries)
            elif kind:
                names = renamed | queries if kind == b"Unsqueeze" else renamed
                yield reading(field, names)
                for name in (made.decode() for made in field.strings(NODE_OUTPUT)):
                    if name in joins:
                        past, new = joins[name]
                        yield node("Identity", [name], new)
                        yield node("Concat", [past, name], renamed[name], axis=_TOKENS)
                    elif name == read:
                        yield node("Gather", [name, ROWS.name], renamed[name], axis=0)
            else:
                yield field.whole
        yield from (tensor(GRAPH_INPUT, spec) for spec in (PAST, ROWS, *cache_inputs(config)))
        yield from (tensor(GRAPH_OUTPUT, spec) for spec in cache_outputs(config))
        yield tensor(GRAPH_OUTPUT, TensorSpec(LOGITS, "float32", ("R", config.vocabulary)))

    return edit_graph(model, edit)


def _joins(nodes: Nodes, config: ModelConfig) -> dict[str, tuple[str, str]]:
    """Keys and values of all layers, each with the input that stands before it and the output that
    shows it."""
    own = [name for layer in range(config.layers) for name in nodes.cached(layer)]
    specs = zip(cache_inputs(config), cache_outputs(config), strict=True)
    return {name: (past.name, new.name) for name, (past, new) in zip(own, specs, strict=True)}


def _range(field: Field, queries: Mapping[str, str]) -> Iterator[bytes]:
    """0 ... T - 1 in the place of 0 ... S - 1, and P ... T - 1 of it."""
    start, new, step = inputs(field)
    name = output(field)
    yield node("Add", [new, PAST.name], f"{name}/total")
    yield node("Range", [start, f"{name}/total", step], name)
    yield node("Range", [PAST.name, f"{name}/total", step], queries[name])


def _cache(config: ModelConfig, prefix: str, length: str) -> list[TensorSpec]:
    shape = (1, config.kv_heads, length, config.head_size)
    return [
        TensorSpec(f"{prefix}.{layer}.{part}", "float32", shape)
        for layer in range(config.layers)
        for part in ("key", "value")
    ]
