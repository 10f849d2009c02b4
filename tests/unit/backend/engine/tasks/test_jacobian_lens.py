"""The Jacobian lens: equal to the reference, its file bound to one model's weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.models.tiny import tiny_weights
from support.references import reference

from shotglass.contract import Manifest
from shotglass.engine import Engine, ExplainOptions, explain
from shotglass.engine.library import BUNDLED, Library
from shotglass.engine.tasks.inside import jacobian_lens as files
from shotglass.engine.tasks.inside.jacobian_lens import (
    JacobianLens,
    has_jacobian_lens,
    jacobian_lens,
    weights_digest,
)
from shotglass.errors import InvalidRequest

PROMPT = "the cat sat on the mat and the dog"
ROW, RANK = 3, 2
ASKED = ExplainOptions(lens=ROW, lens_kind="jacobian")


def _write(folder: Path, manifest: Manifest, weights: str) -> JacobianLens:
    config, random = manifest.architecture, np.random.default_rng(5)
    shapes = {"right": (config.width, RANK), "left": (RANK, config.width), "shift": (config.width,)}
    arrays = {
        name: random.normal(0, 0.3, (config.layers, *shape)).astype(np.float16)
        for name, shape in shapes.items()
    }
    np.savez(folder / f"{manifest.id}.npz", **arrays, weights=np.array(weights))
    return JacobianLens(**{name: array.astype(np.float32) for name, array in arrays.items()})


@pytest.fixture
def lens(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> JacobianLens:
    """A random one, where the lenses that ship would be."""
    monkeypatch.setattr(files, "LENSES", tmp_path)
    return _write(tmp_path, engine.manifest, weights_digest(engine.manifest))


def test_each_layer_is_read_as_the_map_carries_it(engine: Engine, lens: JacobianLens) -> None:
    config = engine.manifest.architecture
    weights: dict[str, Any] = tiny_weights(config, 1)
    truth = reference.trace(config, weights, engine.encode(PROMPT))
    w = {name: np.asarray(array, np.float64) for name, array in weights.items()}
    read = explain(engine, PROMPT, ASKED).lens

    assert read is not None
    assert read.kind == "jacobian"
    for i, layer in enumerate(read.layers):
        state = truth[f"hidden_states.{i}"][ROW]
        if i < config.layers:
            state = state + state @ lens.right[i] @ lens.left[i] + lens.shift[i]
        expected = reference.softmax(reference.head(config, w, state[None])[0])
        assert [token.id for token in layer.top] == np.argsort(-expected)[:5].tolist()
        np.testing.assert_allclose(
            [token.p for token in layer.top], np.sort(expected)[:-6:-1], atol=1e-4
        )


def test_a_map_that_changes_nothing_is_the_logit_lens(
    engine: Engine, lens: JacobianLens, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = JacobianLens(lens.right, 0 * lens.left, 0 * lens.shift)
    monkeypatch.setattr("shotglass.engine.tasks.explain.jacobian_lens", lambda _: nothing)
    read = explain(engine, PROMPT, ASKED).lens
    assert read is not None
    assert replace(read, kind="logit") == explain(engine, PROMPT, ExplainOptions(lens=ROW)).lens


def test_a_model_without_one_is_refused_by_name(engine: Engine) -> None:
    assert not has_jacobian_lens(engine.manifest)
    with pytest.raises(InvalidRequest, match=f"no J-lens of {engine.manifest.id}") as refused:
        explain(engine, PROMPT, ASKED)
    assert refused.value.pointer == "/lens_kind"


def test_other_weights_than_it_was_fitted_for_are_refused(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LENSES", tmp_path)
    _write(tmp_path, engine.manifest, "0" * 64)
    assert not has_jacobian_lens(engine.manifest)
    with pytest.raises(InvalidRequest, match="belongs to the weights 000000000000, and these"):
        explain(engine, PROMPT, ASKED)


def test_it_is_not_fitted_for_what_attention_leaves(engine: Engine, lens: JacobianLens) -> None:
    with pytest.raises(InvalidRequest) as refused:
        explain(engine, PROMPT, replace(ASKED, lens_after="attention"))
    assert refused.value.pointer in ("/lens_kind", "/lens_after")  # some have no such place at all


def test_every_lens_that_ships_is_of_a_model_that_it_names() -> None:
    ids = {file.stem for file in files.LENSES.glob("*.npz")}
    for manifest in Library([BUNDLED]).manifests():
        assert has_jacobian_lens(manifest) == (manifest.id in ids)
        if manifest.id in ids:
            config, lens = manifest.architecture, jacobian_lens(manifest)
            assert lens.shift.shape == (config.layers, config.width)
            assert np.isfinite(lens.left).all()
