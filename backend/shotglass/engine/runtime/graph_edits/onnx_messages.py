"""ONNX models as protobuf messages: their fields read, and nodes and tensors written, without onnx.

Of the encoding (protobuf.dev/programming-guides/encoding) what this needs. Field numbers are those
of onnx.proto.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ....contract import TensorSpec

MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_INPUT, GRAPH_OUTPUT = 1, 11, 12
NODE_INPUT, NODE_OUTPUT, NODE_NAME, NODE_KIND, NODE_ATTRIBUTE = 1, 2, 3, 4, 5
VALUE_NAME = 1
_TYPES = {"float32": 1, "int32": 6, "int64": 7, "float16": 10}  # TensorProto.DataType
_NAME, _FLOAT, _INTEGER, _TEXT, _TYPE = 1, 2, 3, 4, 20  # of AttributeProto
_KINDS = {float: 1, int: 2, str: 3}  # AttributeProto.AttributeType
Value = int | float | str
_MOST_BITS = 70  # of a number: ten bytes of seven
_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5  # wire types


@dataclass(frozen=True)
class Field:
    number: int
    whole: bytes  # with tag and length
    content: bytes

    @cached_property
    def parts(self) -> list[Field]:
        """The fields of the message that is this field's content. Raises ValueError."""
        return list(fields(self.content))

    def strings(self, number: int) -> list[bytes]:
        """The values of a repeated string of the message that is this field's content."""
        return [part.content for part in self.parts if part.number == number]


def fields(message: bytes) -> Iterator[Field]:
    """Raises ValueError for what is no serialised message."""
    at = 0
    while at < len(message):
        tag, after = _read_varint(message, at)
        start, end = _extent(message, after, tag & 7)
        if end > len(message):
            raise ValueError("The message ends inside a field.")
        yield Field(tag >> 3, message[at:end], message[start:end])
        at = end


def edit_graph(model: bytes, edit: Callable[[list[Field]], Iterable[bytes]]) -> bytes:
    """``model`` with what ``edit`` makes of its graph's fields in their place.

    Raises ValueError for what is no serialised model, and what ``edit`` raises.
    """
    parts = []
    for field in fields(model):
        if field.number == MODEL_GRAPH:
            parts.append(message(MODEL_GRAPH, b"".join(edit(field.parts))))
        else:
            parts.append(field.whole)
    return b"".join(parts)


def node(kind: str, inputs: Sequence[str], output: str, axis: int | None = None) -> bytes:
    """A node of a standard operator without attributes but for its ``axis``, as a field of its
    graph."""
    content = [message(NODE_INPUT, name.encode()) for name in inputs]
    content += [message(NODE_OUTPUT, output.encode()), message(NODE_KIND, kind.encode())]
    if axis is not None:
        content.append(message(NODE_ATTRIBUTE, attribute("axis", axis)))
    return message(GRAPH_NODE, b"".join(content))


def attribute(name: str, value: Value) -> bytes:
    """The content of an attribute that is one number or text."""
    kind = number(_TYPE, _KINDS[type(value)])
    if isinstance(value, float):
        content = varint(_FLOAT << 3 | _FOUR_BYTES) + struct.pack("<f", value)
    elif isinstance(value, int):
        content = number(_INTEGER, value & (1 << 64) - 1)
    else:
        content = message(_TEXT, value.encode())
    return message(_NAME, name.encode()) + content + kind


def attribute_value(part: Field) -> tuple[str, Value]:
    """An attribute's name, and its value where that is one number or text."""
    parts = {item.number: item.content for item in part.parts}
    name, kind = parts.get(_NAME, b"").decode(), whole_number(parts.get(_TYPE, b"\0"))
    if kind == _KINDS[float]:
        return name, float(struct.unpack("<f", parts.get(_FLOAT, bytes(4)))[0])
    if kind == _KINDS[int]:
        return name, whole_number(parts.get(_INTEGER, b"\0"))
    return name, parts.get(_TEXT, b"").decode(errors="replace")


def tensor(field: int, spec: TensorSpec) -> bytes:
    """An input or output as a field of its graph; ``field``: GRAPH_INPUT or GRAPH_OUTPUT."""
    sizes = (
        message(2, size.encode()) if isinstance(size, str) else number(1, size)
        for size in spec.shape
    )
    shape = message(2, b"".join(message(1, size) for size in sizes))
    kind = message(1, number(1, _TYPES[spec.dtype]) + shape)
    return message(field, message(VALUE_NAME, spec.name.encode()) + message(2, kind))


def number(field: int, value: int) -> bytes:
    return varint(field << 3 | _VARINT) + varint(value)


def message(field: int, content: bytes) -> bytes:
    return varint(field << 3 | _LENGTH) + varint(len(content)) + content


def varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    return bytes([*encoded, value])


def whole_number(content: bytes) -> int:
    """The number that a field's content is, of 64 bits with a sign."""
    value, _ = _read_varint(content, 0)
    return value - (1 << 64) if value >> 63 else value


def _extent(message: bytes, at: int, wire_type: int) -> tuple[int, int]:
    """Returns where the content of the field whose tag ended at ``at`` begins and ends."""
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
