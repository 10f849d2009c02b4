"""The explain graph over a cache gives what it gives of a whole text, in whatever parts it is read;
a change that changes nothing keeps every bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from support.models.tiny import tiny_config, write_tiny_folder

from shotglass.engine import EdgeCut, Interventions, Library, ResidualPatch, ResidualShift, ablated
from shotglass.engine.runtime.explain_graph import Capture
from shotglass.engine.runtime.graph_edits.cached_graph import cached
from shotglass.engine.runtime.graph_edits.intervened_graph import has_middle
from shotglass.engine.runtime.intervened_session import IntervenedSession
from shotglass.engine.runtime.interventions import NO_INTERVENTIONS
from shotglass.engine.runtime.kv_cache import HostPool
from shotglass.engine.runtime.session import MappedSession, RunCancellation, RunCancelled
from shotglass.errors import ModelFolderError

IDS = [5, 9, 300, 7, 41, 8, 8, 127, 30]
S = len(IDS)
FAMILIES = ["llama", "gpt1", "gpt2", "gpt3"]
PARTS = [[S], [1] * S, [4, 1, 1, 3], [2, 7]]


@pytest.fixture(params=FAMILIES)
def capture(request: pytest.FixtureRequest, tiny_root: Path) -> Capture:
    return Capture(Library([tiny_root]).folder(f"tiny-{request.param}"), threads=1)


def every_change(capture: Capture) -> Interventions:
    config, draw = capture.folder.manifest.architecture, np.random.default_rng(0)
    state = draw.standard_normal(config.width)
    middle = has_middle(config)
    return Interventions(
        head_scale=ablated(config, [(0, 1), (1, 0)]),
        head_mean=draw.standard_normal((config.layers, config.heads, config.head_size)),
        patches=(ResidualPatch(1, 3, state), ResidualPatch(1, 7, -state, middle)),
        shifts=(ResidualShift(0, state, start=4), ResidualShift(2, state, tokens=(0, 8))),
        cuts=(EdgeCut((1, 2)), EdgeCut((3,), (5, 8), layer=1, head=1)),
    )


def read_in(parts: list[int], capture: Capture, changes: Interventions, slot: int = 1) -> Any:
    """Logits (S, V) of IDS, read in parts of these lengths."""
    session = IntervenedSession(
        capture, HostPool(capture.folder.manifest.architecture, 3, S), changes
    )
    logits, past = [], 0
    for length in parts:
        ids = np.array([IDS[past : past + length]])
        rows = np.arange(length)
        logits.append(session.run(slot, ids, np.array([past], np.int32), rows))
        past += length
    session.close()
    return np.concatenate(logits)


@pytest.mark.parametrize("parts", PARTS)
def test_in_parts_a_text_has_the_logits_that_it_has_as_a_whole(
    capture: Capture, parts: list[int]
) -> None:
    for changes in (NO_INTERVENTIONS, every_change(capture)):
        whole = capture.run(IDS, ["logits"], interventions=changes)["logits"][0]
        np.testing.assert_allclose(read_in(parts, capture, changes), whole, atol=2e-5)
    plain = capture.run(IDS, ["logits"])["logits"][0]
    assert np.abs(whole - plain).max() > 0.1


def test_a_state_that_is_replaced_by_itself_and_a_vector_of_zeros_change_no_bit(
    capture: Capture,
) -> None:
    """In every layer, in a whole text and token by token."""
    config = capture.folder.manifest.architecture
    names = [f"hidden_states.{i}" for i in range(config.layers + 1)]
    plain = capture.run(IDS, ["logits", *names])
    written = read_in([4, 1, 1, 3], capture, NO_INTERVENTIONS)
    for layer, name in enumerate(names):
        state = plain[name][0, 3]
        shift = ResidualShift(layer, np.zeros(config.width))
        changes = Interventions(patches=(ResidualPatch(layer, 3, state),), shifts=(shift,))
        whole = capture.run(IDS, ["logits"], interventions=changes)["logits"]
        assert np.array_equal(whole, capture.run(IDS, ["logits"])["logits"])
        if layer == 0:  # what a part of a text computes may have other last bits in later layers
            assert np.array_equal(read_in([4, 1, 1, 3], capture, changes), written)


def test_rows_are_computed_each_by_itself_whatever_their_slots_hold(capture: Capture) -> None:
    changes = every_change(capture)
    pool = HostPool(capture.folder.manifest.architecture, 3, S)
    session = IntervenedSession(capture, pool, changes)
    for slot, length in ((0, 5), (1, 2)):
        ids = np.array([IDS[:length]])
        session.run(slot, ids, np.zeros(1, np.int32), np.array([length - 1]))
    both = session.run(0, np.array([[IDS[5]], [IDS[2]]]), np.array([5, 2], np.int32), np.arange(2))
    for row, length in enumerate((5, 2)):
        alone = read_in([length, 1], capture, changes)[length]
        np.testing.assert_allclose(both[row], alone, atol=1e-5)
    assert session.computed == {"prompt": 7, "written": 2}


def test_a_graph_that_was_let_go_of_is_loaded_again_and_the_cache_stays(
    capture: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[MappedSession] = []

    class Counted(MappedSession):
        def __init__(self, *args: Any) -> None:
            loaded.append(self)
            super().__init__(*args)

    monkeypatch.setattr("shotglass.engine.runtime.intervened_session.MappedSession", Counted)
    pool = HostPool(capture.folder.manifest.architecture, 1, S)
    session = IntervenedSession(capture, pool, NO_INTERVENTIONS)
    session.run(0, np.array([IDS[:6]]), np.zeros(1, np.int32), np.array([5]))
    with session.let_go(), pytest.raises(AssertionError, match="it was closed"):
        loaded[0].run({})
    last = session.run(0, np.array([IDS[6:]]), np.array([6], np.int32), np.array([2]))
    assert len(loaded) == 2
    np.testing.assert_allclose(last, read_in([6, 3], capture, NO_INTERVENTIONS)[-1:], atol=1e-5)


def test_a_run_that_was_cancelled_is_not_begun(capture: Capture) -> None:
    session = IntervenedSession(
        capture, HostPool(capture.folder.manifest.architecture, 1, S), NO_INTERVENTIONS
    )
    cancellation = RunCancellation()
    cancellation.cancel()
    with pytest.raises(RunCancelled):
        session.run(0, np.array([IDS]), np.zeros(1, np.int32), np.array([0]), cancellation)
    assert session.computed == {"prompt": 0, "written": 0}


@pytest.mark.parametrize("kind", ["Range", "Transpose"])
def test_a_graph_of_another_make_is_refused(tmp_path: Path, kind: str) -> None:
    folder = write_tiny_folder(tmp_path, "other", "gpt2")
    model = onnx.load_from_string((folder / "explain.onnx").read_bytes())
    for node in model.graph.node:
        if node.op_type == kind:
            node.op_type = "Neg"
            del node.input[1:]
    with pytest.raises(ModelFolderError, match="import the model again"):
        cached(model.SerializeToString(), tiny_config("gpt2"))
