"""The part of an ONNX model that leads to some of its outputs.

onnxruntime computes every node of a graph and keeps every output till the end of a run, asked
for or not. This reads the protobuf encoding (protobuf.dev/programming-guides/encoding) as far as
leaving fields out needs it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

# Field numbers of onnx.proto.
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_OUTPUT = 1, 12
_NODE_INPUT, _NODE_OUTPUT = 1, 2
_VALUE_NAME = 1
_MOST_BITS = 70  # of a number: ten bytes of seven
_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5  # wire types


@dataclass(frozen=True)
class _Field:
    number: int
    whole: bytes  # with tag and length
    content: bytes

    def strings(self, number: int) -> set[bytes]:
        """The values of a repeated string of the message that is this field's content."""
        return {field.content for field in _fields(self.content) if field.number == number}


def prune(model: bytes, outputs: Collection[str]) -> bytes:
    """``model`` with only the ``outputs`` named and the nodes that lead to them.

    Raises ValueError for what is no serialised model.
    """
    wanted = {name.encode() for name in outputs}
    parts = []
    for field in _fields(model):
        if field.number == _MODEL_GRAPH:
            graph = _pruned_graph(list(_fields(field.content)), wanted)
            parts += [varint(_MODEL_GRAPH << 3 | _LENGTH), varint(len(graph)), graph]
        else:
            parts.append(field.whole)
    return b"".join(parts)


def _pruned_graph(fields: list[_Field], wanted: set[bytes]) -> bytes:
    needed = set(wanted)
    kept = []
    for field in reversed(fields):  # nodes stand in order: whoever needs a node comes after it
        if field.number == _GRAPH_NODE:
            if needed.isdisjoint(field.strings(_NODE_OUTPUT)):
                continue
            needed |= field.strings(_NODE_INPUT)
        elif field.number == _GRAPH_OUTPUT and wanted.isdisjoint(field.strings(_VALUE_NAME)):
            continue
        kept.append(field.whole)
    return b"".join(reversed(kept))


def _fields(message: bytes) -> Iterator[_Field]:
    at = 0
    while at < len(message):
        tag, after = _read_varint(message, at)
        start, end = _extent(message, after, tag & 7)
        if end > len(message):
            raise ValueError("The message ends inside a field.")
        yield _Field(tag >> 3, message[at:end], message[start:end])
        at = end


def _extent(message: bytes, at: int, wire_type: int) -> tuple[int, int]:
    """Where the content of the field whose tag ended at ``at`` begins and ends."""
    if wire_type == _LENGTH:
        length, at = _read_varint(message, at)
        return at, at + length
    if wire_type == _VARINT:
        return at, _read_varint(message, at)[1]
    if wire_type in (_EIGHT_BYTES, _FOUR_BYTES):
        return at, at + (8 if wire_type == _EIGHT_BYTES else 4)
    raise ValueError(f"There is no wire type {wire_type}.")


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    """Seven bits a byte, the lowest first; the highest bit says that another byte follows."""
    value = shift = 0
    while at < len(message) and shift < _MOST_BITS:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
    raise ValueError("The message ends inside a number, or holds one that is too long.")


def varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    return bytes([*encoded, value])
