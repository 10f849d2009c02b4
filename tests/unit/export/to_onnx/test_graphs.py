"""Every graph of tiny random models against the numpy reference, in one piece and cut anywhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime as ort
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from support.references import reference

from shotglass.contract import native_inputs
from shotglass_export.to_onnx.checks.agreement import Agreement

IDS = np.array([17, 3, 300, 0, 45, 45, 210, 9, 128, 77, 5], np.int64)


def expected(model: Any) -> NDArray[Any]:
    return reference.logits(model.checkpoint.config, model.checkpoint.weights, IDS.tolist())


def test_portable_equals_the_reference(model):
    assert_allclose(model.portable().logits(IDS), expected(model), atol=2e-5, rtol=1e-5)


def test_native_fp32_equals_the_reference(model):
    assert_allclose(model.native("native-fp32").logits(IDS), expected(model), atol=2e-5, rtol=1e-5)


def test_a_cache_split_anywhere_changes_nothing(model):
    portable, native, whole = model.portable(), model.native("native-fp32"), expected(model)
    for cut in range(1, len(IDS)):
        cuts = [0, cut, len(IDS)]
        assert_allclose(portable.logits(IDS, cuts), whole, atol=2e-5, rtol=1e-5)
        assert_allclose(native.logits(IDS, cuts), whole, atol=2e-5, rtol=1e-5)


def test_token_by_token_equals_the_reference(model):
    cuts = list(range(len(IDS) + 1))
    assert_allclose(model.portable().logits(IDS, cuts), expected(model), atol=2e-5, rtol=1e-5)
    native = model.native("native-fp32")
    assert_allclose(native.logits(IDS, cuts), expected(model), atol=2e-5, rtol=1e-5)


def test_native_8_bit_stays_close_to_portable(model):
    ids = np.random.default_rng(0).integers(0, 331, 200)
    agreement = Agreement()
    agreement.add(ids, model.portable().logits(ids), model.native("native").logits(ids))
    # A token between two experts of a random model may go to another one after rounding.
    farthest, alike = (0.3, 0.6) if model.checkpoint.config.experts else (0.02, 0.85)
    assert 0 < agreement.mean_kl < farthest
    assert agreement.top1 > alike


def test_portable_ignores_what_the_mask_hides(models):
    model = models["llama"]
    session = ort.InferenceSession(model.folder / "portable.onnx")
    cache = {
        item.name: np.empty((1, 2, 0, 16), np.float32)
        for item in session.get_inputs()
        if item.name.startswith("past")
    }
    feed = {
        "input_ids": np.concatenate([[7, 7, 7], IDS])[None],
        "attention_mask": np.array([[0] * 3 + [1] * len(IDS)]),
        "position_ids": np.concatenate([[0, 0, 0], np.arange(len(IDS))])[None],
    }
    logits = session.run(["logits"], feed | cache)[0]
    assert np.isfinite(logits).all()
    assert_allclose(logits[0, 3:], expected(model), atol=2e-5, rtol=1e-5)


@pytest.mark.parametrize("name", ["llama", "gpt2"])
@pytest.mark.parametrize("kind", ["native", "native-fp32"])
def test_native_gives_only_the_rows_asked_for(models, name, kind):
    model = models[name]
    every = model.native(kind).logits(IDS)
    asked = np.array([4, 10, 4])
    assert np.array_equal(native_rows(model, kind, asked), every[asked])


@pytest.mark.parametrize("kind", ["native", "native-fp32"])
def test_native_can_be_asked_for_no_row(models, kind):
    assert native_rows(models["llama"], kind, np.array([], np.int64)).shape == (0, 331)


def native_rows(model: Any, kind: str, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    config = model.checkpoint.config
    session = ort.InferenceSession(model.folder / f"{kind}.onnx")
    shape = (1, config.kv_heads, len(IDS), config.head_size)
    feed = {
        "input_ids": IDS[None],
        "position_ids": np.arange(len(IDS))[None],
        "seqlens_k": np.array([len(IDS) - 1], np.int32),
        "total_sequence_length": np.array(len(IDS), np.int32),
        "logits_rows": rows,
    }
    specs = {spec.name for spec in native_inputs(config)}
    feed = {name: value for name, value in feed.items() if name in specs}
    cache = {name: np.zeros(shape, np.float32) for name in specs if name.startswith("past")}
    return session.run(["logits"], feed | cache)[0]
