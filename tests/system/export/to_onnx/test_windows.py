"""Banded attention at the window's edge: with a cache, in a batch, and beside torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import pytest
import torch
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from support.models.tiny import tiny_checkpoint, write_unchecked
from support.references import reference
from support.torch_models import torch_gpt_neo

from shotglass_export.checkpoint import Checkpoint
from shotglass_export.to_onnx.checks.graph_runs import ExplainRun, NativeRun, PortableRun

W = 5
LENGTHS = (W - 1, W, W + 1, 3 * W + 3)  # tokens of a text
WINDOWS = ((0, 1), (1, 1), (0, W), (W, W + 1), (W - 1, 0), (0, 40))  # 40: longer than any text
EVERY_WINDOWS = [
    *WINDOWS[2:4],
    *(pytest.param(w, marks=pytest.mark.slow) for w in WINDOWS[:2] + WINDOWS[4:]),
]
IDS = np.random.default_rng(7).integers(0, 331, 3 * W + 3)


@pytest.fixture(scope="module", params=EVERY_WINDOWS, ids=str)
def banded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Checkpoint, Path]:
    checkpoint = tiny_checkpoint("gpt3", windows=request.param)
    folder = tmp_path_factory.mktemp("banded")
    write_unchecked(checkpoint, folder)
    return checkpoint, folder


def truth(checkpoint: Checkpoint, ids: NDArray[np.int64]) -> NDArray[np.float64]:
    return reference.logits(checkpoint.config, checkpoint.weights, ids.tolist())


@pytest.mark.parametrize("tokens", LENGTHS)
def test_every_graph_equals_the_reference_at_the_edge(banded, tokens):
    checkpoint, folder = banded
    ids, expected = IDS[:tokens], truth(checkpoint, IDS[:tokens])
    portable = PortableRun(folder / "portable.onnx", checkpoint.config)
    native = NativeRun(folder / "native-fp32.onnx")
    explain = ExplainRun(folder / "explain.onnx").outputs(ids, ["logits"])["logits"][0]
    for found in (portable.logits(ids), native.logits(ids), explain):
        assert_allclose(found, expected, atol=2e-5, rtol=1e-5)


@pytest.mark.parametrize("kind", ["native", "native-fp32"])
def test_bits_do_not_depend_on_the_chunks(banded, kind):
    """Of two tokens and more, and not one more than 16, as the engine cuts them."""
    checkpoint, folder = banded
    native = NativeRun(folder / f"{kind}.onnx")
    whole = native.logits(IDS)
    for cuts in ([0, 2, 4, 18], [0, 5, 10, 15, 18], [0, 6, 18], [0, 15, 18]):
        assert np.array_equal(native.logits(IDS, cuts), whole), cuts


def test_a_decode_step_of_rows_of_different_lengths(banded):
    """One step for rows that have read 1, w - 1, w, w + 1 and many tokens, in one batch."""
    checkpoint, folder = banded
    past = np.array([1, W - 1, W, W + 1, len(IDS) - 1])
    native = Rows(folder / "native-fp32.onnx", checkpoint)
    for row, tokens in enumerate(past):
        native.read(row, IDS[:tokens])
    found = native.step(IDS[past], past)
    for row, tokens in enumerate(past):
        expected = truth(checkpoint, IDS[: tokens + 1])[-1]
        assert_allclose(found[row], expected, atol=2e-5, rtol=1e-5)


def test_a_row_s_bits_do_not_depend_on_its_company(banded):
    checkpoint, folder = banded
    past = np.array([W - 1, W, len(IDS) - 1])
    for kind in ("native", "native-fp32"):
        together, alone = (Rows(folder / f"{kind}.onnx", checkpoint) for _ in range(2))
        for row, tokens in enumerate(past):
            together.read(row, IDS[:tokens])
            alone.read(0, IDS[:tokens])
            single = alone.step(IDS[past[row : row + 1]], past[row : row + 1])
            together.kept.append(single[0])
        assert np.array_equal(together.step(IDS[past], past), np.stack(together.kept))


class Rows:
    """A native graph over one buffer of five rows, as the engine's pool holds them."""

    def __init__(self, path: Path, checkpoint: Checkpoint) -> None:
        config = checkpoint.config
        self._session = ort.InferenceSession(path)
        self._cache = {
            f"{layer}.{part}": np.zeros((5, config.kv_heads, 32, config.head_size), np.float32)
            for layer in range(config.layers)
            for part in ("key", "value")
        }
        self.kept: list[NDArray[np.float32]] = []

    def read(self, row: int, ids: NDArray[np.int64]) -> None:
        self._run(row, ids[None], np.zeros(1, np.int64))

    def step(self, ids: NDArray[np.int64], past: NDArray[np.int64]) -> NDArray[np.float32]:
        return self._run(0, ids[:, None], past)

    def _run(self, first: int, ids: NDArray[np.int64], past: NDArray[np.int64]) -> Any:
        binding, (rows, new) = self._session.io_binding(), ids.shape
        for name, array in self._cache.items():
            value = ort.OrtValue.ortvalue_from_numpy(array[first : first + rows])
            binding.bind_ortvalue_input(f"past_key_values.{name}", value)
            binding.bind_ortvalue_output(f"present.{name}", value)
        feed = {
            "input_ids": ids,
            "position_ids": past[:, None] + np.arange(new),
            "seqlens_k": (past + new - 1).astype(np.int32),
            "total_sequence_length": np.array((past + new).max(), np.int32),
            "logits_rows": np.arange(rows * new),
        }
        for name, array in feed.items():
            binding.bind_cpu_input(name, np.ascontiguousarray(array))
        binding.bind_output("logits")
        self._session.run_with_iobinding(binding)
        return binding.get_outputs()[-1].numpy()


