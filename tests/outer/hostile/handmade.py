"""Hostile files made by hand, each of a kind that has broken some reader before.

``cases`` writes them and says how each is to be read, and by what name it is told; those for torch
are in ``pickles.py``.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from gguf import GGUFReader
from onnx import TensorProto, helper
from outer.hostile.good import copy
from support.models.tiny import tiny_config, tiny_weights
from support.models.tiny_gguf import write_gguf

Case = tuple[str, str, Path]  # name, reader, what is read


def cases(good: dict[str, Path], root: Path) -> Iterator[Case]:
    yield from ggufs(good["gguf"], root / "gguf-cases")
    yield from checkpoints(good["safetensors"], root / "hf-cases")
    yield from manifests(good["manifest"], root / "manifest-cases")
    yield from tokenizers(good["manifest"], root / "tokenizer-cases")
    yield from graphs(good["manifest"], root / "onnx-cases")


# --- GGUF ---


def ggufs(good: Path, root: Path) -> Iterator[Case]:
    root.mkdir()
    whole = (good / "model.gguf").read_bytes()
    head = b"GGUF" + struct.pack("<I", 3)

    def text(value: bytes) -> bytes:
        return struct.pack("<Q", len(value)) + value

    def entry(kind: int, value: bytes, key: bytes = b"k") -> bytes:
        return head + struct.pack("<QQ", 0, 1) + text(key) + struct.pack("<I", kind) + value

    made = {
        "empty": b"",
        "magic-alone": b"GGUF",
        "counts-of-2^63": head + struct.pack("<QQ", 1 << 63, 1 << 63),
        "a-billion-tensors": head + struct.pack("<QQ", 10**9, 0) + bytes(1 << 16),
        "version-big-endian": b"GGUF" + struct.pack(">I", 3) + whole[8:],
        "a-text-of-2^62": entry(8, struct.pack("<Q", 1 << 62)),
        "a-list-of-2^40": entry(9, struct.pack("<IQ", 0, 1 << 40)),
        "a-list-of-2^22-empty-texts": entry(9, struct.pack("<IQ", 8, 1 << 22) + bytes(1 << 20)),
        "lists-in-lists": entry(9, struct.pack("<IQ", 9, 1) * 5000),
        "a-value-of-no-type": entry(77, bytes(8)),
        "a-key-of-no-utf8": entry(4, bytes(4), key=b"\xff\xfe"),
        **spoilt_headers(good / "model.gguf"),
        "cut-in-the-header": whole[:2000],
        "cut-in-the-weights": whole[:-50],
    }
    for name, data in made.items():
        (root / f"{name}.gguf").write_bytes(data)
        yield name, "gguf", root / f"{name}.gguf"
    config = tiny_config("llama", layers=1)
    weights = tiny_weights(config)
    changes: dict[str, dict[str, Any]] = {
        "four-billion-layers": {"llama.block_count": 0xFFFFFFFF},
        "four-billion-heads": {"llama.attention.head_count": 0xFFFFFFFF},
        "a-token-of-a-megabyte": {"tokenizer.ggml.tokens": ["x" * (1 << 20)] * 331},
        "merges-of-nothing": {"tokenizer.ggml.merges": [" "] * 331},
    }
    for name, change in changes.items():
        yield name, "gguf", write_gguf(root / f"{name}.gguf", config, weights, change)
    weights["embedding.weight"][5] = np.nan
    yield "weights-of-nan", "gguf", write_gguf(root / "nan.gguf", config, weights)


REASONS = {  # of files that are right but for one thing: what their refusal says
    "alignment-0": "its alignment is 0",
    "alignment-3": "its alignment is 3",
    "a-shape-that-overflows": "ends behind the file's end",
    "a-shape-of-40-axes": "has 40 axes",
    "a-shape-of-zero": "has the shape",
    "tensors-over-one-another": "begins within another",
    "a-tensor-behind-the-end": "ends behind the file's end",
    "a-tensor-twice": "is there twice",
    "a-type-that-is-none": "is stored as type 99",
}


def spoilt_headers(good: Path) -> dict[str, bytes]:
    """A good file with one thing changed in its header, so that nothing else has it refused."""
    reader, whole = GGUFReader(good), good.read_bytes()
    listed = [
        GgufTensor(one.name, tuple(map(int, one.shape)), one.tensor_type.value,
                   one.data_offset - reader.data_offset)
        for one in reader.tensors
    ]  # fmt: skip
    keys, data = whole[24 : reader.tensors[0].field.offset], whole[reader.data_offset :]
    first, second, *rest = listed
    half = first.offset + 32  # aligned, and within the first
    spoilt = {
        "a-shape-that-overflows": [replace(first, shape=(1 << 32, 1 << 32)), second, *rest],
        "a-shape-of-40-axes": [replace(first, shape=(1,) * 40), second, *rest],
        "a-shape-of-zero": [replace(first, shape=(0,)), second, *rest],
        "tensors-over-one-another": [first, replace(second, offset=half), *rest],
        "a-tensor-behind-the-end": [first, replace(second, offset=1 << 40), *rest],
        "a-tensor-twice": [*listed, replace(second, offset=rest[-1].offset)],
        "a-type-that-is-none": [replace(first, kind=99), second, *rest],
    }
    count = len(reader.fields) - 3  # without the three that the reader makes of the first bytes
    made = {name: _with_tensors(keys, count, these, data) for name, these in spoilt.items()}
    for alignment in (0, 3):
        key = b"general.alignment"
        more = struct.pack("<Q", len(key)) + key + struct.pack("<II", 4, alignment)
        made[f"alignment-{alignment}"] = _with_tensors(keys + more, count + 1, listed, data)
    return made


@dataclass(frozen=True)
class GgufTensor:
    """``shape`` with the fastest axis first, as the file has it."""

    name: str
    shape: tuple[int, ...]
    kind: int
    offset: int

    def to_bytes(self) -> bytes:
        name, axes = self.name.encode(), len(self.shape)
        shape = struct.pack(f"<I{axes}Q", axes, *self.shape)
        return (
            struct.pack("<Q", len(name)) + name + shape + struct.pack("<IQ", self.kind, self.offset)
        )


def _with_tensors(keys: bytes, count: int, tensors: Sequence[GgufTensor], data: bytes) -> bytes:
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), count) + keys
    head += b"".join(tensor.to_bytes() for tensor in tensors)
    return head + bytes(-len(head) % 32) + data


# --- folders of transformers ---


def checkpoints(good: Path, root: Path) -> Iterator[Case]:
    """Those that could cost time or memory, or lie elsewhere; each fault of a header has its
    sentence in tests/system/export/importers."""
    root.mkdir()
    secret = root / "secret.safetensors"
    secret.write_bytes(b"root:x:0:0:" * 100)
    data = (good / "model.safetensors").read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    first = next(name for name in header if name != "__metadata__")
    header[first]["shape"] = [1 << 40, 1 << 40]
    huge = json.dumps(header).encode()
    made = {
        "header-of-50-gigabytes": (50 << 30).to_bytes(8, "little") + data[8:],
        "a-shape-of-2^40": len(huge).to_bytes(8, "little") + huge + data[8 + length :],
        "a-header-nested-deep": (200_000).to_bytes(8, "little") + b"[" * 200_000,
    }
    for name, content in made.items():
        folder = copy(good, root / name)
        (folder / "model.safetensors").write_bytes(content)
        yield name, "hf", folder
    folder = copy(good, root / "a-hard-link-out")
    (folder / "model.safetensors").unlink()
    os.link(secret, folder / "model.safetensors")
    yield "a-hard-link-out", "hf", folder
    config = json.loads((good / "config.json").read_text())
    for name, change in {
        "a-config-of-10^18-layers": {"num_hidden_layers": 10**18},
        "a-config-of-4e9-tokens": {"vocab_size": 4 * 10**9},
        "a-config-of-texts": dict.fromkeys(config, "x"),
    }.items():
        folder = copy(good, root / name)
        (folder / "config.json").write_text(json.dumps(config | change))
        yield name, "hf", folder


# --- model folders under --models ---


def manifests(good: Path, root: Path) -> Iterator[Case]:
    told = json.loads((good / "manifest.json").read_text())
    entry = {"bytes": 10, "sha256": "ab" * 32}
    texts = {
        "deep": '{"id": ' + "[" * 200_000,
        "long": " " * (9 << 20) + "{}",
        "number-of-10^5-digits": '{"format": ' + "9" * 100_000 + "}",
        "half-a-character": json.dumps(told | {"name": "\ud800"}),
        "nan": json.dumps(told | {"parity": {"x": float("nan")}}),
        "files-elsewhere": json.dumps(told | {"files": {"../../etc/passwd": entry}}),
        "layers": json.dumps(told | {"architecture": told["architecture"] | {"layers": 10**15}}),
        "wrong-digests": json.dumps(told | {"files": dict.fromkeys(told["files"], entry)}),
        "kinds": json.dumps(dict.fromkeys(told, 7)),
    }
    for name, text in texts.items():
        folder = copy(good, root / name / good.name)
        (folder / "manifest.json").write_text(text)
        yield f"manifest-{name}", "manifest", folder
    folder = copy(good, root / "link" / good.name)
    (folder / "weights.fp32.bin").rename(root / "weights.fp32.bin")
    (folder / "weights.fp32.bin").symlink_to(root / "weights.fp32.bin")
    yield "manifest-link-out", "manifest", folder
    folder = copy(good, root / "pipe" / good.name)
    (folder / "tokenizer.json").unlink()
    os.mkfifo(folder / "tokenizer.json")
    yield "manifest-pipe", "manifest", folder


def vouched(good: Path, root: Path, name: str, file: str, data: bytes) -> Path:
    """A folder whose manifest has the right digest of a hostile file."""
    folder = copy(good, root / name / good.name)
    (folder / file).write_bytes(data)
    told = json.loads((folder / "manifest.json").read_text())
    told["files"][file] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(told))
    return folder


def tokenizers(good: Path, root: Path) -> Iterator[Case]:
    whole = json.loads((good / "tokenizer.json").read_text())
    split = {"type": "Split", "behavior": "Isolated", "invert": False}
    far = {**whole["model"], "vocab": whole["model"]["vocab"] | {"zz": 0xFFFFFFFF}}
    swell = {"type": "Replace", "pattern": {"Regex": "."}, "content": "x" * 10_000_000}
    made: dict[str, Any] = {
        "far-id": whole | {"model": far},
        "null": None,
        "a-regex-that-is-none": whole | {"pre_tokenizer": split | {"pattern": {"Regex": "(a"}}},
        "a-text-that-swells": whole | {"normalizer": swell},
        "no-model": whole | {"model": {"type": "Unigram", "vocab": [], "unk_id": 9}},
        "decoders-in-decoders": whole | {"decoder": {"type": "Sequence", "decoders": []}},
    }
    for name, content in made.items():
        data = json.dumps(content).encode()
        yield f"tokenizer-{name}", "model", vouched(good, root, name, "tokenizer.json", data)
    deep = b'{"model": ' + b"[" * 500_000
    yield "tokenizer-deep", "model", vouched(good, root, "deep", "tokenizer.json", deep)


def graphs(good: Path, root: Path) -> Iterator[Case]:
    yield from spoilt_graphs(good, root, "native-fp32.onnx")
    ones = b"\xff" * (1 << 20)
    yield "explain-of-ones", "model", vouched(good, root, "ones", "explain.onnx", ones)


def spoilt_graphs(good: Path, root: Path, file: str) -> Iterator[Case]:
    """The good folder with each of these in place of the graph ``file``."""
    data = (good / file).read_bytes()

    def model(change: Callable[[onnx.ModelProto], None]) -> bytes:
        made = onnx.load_model_from_string(data)
        change(made)
        return bytes(made.SerializeToString())

    def places(key: str, value: str) -> bytes:
        def change(made: onnx.ModelProto) -> None:
            for tensor in made.graph.initializer:
                for entry in tensor.external_data:
                    entry.value = value if entry.key == key else entry.value

        return model(change)

    made = {
        "empty": b"",
        "cut": data[: len(data) // 2],
        "cycle": model(_cycle),
        "weights-elsewhere": places("location", "../../../../../../etc/passwd"),
        "weights-absolute": places("location", "/etc/passwd"),
        "weights-behind-the-end": places("offset", str(1 << 62)),
        "weights-before-the-start": places("offset", "-4096"),
        "endless": model(endless),
        "huge": model(huge),
        "deep": model(deep),
        "function-that-calls-itself": model(recursive),
        "a-tag-of-ones": b"\xff" * (1 << 20),
    }
    for name, content in made.items():
        yield f"onnx-{name}", "model", vouched(good, root, name, file, content)


def _cycle(made: onnx.ModelProto) -> None:
    first, last = made.graph.node[0], made.graph.node[-1]
    first.input[0] = last.output[0]


def _add(made: onnx.ModelProto, nodes: list[onnx.NodeProto], what: str) -> None:
    """To the logits, so that every name is right."""
    for node in made.graph.node:
        for index, name in enumerate(node.output):
            node.output[index] = "logits.alone" if name == "logits" else name
    made.graph.node.extend([*nodes, helper.make_node("Add", ["logits.alone", what], ["logits"])])


def huge(made: onnx.ModelProto) -> None:
    """A constant of a hundred gigabytes."""
    nodes = [
        helper.make_node("Constant", [], ["big.shape"], value_ints=[25_000_000_000]),
        helper.make_node("ConstantOfShape", ["big.shape"], ["big"]),
        helper.make_node("ReduceSum", ["big"], ["big.sum"], keepdims=0),
    ]
    _add(made, nodes, "big.sum")


def endless(made: onnx.ModelProto) -> None:
    """A loop of 2^62 turns."""
    info = helper.make_tensor_value_info
    steps = [
        helper.make_node("Identity", ["on"], ["still"]),
        helper.make_node("Sin", ["x"], ["y"]),
    ]
    inputs = [
        info("turn", TensorProto.INT64, []),
        info("on", TensorProto.BOOL, []),
        info("x", TensorProto.FLOAT, [1]),
    ]
    outputs = [info("still", TensorProto.BOOL, []), info("y", TensorProto.FLOAT, [1])]
    body = helper.make_graph(steps, "body", inputs, outputs)
    yes = helper.make_tensor("yes", TensorProto.BOOL, [], [True])
    nodes = [
        helper.make_node("Constant", [], ["turns"], value_int=1 << 62),
        helper.make_node("Constant", [], ["yes"], value=yes),
        helper.make_node("Constant", [], ["begin"], value_floats=[0.5]),
        helper.make_node("Loop", ["turns", "yes", "begin"], ["end"], body=body),
    ]
    _add(made, nodes, "end")


def deep(made: onnx.ModelProto) -> None:
    """Ifs within Ifs, as deep as the encoding lets them be."""
    out = helper.make_tensor_value_info("o", TensorProto.FLOAT, [1])
    inner = helper.make_graph(
        [helper.make_node("Constant", [], ["o"], value_floats=[0.0])], "g", [], [out]
    )
    for _ in range(12):  # both branches each time: 4,096 of them
        yes = helper.make_tensor("yes", TensorProto.BOOL, [], [True])
        nodes = [
            helper.make_node("Constant", [], ["yes"], value=yes),
            helper.make_node("If", ["yes"], ["o"], then_branch=inner, else_branch=inner),
        ]
        inner = helper.make_graph(nodes, "g", [], [out])
    _add(made, list(inner.node), "o")


def recursive(made: onnx.ModelProto) -> None:
    call = helper.make_node("Again", ["x"], ["y"], domain="own")
    opset = helper.make_opsetid("own", 1)
    made.functions.append(helper.make_function("own", "Again", ["x"], ["y"], [call], [opset]))
    made.opset_import.append(opset)
    _add(made, [helper.make_node("Again", ["logits.alone"], ["again"], domain="own")], "again")
