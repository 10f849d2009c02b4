"""A graph that copies: n runs of fp16 numbers, "from.0" ... to "to.0" ..., all of one length.

Written as protobuf by hand (protobuf.dev/programming-guides/encoding), since the runtime does
without the ``onnx`` package; field numbers are those of onnx.proto.
"""

from __future__ import annotations

from ...contract import IR_VERSION, OPSET
from .pruning import varint

_FLOAT16 = 10  # TensorProto.DataType


def identities(count: int) -> bytes:
    """The model: ``count`` Identity nodes side by side."""
    graph = [
        *(_message(1, _node(f"from.{i}", f"to.{i}")) for i in range(count)),
        _message(2, b"identities"),
        *(_message(11, _value(f"from.{i}")) for i in range(count)),
        *(_message(12, _value(f"to.{i}")) for i in range(count)),
    ]
    opset = _message(8, _number(2, OPSET))
    return _number(1, IR_VERSION) + opset + _message(7, b"".join(graph))


def _node(source: str, target: str) -> bytes:
    return _message(1, source.encode()) + _message(2, target.encode()) + _message(4, b"Identity")


def _value(name: str) -> bytes:
    shape = _message(1, _message(2, b"N"))  # one dimension, of a symbolic size
    tensor = _number(1, _FLOAT16) + _message(2, shape)
    return _message(1, name.encode()) + _message(2, _message(1, tensor))


def _number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def _message(field: int, content: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(content)) + content