@pytest.mark.parametrize("side", ["left", "right"])
def test_portable_rows_of_different_lengths_in_one_batch(banded, side):
    """Two texts padded to one length, then one more token each: a window counts no padding."""
    checkpoint, folder = banded
    config = checkpoint.config
    texts = [IDS[: W + 1], IDS[: 3 * W]]
    longest = max(map(len, texts))
    before = [longest - len(text) if side == "left" else 0 for text in texts]
    ids, mask = np.full((2, longest), 9), np.zeros((2, longest), np.int64)
    for row, (text, skipped) in enumerate(zip(texts, before, strict=True)):
        ids[row, skipped : skipped + len(text)] = text
        mask[row, skipped : skipped + len(text)] = 1
    positions = np.maximum(np.cumsum(mask, axis=1) - 1, 0)
    session = ort.InferenceSession(folder / "portable.onnx")
    names = [item.name for item in session.get_inputs() if item.name.startswith("past")]
    empty = np.empty((2, config.kv_heads, 0, config.head_size), np.float32)
    feed = {"input_ids": ids, "attention_mask": mask, "position_ids": positions}
    logits, *present = session.run(None, feed | dict.fromkeys(names, empty))
    following = np.array([[IDS[len(text)]] for text in texts])
    feed = {
        "input_ids": following,
        "attention_mask": np.concatenate([mask, np.ones((2, 1), np.int64)], axis=1),
        "position_ids": np.array([[len(text)] for text in texts]),
    }
    then = session.run(["logits"], feed | dict(zip(names, present, strict=True)))[0]
    for row, (text, skipped) in enumerate(zip(texts, before, strict=True)):
        expected = truth(checkpoint, np.append(text, IDS[len(text)]))
        found = logits[row, skipped : skipped + len(text)]
        assert_allclose(found, expected[:-1], atol=2e-5, rtol=1e-5)
        assert_allclose(then[row, 0], expected[-1], atol=2e-5, rtol=1e-5)


@pytest.mark.parametrize("window", [1, W, W + 1])
def test_torch_s_gpt_neo_has_the_same_band(tmp_path, window):
    """transformers' own alternation of dense and local layers, which also counts the token."""
    checkpoint = tiny_checkpoint("gpt3", width=24, attention_bias=False, windows=(0, window))
    write_unchecked(checkpoint, tmp_path)
    with torch.no_grad():
        model = torch_gpt_neo(checkpoint.config, checkpoint.weights)
        expected = model(torch.tensor(IDS[None])).logits[0].numpy()
    portable = PortableRun(tmp_path / "portable.onnx", checkpoint.config)
    native = NativeRun(tmp_path / "native-fp32.onnx")
    cuts = [0, W, 2 * W, *range(2 * W + 1, len(IDS) + 1)]
    for found in (portable.logits(IDS), native.logits(IDS), native.logits(IDS, cuts)):
        assert_allclose(found, expected, atol=5e-5, rtol=1e-5)
