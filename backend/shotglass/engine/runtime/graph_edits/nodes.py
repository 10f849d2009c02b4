"""Nodes and stored tensors of a graph, read from its messages, and nodes of our own operators,
written."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .onnx_messages import (
    GRAPH_NODE,
    NODE_ATTRIBUTE,
    NODE_INPUT,
    NODE_KIND,
    NODE_NAME,
    NODE_OUTPUT,
    Field,
    Value,
    attribute,
    attribute_value,
    message,
    whole_number,
)

OPERATORS = "shotglass"  # the domain of our operators
_DOMAIN = 7  # of NodeProto
_SIZES, _KIND, _TENSOR_NAME, _RAW, _OUTSIDE = 1, 2, 8, 9, 13  # of TensorProto
_BYTES = {1: 4, 2: 1}  # of a number, by TensorProto.DataType
FLOATS, CODES, INTEGERS = 1, 2, 7
_SMALL = 64  # bytes


@dataclass(frozen=True)
class Stored:
    """A tensor that a graph stores: ``kind`` is its TensorProto.DataType. ``file`` is None where
    the numbers are not in one of the model's weight files, or not all of them. ``numbers``:
    those of a small tensor that stands in the graph."""

    kind: int
    sizes: tuple[int, ...]
    file: Path | None = None
    offset: int = 0
    numbers: tuple[int | float, ...] = ()


@dataclass(frozen=True)
class GraphNode:
    """``values``: its attributes, of those that are one number or text. ``whole``: the node as its
    file has it."""

    kind: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    values: Mapping[str, Value] = field(default_factory=dict)
    name: str = ""
    whole: bytes = b""

    def input(self, place: int) -> str:
        """Returns the name of an input, which is empty where the node leaves it out."""
        return self.inputs[place] if place < len(self.inputs) else ""

    def written(self) -> bytes:
        """The node as a field of its graph: an operator of ours, unless it is as its file has
        it."""
        if self.whole:
            return self.whole
        parts = [message(NODE_INPUT, name.encode()) for name in self.inputs]
        parts += [message(NODE_OUTPUT, name.encode()) for name in self.outputs]
        parts += [message(NODE_NAME, self.name.encode()), message(NODE_KIND, self.kind.encode())]
        parts += [message(NODE_ATTRIBUTE, attribute(*item)) for item in self.values.items()]
        return message(GRAPH_NODE, b"".join([*parts, message(_DOMAIN, OPERATORS.encode())]))


def node_of(part: Field) -> GraphNode:
    """Raises ValueError for what is no serialised node."""
    names = {name: part.strings(name) for name in (NODE_INPUT, NODE_OUTPUT, NODE_KIND, NODE_NAME)}
    inputs, outputs, kinds, own = ([text.decode() for text in texts] for texts in names.values())
    attributes = (item for item in part.parts if item.number == NODE_ATTRIBUTE)
    values = dict(attribute_value(item) for item in attributes)
    return GraphNode("".join(kinds), inputs, outputs, values, "".join(own), part.whole)


def stored_of(part: Field, weights: Mapping[str, Path]) -> tuple[str, Stored]:
    """A stored tensor with its name; ``weights``: the model's weight files by name. Raises
    ValueError for what is no serialised tensor."""
    name = b"".join(part.strings(_TENSOR_NAME)).decode()
    sizes: list[int] = []
    for item in part.parts:
        if item.number == _SIZES:  # one number, or all of them in one run
            sizes += _run(item)
    kind = sum(whole_number(text) for text in part.strings(_KIND))
    entries = [item for item in part.parts if item.number == _OUTSIDE]
    place = {_texts(item, 1): _texts(item, 2) for item in entries}
    file = weights.get(place.get("location", ""))
    if file is None or kind not in _BYTES or min(sizes, default=0) < 1:
        return name, Stored(kind, tuple(sizes), numbers=_numbers(kind, part.strings(_RAW)))
    offset, needed = int(place.get("offset", "0")), math.prod(sizes) * _BYTES[kind]
    inside = 0 <= offset <= offset + needed <= file.stat().st_size
    return name, Stored(kind, tuple(sizes), file if inside else None, offset)


def _numbers(kind: int, raw: list[bytes]) -> tuple[int | float, ...]:
    content, code = b"".join(raw), {FLOATS: "f", INTEGERS: "q"}.get(kind)
    if code is None or not 0 < len(content) <= _SMALL or len(content) % struct.calcsize(code):
        return ()
    return struct.unpack(f"<{len(content) // struct.calcsize(code)}{code}", content)


def _run(item: Field) -> list[int]:
    numbers, start = [], 0
    for at, byte in enumerate(item.content):
        if byte < 128:
            numbers.append(whole_number(item.content[start : at + 1]))
            start = at + 1
    return numbers


def _texts(item: Field, number: int) -> str:
    return b"".join(item.strings(number)).decode()


def in_order(nodes: Iterable[GraphNode]) -> list[GraphNode]:
    """Each node behind those that make what it reads."""
    makers = {name: node for node in nodes for name in node.outputs if name}
    ordered: dict[int, GraphNode] = {}
    waiting = list(makers.values())[::-1]
    while waiting:
        node = waiting[-1]
        before = [makers[name] for name in node.inputs if name in makers]
        missing = [other for other in before if id(other) not in ordered]
        if id(node) in ordered or not missing:
            ordered.setdefault(id(waiting.pop()), node)
        else:
            waiting += missing
    return list(ordered.values())
