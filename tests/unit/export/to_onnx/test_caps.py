"""A cap bends logits and keeps their order, so that the likeliest token stays the likeliest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from support.models.tiny import tiny_checkpoint, write_tiny_folder, write_unchecked
from support.references import reference

import shotglass as sg
from shotglass.engine.library import ModelFolder
from shotglass.engine.runtime.explain_graph import Capture
from shotglass_export.to_onnx.checks.graph_runs import NativeRun, PortableRun

IDS = np.random.default_rng(4).integers(0, 331, 60)


def _logits(folder: Path, graph: str, cap: float) -> NDArray[np.float32]:
    checkpoint = tiny_checkpoint("llama", 3, logit_softcap=cap)
    folder.mkdir()
    write_unchecked(checkpoint, folder)
    if graph == "portable":
        return PortableRun(folder / "portable.onnx", checkpoint.config).logits(IDS)
    return NativeRun(folder / f"{graph}.onnx").logits(IDS)


@pytest.mark.parametrize("graph", ["portable", "native-fp32", "native"])
@pytest.mark.parametrize("cap", [0.2, 1.0, 30.0])
def test_a_cap_keeps_the_order_of_logits(tmp_path: Path, graph: str, cap: float) -> None:
    free = _logits(tmp_path / "free", graph, 0.0)
    capped = _logits(tmp_path / "capped", graph, cap)
    assert_allclose(capped, cap * np.tanh(free.astype(np.float64) / cap), atol=2e-7 * cap + 1e-7)
    assert np.abs(capped).max() <= np.float32(cap)
    assert (capped[free > 10 * cap] == np.float32(cap)).all()  # tanh(10) is 1 in fp32
    order = free.argsort(axis=-1, kind="stable")
    assert (np.diff(np.take_along_axis(capped, order, -1)) >= 0).all()


def test_what_looks_inside_finds_its_way_through_caps(tmp_path: Path) -> None:
    caps = {"logit_softcap": 1.0, "attention_softcap": 2.0}
    folder = write_tiny_folder(tmp_path, "toy", "llama", 3, **caps)
    checkpoint = tiny_checkpoint("llama", 3, **caps)
    numbers = Capture(ModelFolder.open(folder), threads=1).trace(IDS, checkpoint.config.layers)
    truth = reference.logits(checkpoint.config, checkpoint.weights, IDS.tolist())
    assert_allclose(numbers["logits"], truth, atol=2e-5)
    with sg.load("toy", models=tmp_path, threads=1) as model:
        plain, inside = (model.generate("the cat", interventions=each) for each in (None, []))
        assert plain.text == inside.text
