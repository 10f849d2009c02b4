"""Changes inside a model are made, checked and used; what does not fit is refused in a sentence
before anything is run. (That the numbers are right is for tests/unit/export/to_onnx.)"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.models.tiny import tiny_config, write_tiny_folder

from shotglass.engine import (
    EdgeCut,
    Engine,
    Interventions,
    Library,
    ResidualPatch,
    ResidualShift,
    ablated,
    hidden_spans,
)
from shotglass.engine.runtime import explain_graph
from shotglass.engine.runtime.explain_graph import Capture
from shotglass.engine.runtime.graph_edits.intervened_graph import (
    has_middle,
    intervention_inputs,
)
from shotglass.engine.runtime.session import MappedSession
from shotglass.errors import InvalidRequest, ModelFolderError

CONFIG = tiny_config("llama")  # 2 layers of 4 heads of 16, width 52
IDS = [5, 9, 300, 7, 41]
S = len(IDS)
ONES = np.ones((2, 4))
STATE = np.zeros(52)


# --- making them ---


def test_a_hidden_span_is_seen_from_inside_alone() -> None:
    bias = hidden_spans(5, [(1, 3), (3, 4)])
    seen = [[int(value == 0) for value in row] for row in bias]
    assert seen == [
        [1, 0, 0, 0, 1],
        [1, 1, 1, 0, 1],
        [1, 1, 1, 0, 1],
        [1, 0, 0, 1, 1],
        [1, 0, 0, 0, 1],
    ]
    assert set(bias[bias != 0]) == {np.finfo(np.float32).min}
    assert not hidden_spans(5, []).any()


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (4, 6), (5, 6)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    said = f"tokens {start} to {end - 1} cannot be hidden: the text has the tokens 0 to 4"
    with pytest.raises(InvalidRequest, match=said) as caught:
        hidden_spans(5, [(0, 1), (start, end)])
    assert caught.value.pointer == "/interventions/attention_bias"


def test_ablated_heads_have_scale_0_and_all_others_1() -> None:
    assert ablated(CONFIG, [(1, 3), (0, 0), (1, 3)]).tolist() == [[0, 1, 1, 1], [1, 1, 1, 0]]


@pytest.mark.parametrize("head", [(2, 0), (-1, 0), (0, 4), (0, -1)])
def test_a_head_that_is_not_there_is_refused(head: tuple[int, int]) -> None:
    said = f"no head {head[1]} in layer {head[0]}: .* layers 0 to 1, each with the heads 0 to 3"
    with pytest.raises(InvalidRequest, match=said) as caught:
        ablated(CONFIG, [head])
    assert caught.value.pointer == "/interventions/head_scale"


# --- their inputs ---


def test_nothing_is_fed_where_nothing_is_changed() -> None:
    assert Interventions().feeds(CONFIG, S) == {}


@pytest.mark.parametrize("family", ["llama", "gpt1", "gpt2", "gpt3", "bert"])
def test_inputs_have_the_names_types_and_shapes_that_are_declared(family: Any) -> None:
    config = tiny_config(family)
    heads = (config.layers, config.heads)
    at = [(layer, False) for layer in range(config.layers + 1)]
    at += [(layer, True) for layer in range(config.layers) if has_middle(config)]
    everything = [
        Interventions(
            np.zeros((S, S)), np.ones(heads), np.ones((*heads, config.head_size)),
            tuple(ResidualPatch(layer, 1, np.zeros(config.width), middle) for layer, middle in at),
            tuple(ResidualShift(layer, np.ones(config.width), middle=m) for layer, m in at),
            cuts,
        ).feeds(config, S)
        for cuts in ((EdgeCut((0,)),), (EdgeCut((0,), head=1),))
    ]  # fmt: skip
    found = {name: array for feeds in everything for name, array in feeds.items()}
    declared = {spec.name: spec for spec in intervention_inputs(config)}
    assert found.keys() == declared.keys()
    for name, array in found.items():
        sizes = {"S": S, "T": S, "N": 1, "A": config.heads}
        shape = [sizes.get(str(size), size) for size in declared[name].shape]
        assert (str(array.dtype), list(array.shape)) == (declared[name].dtype, shape), name


def test_a_mean_counts_by_what_its_head_was_scaled_down() -> None:
    scale = np.array([[1, 0, 0.25, 1], [1, 1, 1, 1]])
    feeds = Interventions(head_scale=scale, head_mean=np.full((2, 4, 16), 8)).feeds(CONFIG, S)
    assert feeds["head_mean.0"][:, 0, 0].tolist() == [0, 8, 6, 0]
    assert not feeds["head_mean.1"].any()


def test_arrays_are_copied() -> None:
    scale = ONES.astype(np.float32)
    feeds = Interventions(head_scale=scale).feeds(CONFIG, S)
    scale[:] = 3
    assert (feeds["head_scale.0"] == 1).all()


BIAS = np.zeros((S, S))
BLIND = BIAS - 2e9 * (np.arange(S) == 2)[:, None] * (np.arange(S) == 2)


@pytest.mark.parametrize(
    ("changes", "sentence", "place"),
    [
        (
            Interventions(np.zeros((S, S + 1))),
            r"has the shape \(5, 6\); \(5, 5\) was expected \(tokens x tokens seen\)",
            "attention_bias",
        ),
        (Interventions(BIAS + np.nan), "attention_bias holds nan; numbers from", "attention_bias"),
        (Interventions(BIAS - np.inf), "attention_bias holds -inf", "attention_bias"),
        (Interventions(BIAS + 2e9), r"holds 2000000000\.0; .* to 1e\+09", "attention_bias"),
        (Interventions(BLIND), "hides token 2 from itself; every token must", "attention_bias"),
        (Interventions(head_scale=ONES[:1]), r"\(1, 4\); \(2, 4\) .*layers x heads", "head_scale"),
        (Interventions(head_scale=ONES * 1e300), "head_scale holds inf", "head_scale"),
        (
            Interventions(head_scale=np.full((2, 4), "a")),
            "head_scale is <U1; numbers",
            "head_scale",
        ),
        (Interventions(head_scale=ONES * 1j), "head_scale is complex128; numbers", "head_scale"),
        (
            Interventions(head_scale=ONES, head_mean=np.ones((2, 4, 8))),
            r"\(2, 4, 8\); \(2, 4, 16\) was expected \(layers x heads x head size\)",
            "head_mean",
        ),
        (Interventions(head_mean=np.ones((2, 4, 16))), "there is no head_scale", "head_mean"),
        (
            Interventions(patches=(ResidualPatch(3, 0, STATE),)),
            "at layer 3; one from 0 to 2 was expected",
            "residual_patch/layer",
        ),
        (
            Interventions(patches=(ResidualPatch(0, -1, STATE),)),
            "at token -1; one from 0 to 4 was expected",
            "residual_patch/token",
        ),
        (
            Interventions(patches=(ResidualPatch(0, 0, STATE[1:]),)),
            r"\(51,\); \(52,\) was expected \(width\)",
            "residual_patch/state",
        ),
    ],
)
def test_what_does_not_fit_is_named_before_anything_is_run(
    tiny_root: Path, changes: Interventions, sentence: str, place: str
) -> None:
    capture = Capture(Library([tiny_root]).folder("tiny-llama"), threads=1)
    with pytest.raises(InvalidRequest, match=sentence) as caught:
        capture.run(IDS, ["logits"], interventions=changes)
    assert caught.value.pointer == f"/interventions/{place}"
    assert caught.value.status == 400


# --- in an engine ---


def test_what_was_changed_is_unchanged_in_the_next_run(exact_engine: Engine) -> None:
    config, names = exact_engine.manifest.architecture, ["logits", "hidden_states.1"]
    before = exact_engine.capture.run(IDS, names)
    every = [(layer, head) for layer in range(config.layers) for head in range(config.heads)]
    changes = Interventions(head_scale=ablated(config, every))

    changed = exact_engine.capture.run(IDS, names, interventions=changes)

    after = exact_engine.capture.run(IDS, names)
    assert not np.allclose(changed["logits"], before["logits"], atol=0.1)
    assert all(np.array_equal(after[name], before[name]) for name in names)


def test_without_its_heads_a_token_knows_nothing_of_those_before_it(exact_engine: Engine) -> None:
    """Attention alone carries something from token to token."""
    config = exact_engine.manifest.architecture
    every = [(layer, head) for layer in range(config.layers) for head in range(config.heads)]
    changes = Interventions(head_scale=ablated(config, every))
    here, there = ([*begin, 41] for begin in (IDS[:3], [8, 8, 8]))
    found = [
        exact_engine.capture.run(ids, ["logits"], interventions=changes)["logits"][0, -1]
        for ids in (here, there)
    ]
    plain = [exact_engine.capture.run(ids, ["logits"])["logits"][0, -1] for ids in (here, there)]
    np.testing.assert_allclose(found[0], found[1], atol=1e-5)
    assert not np.allclose(plain[0], plain[1], atol=0.1)


# --- many runs ---


def test_a_series_gives_the_bits_of_single_runs_whatever_comes_between(
    exact_engine: Engine,
) -> None:
    config, names = exact_engine.manifest.architecture, ["logits", "heads.0"]
    capture = exact_engine.capture
    scales = [ablated(config, [(0, head)]) for head in range(2)]
    asked = [
        (IDS, Interventions()),
        (IDS, Interventions(head_scale=scales[0])),
        (IDS[:3], Interventions(head_scale=scales[1])),
        (IDS, Interventions(hidden_spans(S, [(0, 2)]), scales[1])),
        (IDS[1:], Interventions()),
    ]
    alone = [capture.run(ids, names, interventions=changes) for ids, changes in asked]

    found = []
    with capture.series(names) as series, capture.series(["logits"]) as other:
        for ids, changes in asked:
            found.append(series.run(ids, interventions=changes))
            capture.run(IDS[:2], ["hidden_states.0"])
            other.run(IDS)

    for one, expected in zip(found, alone, strict=True):
        assert all(np.array_equal(one[name], expected[name]) for name in names)


def test_a_series_loads_the_graph_once_for_each_kind_of_intervention(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []

    class Counted(MappedSession):
        def __init__(self, *args: Any) -> None:
            loaded.append(self)
            super().__init__(*args)

    monkeypatch.setattr(explain_graph, "MappedSession", Counted)
    capture = Capture(Library([tiny_root]).folder("tiny-llama"), threads=1)
    with capture.series(["logits"]) as series:
        for head in range(4):
            scale = ablated(CONFIG, [(0, head)])
            series.run(IDS, interventions=Interventions(head_scale=scale))
        assert len(loaded) == 1
        series.run(IDS)
        assert len(loaded) == 2
    with pytest.raises(AssertionError, match="it was closed"):
        loaded[-1].run({})


def test_a_series_is_refused_when_a_file_was_written_to_meanwhile(tmp_path: Path) -> None:
    folder = write_tiny_folder(tmp_path, "changed", "llama")
    capture = Capture(Library([tmp_path]).folder("changed"), threads=1)
    with capture.series(["logits"]) as series:
        series.run(IDS)
        weights = folder / "weights.fp32.bin"
        data = bytearray(weights.read_bytes())
        data[9] ^= 1
        weights.write_bytes(data)
        with pytest.raises(ModelFolderError, match=r"weights\.fp32\.bin"):
            series.run(IDS)
