"""The networks that lessons run: small ones as torch computes them, and those of the records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from math import tanh
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray

from shotglass_export.progress import silent
from shotglass_research.experiments.experiment import Context
from shotglass_research.experiments.nets.trained import MOST, NETS, SEED
from shotglass_research.experiments.series import patches

LESSONS = Path(__file__).parents[4] / "web/src/extensions/course/lessons"
ALL = 8_000_000  # bytes of all networks together
Floats = NDArray[np.float32]


def record(lesson: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((LESSONS / lesson / "net.json").read_text("utf-8"))
    return read


@pytest.mark.parametrize("lesson", NETS)
def test_a_network_of_toy_size_is_trained_and_its_graph_agrees_with_torch(
    lesson: str, tmp_path: Path
) -> None:
    net = NETS[lesson](Context(True, (SEED,), 1, tmp_path, tmp_path, silent))
    onnxruntime.InferenceSession(net.files["net.onnx"], providers=["CPUExecutionProvider"])
    assert net.measured


@pytest.mark.parametrize("lesson", NETS)
def test_the_files_are_those_of_the_record(lesson: str) -> None:
    known = record(lesson)
    assert known["seed"] == SEED
    assert not known["smoke"]
    for name, entry in known["files"].items():
        content = (LESSONS / lesson / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert len(content) == entry["bytes"]


def test_all_networks_together_are_small() -> None:
    assert sum(file.stat().st_size for file in LESSONS.glob("*/*.onnx")) <= ALL


def test_the_reader_of_patches_names_as_many_held_out_digits_as_its_record_says() -> None:
    images, digits, _ = patches._load(None)
    split = patches._split(images, digits, patches.HELD, SEED)
    run = opened("patches")
    cut = patches.cut(split.held_images)
    right = [
        int(run({"patches": row[None]})["scores"].argmax()) == digit
        for row, digit in zip(cut, split.held_digits, strict=True)
    ]
    known = record("patches")["measured"]
    assert len(right) == known["held"]
    assert np.mean(right) == pytest.approx(known["right"])


def test_the_reader_of_patches_computes_what_its_weights_say() -> None:
    w = weights("patches")
    cut = np.random.default_rng(0).random((1, patches.PATCHES, 4), np.float32)
    row = cut[0] @ w["patch.weight"] + w["patch.bias"]
    x = np.concatenate([row, w["embedding.weight"][[patches.ASK]]]) + w["position.weight"]
    for layer in range(patches.LAYERS):
        x = block(w, x, layer, patches.HEADS)
    scores = normed(w, "final_norm", x)[-1] @ w["embedding.weight"].T
    assert opened("patches")({"patches": cut})["scores"][0] == pytest.approx(
        scores[: patches.WORDS], abs=MOST
    )


def test_the_experts_compute_what_their_weights_say() -> None:
    w, ids = weights("experts"), np.random.default_rng(0).integers(0, 2048, (1, 60))
    found = opened("experts")({"input_ids": ids})
    x = w["embedding.weight"][ids[0]] + w["position.weight"][: ids.shape[1]]
    for layer, shares in enumerate(found["shares"]):
        gates: list[Floats] = []
        x = block(w, x, layer, 4, gates)
        assert shares == pytest.approx(gates[0], abs=MOST)
    logits = normed(w, "final_norm", x) @ w["embedding.weight"].T
    assert found["logits"][0] == pytest.approx(logits, abs=MOST)


# --- the same networks in numpy, from the weights that the graphs hold ---


def opened(lesson: str) -> Callable[[dict[str, NDArray[Any]]], dict[str, Floats]]:
    file = str(LESSONS / lesson / "net.onnx")
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return lambda feed: dict(zip(names, session.run(names, feed), strict=True))


def weights(lesson: str) -> dict[str, Floats]:
    """Matrices (in, out), but for the tables of embeddings and routers."""
    graph = onnx.load(LESSONS / lesson / "net.onnx").graph
    return {t.name: onnx.numpy_helper.to_array(t).astype(np.float32) for t in graph.initializer}


def block(
    w: dict[str, Floats], x: Floats, layer: int, heads: int, gates: list[Floats] | None = None
) -> Floats:
    name = f"layers.{layer}"
    x = x + attention(w, f"{name}.attention", normed(w, f"{name}.attention_norm", x), heads)
    read = normed(w, f"{name}.ffn_norm", x)
    if gates is None:
        return x + dense(w, f"{name}.ffn", read)
    shares = softmax(read @ w[f"{name}.ffn.router.weight"].T)
    gates.append(shares)
    rows = [
        shares[i, e] * dense(w, f"{name}.ffn.experts.{e}", read[i])
        for i, e in enumerate(shares.argmax(1))
    ]
    return x + np.stack(rows)


def attention(w: dict[str, Floats], name: str, x: Floats, heads: int) -> Floats:
    packed = x @ w[f"{name}.qkv.weight"] + w[f"{name}.qkv.bias"]
    q, k, v = (part.reshape(len(x), heads, -1).swapaxes(0, 1) for part in np.split(packed, 3, 1))
    scores = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1])
    later = np.triu(np.ones((len(x), len(x)), bool), 1)
    mixed = softmax(np.where(later, -np.inf, scores)) @ v
    return (
        mixed.swapaxes(0, 1).reshape(len(x), -1) @ w[f"{name}.output.weight"]
        + (w[f"{name}.output.bias"])
    )


def dense(w: dict[str, Floats], name: str, x: Floats) -> Floats:
    up = x @ w[f"{name}.up.weight"] + w[f"{name}.up.bias"]
    inner = np.sqrt(2 / np.pi) * (up + 0.044715 * up**3)
    return (
        0.5 * up * (1 + np.vectorize(tanh)(inner)) @ w[f"{name}.down.weight"]
        + (w[f"{name}.down.bias"])
    )


def normed(w: dict[str, Floats], name: str, x: Floats) -> Floats:
    centred = x - x.mean(-1, keepdims=True)
    root = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
    return centred / root * w[f"{name}.weight"] + w[f"{name}.bias"]


def softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(-1, keepdims=True))
    shares: Floats = powers / powers.sum(-1, keepdims=True)
    return shares
