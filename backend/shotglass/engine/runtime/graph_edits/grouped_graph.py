"""A native graph that reads several prompts in one run: one attention a prompt, all else together.

onnxruntime's GroupQueryAttention takes prompts that go on after a cache one at a time. A product of
eight prompts' tokens reads the weights once and not eight times, so the prompts stand in one row,
and each layer's attention is written once a prompt ("lane"), over the lane's own cache:

    (1, T, ..) -> Split by lane_tokens -> GroupQueryAttention of each lane -> Concat -> (1, T, ..)

Nodes are copied with their attributes. A token's bits are those of the graph it is made of, since
no operator but the attentions mixes tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ....architecture import ModelConfig
from ....contract import TensorSpec, native_inputs, native_outputs
from ....errors import ModelFolderError
from .onnx_messages import (
    GRAPH_INPUT,
    GRAPH_NODE,
    GRAPH_OUTPUT,
    NODE_INPUT,
    NODE_KIND,
    NODE_OUTPUT,
    Field,
    edit_graph,
    message,
    number,
    tensor,
)

ATTENTION = b"GroupQueryAttention"
LANE_TOKENS = "lane_tokens"
NODE_NAME, NODE_ATTRIBUTE = 3, 5
_ATTRIBUTE_NAME, _ATTRIBUTE_INTEGER, _ATTRIBUTE_TYPE, _INTEGER = 1, 3, 20, 2
_SHARED = ("input_ids", "position_ids", "logits_rows")  # of all lanes; the other inputs are each's


def of_lane(name: str, lane: int) -> str:
    """What an input or output of the native graph is called where it is one lane's."""
    return f"{name}.lane{lane}"


def grouped(model: bytes, config: ModelConfig, lanes: int) -> bytes:
    """The native graph ``model`` with ``lanes`` lanes; ``lane_tokens`` (lanes,) says how many of
    the T tokens are each one's, none of them 0.

    Raises ModelFolderError for a graph of another make, ValueError for what is no serialised model.
    """

    def edit(graph: list[Field]) -> Iterator[bytes]:
        attentions = 0
        for field in graph:
            if field.number in (GRAPH_INPUT, GRAPH_OUTPUT):
                continue
            if field.number == GRAPH_NODE and field.strings(NODE_KIND) == [ATTENTION]:
                attentions += 1
                yield from _in_lanes(field, lanes)
            else:
                yield field.whole
        if attentions != config.layers:
            raise ModelFolderError(
                f"The graph has {attentions} attentions and {config.layers} layers."
            )
        yield tensor(GRAPH_INPUT, TensorSpec(LANE_TOKENS, "int64", (lanes,)))
        yield from _tensors(GRAPH_INPUT, native_inputs(config), lanes)
        yield from _tensors(GRAPH_OUTPUT, native_outputs(config), lanes)

    return edit_graph(model, edit)


def _tensors(field: int, specs: Sequence[TensorSpec], lanes: int) -> Iterator[bytes]:
    for spec in specs:
        if spec.name in (*_SHARED, "logits"):
            yield tensor(field, spec)
        else:
            for lane in range(lanes):
                yield tensor(field, replace(spec, name=of_lane(spec.name, lane)))


def _in_lanes(attention: Field, lanes: int) -> Iterator[bytes]:
    """The node once a lane, between the Split of its first input and the Concat of its first
    output: the other inputs are the cache, how much of it is filled, and the rotary tables."""
    packed, *_ = (name.decode() for name in attention.strings(NODE_INPUT))
    mixed, *_ = (name.decode() for name in attention.strings(NODE_OUTPUT))
    parts = [of_lane(packed, lane) for lane in range(lanes)]
    own = {packed, mixed, "seqlens_k", "total_sequence_length"}
    yield _node("Split", [packed, LANE_TOKENS], parts)
    for lane in range(lanes):
        fields = [message(NODE_NAME, of_lane(mixed, lane).encode())]
        for part in attention.parts:
            name = part.content.decode() if part.number in (NODE_INPUT, NODE_OUTPUT) else ""
            if part.number == NODE_NAME:
                continue
            if name in own or name.startswith(("past_key_values.", "present.")):
                fields.append(message(part.number, of_lane(name, lane).encode()))
            else:
                fields.append(part.whole)
        yield message(GRAPH_NODE, b"".join(fields))
    yield _node("Concat", [of_lane(mixed, lane) for lane in range(lanes)], [mixed])


def _node(kind: str, inputs: Sequence[str], outputs: Sequence[str]) -> bytes:
    """Split or Concat along the tokens."""
    axis = [message(_ATTRIBUTE_NAME, b"axis"), number(_ATTRIBUTE_INTEGER, 1)]
    axis.append(number(_ATTRIBUTE_TYPE, _INTEGER))
    content = [message(NODE_INPUT, name.encode()) for name in inputs]
    content += [message(NODE_OUTPUT, name.encode()) for name in outputs]
    content += [message(NODE_KIND, kind.encode()), message(NODE_ATTRIBUTE, b"".join(axis))]
    return message(GRAPH_NODE, b"".join(content))
