"""A folder that nobody here made is tried in a confined process before the server loads it."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from shotglass import verified_models as seen
from shotglass.contract import MANIFEST
from shotglass.engine import trial_load
from shotglass.engine.library import ModelFolder
from shotglass.engine.trial_load import TrialLoad
from shotglass.errors import ModelFolderError


@pytest.fixture
def folder(tiny_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a good model on a machine that has seen none."""
    monkeypatch.setenv("SHOTGLASS_SEEN", str(tmp_path / "seen"))
    shutil.copytree(tiny_root / "tiny-gpt2", tmp_path / "tiny-gpt2")
    return tmp_path / "tiny-gpt2"


def replace(folder: Path, name: str, data: bytes) -> ModelFolder:
    """With a manifest that vouches for it."""
    (folder / name).write_bytes(data)
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return ModelFolder.open(folder)


def test_a_good_model_is_looked_at_once(folder, monkeypatch):
    opened = ModelFolder.open(folder)
    TrialLoad()(opened)
    assert seen.is_seen(opened.manifest)
    monkeypatch.setattr(trial_load, "run_confined", None)  # would fail if it were called
    TrialLoad()(opened)


def test_the_mark_is_of_the_files_and_not_of_the_name(folder):
    TrialLoad()(ModelFolder.open(folder))
    tokenizer = json.loads((folder / "tokenizer.json").read_text()) | {"padding": None}
    changed = replace(folder, "tokenizer.json", json.dumps(tokenizer, indent=3).encode())
    assert not seen.is_seen(changed.manifest)


def adding(folder: Path, nodes: list[onnx.NodeProto], what: str) -> bytes:
    """The native graph, which adds ``what`` to its logits: good by all its names."""
    model = onnx.load(folder / "native.onnx", load_external_data=False)
    for node in model.graph.node:
        for index, name in enumerate(node.output):
            node.output[index] = "logits.alone" if name == "logits" else name
    added = helper.make_node("Add", ["logits.alone", what], ["logits"])
    model.graph.node.extend([*nodes, added])
    return model.SerializeToString()


def endless(folder: Path) -> bytes:
    """A loop of 2^62 turns."""
    info = helper.make_tensor_value_info
    kept, turned = (
        helper.make_node("Identity", ["on"], ["still"]),
        helper.make_node("Sin", ["x"], ["y"]),
    )
    inputs = [info("turn", TensorProto.INT64, []), info("on", TensorProto.BOOL, [])]
    outputs = [info("still", TensorProto.BOOL, []), info("y", TensorProto.FLOAT, [1])]
    inputs.append(info("x", TensorProto.FLOAT, [1]))
    body = helper.make_graph([kept, turned], "body", inputs, outputs)
    yes = helper.make_tensor("yes", TensorProto.BOOL, [], [True])
    nodes = [
        helper.make_node("Constant", [], ["turns"], value_int=1 << 62),
        helper.make_node("Constant", [], ["yes"], value=yes),
        helper.make_node("Constant", [], ["begin"], value_floats=[0.5]),
        helper.make_node("Loop", ["turns", "yes", "begin"], ["end"], body=body),
    ]
    return adding(folder, nodes, "end")


def huge(folder: Path) -> bytes:
    """A constant of a hundred gigabytes."""
    nodes = [
        helper.make_node("Constant", [], ["big.shape"], value_ints=[25_000_000_000]),
        helper.make_node("ConstantOfShape", ["big.shape"], ["big"]),
        helper.make_node("ReduceSum", ["big"], ["big.sum"], keepdims=0),
    ]
    return adding(folder, nodes, "big.sum")


def far_id(folder: Path) -> bytes:
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    tokenizer["model"]["vocab"]["zz"] = 4294967295
    return json.dumps(tokenizer).encode()


@pytest.mark.parametrize(
    "kind",
    [
        "huge",
        "ids",
        *(
            pytest.param(kind, marks=pytest.mark.slow)
            for kind in ("endless", "no-model", "tokenizer")
        ),
    ],
)
def test_a_hostile_file_with_a_right_digest_is_refused_in_time(folder, kind):
    name, data = {
        "endless": ("native.onnx", endless(folder)),
        "huge": ("native.onnx", huge(folder)),
        "no-model": ("native.onnx", b"\x08\x0a" + b"\xff" * 5000),
        "tokenizer": ("tokenizer.json", b'{"model": ' + b"[" * 100_000),
        "ids": ("tokenizer.json", far_id(folder)),
    }[kind]
    opened, look = replace(folder, name, data), TrialLoad()
    started = time.monotonic()
    with pytest.raises(ModelFolderError) as caught:
        look(opened)
    first = time.monotonic() - started
    print(f"\n{kind}: {first:.1f} s: {caught.value.detail[:200]}")
    with pytest.raises(ModelFolderError):  # and is not tried again
        look(opened)
    assert time.monotonic() - started - first < 0.5
