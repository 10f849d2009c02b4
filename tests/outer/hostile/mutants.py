"""Seeded mutations of good files: of bytes anywhere, and of the structure that a format has."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import onnx

Mutate = Callable[[random.Random, bytes], bytes]
# Numbers that a careless reader adds, multiplies or allocates by.
NUMBERS = (0, 1, -1, 127, 255, 1 << 15, 1 << 31, (1 << 31) - 1, 1 << 32, (1 << 63) - 1, 1 << 63)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, 10**30, 1 << 31, 1 << 62, "", "x", "../../etc/passwd",
    "\ud800", "\x00", "9" * 300, [], {}, [[]], [None], {"": {}}, ["a"] * 50, float("nan"),
)  # fmt: skip


def bytes_anywhere(pick: random.Random, data: bytes) -> bytes:
    return _edited(pick, data, len(data))


def bytes_of_header(pick: random.Random, data: bytes) -> bytes:
    """Where counts, names and offsets stand."""
    return _edited(pick, data, min(len(data), 6000))


def _edited(pick: random.Random, data: bytes, room: int) -> bytes:
    made = bytearray(data)
    for _ in range(pick.choice((1, 1, 1, 2, 4, 16))):
        pick.choice(_EDITS)(pick, made, room)
    return bytes(made)


def _flip(pick: random.Random, made: bytearray, room: int) -> None:
    if made:
        made[pick.randrange(min(room, len(made)))] ^= 1 << pick.randrange(8)


def _put(pick: random.Random, made: bytearray, room: int) -> None:
    size, at = pick.choice((1, 2, 4, 8)), pick.randrange(max(room, 1))
    number = pick.choice(NUMBERS) % (1 << 8 * size)
    made[at : at + size] = number.to_bytes(size, "little")


def _drop(pick: random.Random, made: bytearray, room: int) -> None:
    at = pick.randrange(max(room, 1))
    del made[at : at + pick.choice((1, 4, 8, 100, 5000))]


def _repeat(pick: random.Random, made: bytearray, room: int) -> None:
    at, size = pick.randrange(max(room, 1)), pick.choice((1, 8, 64, 1000))
    made[at:at] = made[at : at + size] * pick.choice((1, 2, 50))


def _cut(pick: random.Random, made: bytearray, room: int) -> None:
    del made[pick.randrange(len(made) + 1) :]


def _noise(pick: random.Random, made: bytearray, room: int) -> None:
    at, size = pick.randrange(max(room, 1)), pick.choice((4, 32, 500))
    made[at : at + size] = pick.randbytes(size)


_EDITS = (_flip, _flip, _put, _put, _drop, _repeat, _cut, _noise)


def json_values(pick: random.Random, data: bytes) -> bytes:
    """Values replaced, dropped, moved or wrapped deep, anywhere in the tree."""
    tree = json.loads(data)
    for _ in range(pick.choice((1, 1, 2, 5))):
        tree = _changed(pick, tree)
    text = json.dumps(tree)
    if pick.random() < 0.05:
        deep = pick.choice((50, 2000, 100_000))
        text = text.replace(":", ":" + "[" * deep, 1)
    return text.encode()


def _changed(pick: random.Random, tree: Any) -> Any:
    """One place of the tree, found by going down at random."""
    if not isinstance(tree, (dict, list)) or not tree or pick.random() < 0.1:
        return deepcopy(pick.choice(VALUES)) if pick.random() < 0.8 else _number(pick, tree)
    keys = list(tree) if isinstance(tree, dict) else range(len(tree))
    key = pick.choice(keys)
    deed = pick.random()
    if deed < 0.1:
        del tree[key]
    elif deed < 0.2 and isinstance(tree, dict):
        tree[pick.choice((key + "x", "", "__class__", key.upper()))] = tree.pop(key)
    elif deed < 0.3:
        tree[key] = deepcopy(tree[pick.choice(keys)])
    else:
        tree[key] = _changed(pick, tree[key])
    return tree


def _number(pick: random.Random, value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value + pick.choice(NUMBERS)
    return pick.choice(NUMBERS)


def safetensors_header(pick: random.Random, data: bytes) -> bytes:
    """The JSON in front changed, its length told rightly."""
    length = int.from_bytes(data[:8], "little")
    header = json_values(pick, data[8 : 8 + length])
    return len(header).to_bytes(8, "little") + header + data[8 + length :]


def onnx_nodes(pick: random.Random, data: bytes) -> bytes:
    """Operators, their inputs and attributes, and the places of weights changed."""
    model = onnx.load_model_from_string(data)
    for _ in range(pick.choice((1, 1, 2, 5))):
        pick.choice(_ONNX_EDITS)(pick, model)
    return bytes(model.SerializeToString())


def _other_operator(pick: random.Random, model: onnx.ModelProto) -> None:
    node = pick.choice(model.graph.node)
    node.op_type = pick.choice(model.graph.node).op_type


def _other_input(pick: random.Random, model: onnx.ModelProto) -> None:
    """Of any node's outputs, so that a graph may bite its own tail."""
    node, other = pick.choice(model.graph.node), pick.choice(model.graph.node)
    if node.input:
        node.input[pick.randrange(len(node.input))] = pick.choice([*other.output, ""])


def _attribute(pick: random.Random, model: onnx.ModelProto) -> None:
    node = pick.choice(model.graph.node)
    for attribute in node.attribute:
        attribute.i = pick.choice(NUMBERS[:-1])
        attribute.ints[:] = [pick.choice(NUMBERS[:-1]) for _ in attribute.ints]


def _initializer(pick: random.Random, model: onnx.ModelProto) -> None:
    if not model.graph.initializer:
        return
    tensor = pick.choice(model.graph.initializer)
    deed = pick.randrange(4)
    if deed == 0 and tensor.dims:
        tensor.dims[pick.randrange(len(tensor.dims))] = pick.choice(NUMBERS[:-1])
    elif deed == 1:
        tensor.data_type = pick.randrange(25)
    for entry in tensor.external_data:
        if deed == 2 and entry.key in ("offset", "length"):
            entry.value = str(pick.choice(NUMBERS))
        if deed == 3 and entry.key == "location":
            entry.value = pick.choice(("/etc/passwd", "../secret", "manifest.json", "", "x" * 5000))


def _drop_node(pick: random.Random, model: onnx.ModelProto) -> None:
    del model.graph.node[pick.randrange(len(model.graph.node))]


def _repeat_node(pick: random.Random, model: onnx.ModelProto) -> None:
    model.graph.node.insert(0, pick.choice(model.graph.node))


_ONNX_EDITS = (
    _other_operator, _other_input, _other_input, _attribute, _initializer, _initializer,
    _drop_node, _repeat_node,
)  # fmt: skip

MUTATIONS: dict[str, tuple[Mutate, ...]] = {
    "gguf": (bytes_of_header, bytes_of_header, bytes_anywhere),
    "safetensors": (bytes_of_header, bytes_anywhere, safetensors_header, safetensors_header),
    "tokenizer": (bytes_anywhere, json_values, json_values),
    "manifest": (bytes_anywhere, json_values, json_values),
    "onnx": (bytes_anywhere, onnx_nodes, onnx_nodes),
}


def mutant(kind: str, seed: int, data: bytes) -> bytes:
    pick = random.Random(f"{kind}-{seed}")
    return pick.choice(MUTATIONS[kind])(pick, data)
