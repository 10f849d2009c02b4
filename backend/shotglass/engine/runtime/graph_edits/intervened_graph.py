"""An explain graph with more inputs, by which what it computes is changed on the way.

The graph in a model's folder has none of them: nothing is computed for what nobody asks for, its
bits stay what they are, and folders of earlier imports can be intervened in. The nodes that are
put in are found by the names of ``contract.explain_outputs`` and by what reads them, as
``to_onnx/graphs/decoder.py`` writes it:

    scores.i -> + attention_bias + attention_bias.i -> Where (the model's mask) -> Softmax
        -> attentions.i
    attentions.i -> ... -> each head's output -> * head_scale.i -> + head_mean.i -> heads.i
    heads.i -> ... -> output map -> attention_outputs.i -> + its bias, if it has one
    residual stream -> rows replaced by residual_patch.i -> + residual_shift.i -> hidden_states.i
    stream behind a layer's attention -> middle_patch.i, middle_shift.i likewise -> middle_states.i
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ....architecture import ModelConfig
from ....contract import TensorSpec
from .onnx_messages import (
    GRAPH_INPUT,
    GRAPH_NODE,
    GRAPH_OUTPUT,
    NODE_OUTPUT,
    Field,
    edit_graph,
    node,
    tensor,
)
from .wiring import Nodes, reading


def has_middle(config: ModelConfig) -> bool:
    """Whether the stream between a layer's two parts is what the layer read plus what its attention
    gives: not where both parts read the same, nor where norms stand elsewhere than before them."""
    return config.norms_in and not config.norms_out and config.parallel == "no"


def head_outputs(config: ModelConfig) -> list[TensorSpec]:
    """The outputs that an intervened graph has besides ``contract.explain_outputs``: ``heads.i``,
    what each head of a layer gives to the layer's output map, and ``attention_outputs.i``, what
    that map makes of all of them, without its bias; ``middle_states.i`` where it ``has_middle``."""
    heads, layers = ("B", config.heads, "S", config.head_size), range(config.layers)
    stream = ("B", "S", config.width)
    middles = layers if has_middle(config) else ()
    return [
        *(TensorSpec(f"heads.{layer}", "float32", heads) for layer in layers),
        *(TensorSpec(f"attention_outputs.{layer}", "float32", stream) for layer in layers),
        *(TensorSpec(f"middle_states.{layer}", "float32", stream) for layer in middles),
    ]


def intervention_inputs(config: ModelConfig) -> list[TensorSpec]:
    """Returns all inputs that may be added. ``attention_bias`` is added to the scores of all heads
    of all layers, ``attention_bias.i`` to those of a layer, for all A = 1 or each of its heads.
    ``head_scale`` multiplies what a head gives at every token, and ``head_mean`` is added to it.
    ``residual_patch`` is the stream at the ``residual_rows``, (text, token), and ``residual_shift``
    is added to it; ``middle_...`` likewise, where the model ``has_middle``."""
    layers, heads = range(config.layers), config.heads
    mean = (heads, 1, config.head_size)
    states = [("residual", i) for i in range(len(layers) + 1)]
    states += [("middle", i) for i in layers] if has_middle(config) else []
    return [
        TensorSpec("attention_bias", "float32", ("S", "S")),
        *(TensorSpec(f"attention_bias.{i}", "float32", ("A", "S", "T")) for i in layers),
        *(TensorSpec(f"head_scale.{i}", "float32", (heads, 1, 1)) for i in layers),
        *(TensorSpec(f"head_mean.{i}", "float32", mean) for i in layers),
        *(TensorSpec(f"{name}_rows.{i}", "int64", ("N", 2)) for name, i in states),
        *(TensorSpec(f"{name}_patch.{i}", "float32", ("N", config.width)) for name, i in states),
        *(TensorSpec(f"{name}_shift.{i}", "float32", ("S", config.width)) for name, i in states),
    ]


def intervened(model: bytes, config: ModelConfig, inputs: Collection[str]) -> bytes:
    """``model`` with those of ``intervention_inputs`` that are named, and with ``head_outputs``.

    Without any input every output has the bits that it has in ``model``. Raises ModelFolderError
    for a graph of another make, ValueError for what is no serialised model.
    """
    return edit_graph(model, lambda graph: _with_changes(graph, config, inputs))


@dataclass(frozen=True)
class _Change:
    """A change of the graph: nodes that read the tensor ``of`` read the tensor ``to`` instead,
    which ``steps`` make of it. Steps are operators with the names of their further inputs."""

    of: str
    to: str
    steps: Sequence[tuple[str, Sequence[str]]]

    def nodes(self) -> bytes:
        names = [self.of, *(f"{self.to}/{i}" for i in range(1, len(self.steps))), self.to]
        return b"".join(
            node(kind, [names[i], *further], names[i + 1])
            for i, (kind, further) in enumerate(self.steps)
        )


def _with_changes(
    graph: list[Field], config: ModelConfig, inputs: Collection[str]
) -> Iterator[bytes]:
    changes = {change.of: change for change in _changes(Nodes(graph), config, inputs)}
    renamed = {change.of: change.to for change in changes.values()}
    for field in graph:
        if field.number != GRAPH_NODE:
            yield field.whole
            continue
        yield reading(field, renamed)
        for name in (made.decode() for made in field.strings(NODE_OUTPUT)):
            if name in changes:
                yield changes[name].nodes()
    yield from (tensor(GRAPH_INPUT, s) for s in intervention_inputs(config) if s.name in inputs)
    yield from (tensor(GRAPH_OUTPUT, spec) for spec in head_outputs(config))


def _changes(nodes: Nodes, config: ModelConfig, inputs: Collection[str]) -> Iterator[_Change]:
    for i in range(config.layers):
        if biases := [n for n in ("attention_bias", f"attention_bias.{i}") if n in inputs]:
            nodes.only_reader(f"scores.{i}", b"Where")
            yield _Change(f"scores.{i}", f"scores.{i}/biased", [("Add", [n]) for n in biases])
        own = (("Mul", f"head_scale.{i}"), ("Add", f"head_mean.{i}"))
        steps = [(kind, [name]) for kind, name in own if name in inputs]
        heads = nodes.heads(i)
        yield _Change(heads, f"heads.{i}", steps or [("Identity", [])])
        yield _Change(nodes.mapped(heads), f"attention_outputs.{i}", [("Identity", [])])
        if has_middle(config):
            steps = _state_steps("middle", i, inputs) or [("Identity", [])]
            yield _Change(nodes.middle(i), f"middle_states.{i}", steps)
    for i in range(config.layers + 1):
        if steps := _state_steps("residual", i, inputs):
            yield _Change(nodes.stream(i), f"hidden_states.{i}/patched", steps)


def _state_steps(name: str, i: int, inputs: Collection[str]) -> list[tuple[str, list[str]]]:
    """Returns the steps that change the stream at a place."""
    steps = []
    if f"{name}_patch.{i}" in inputs:
        steps.append(("ScatterND", [f"{name}_rows.{i}", f"{name}_patch.{i}"]))
    if f"{name}_shift.{i}" in inputs:
        steps.append(("Add", [f"{name}_shift.{i}"]))
    return steps
