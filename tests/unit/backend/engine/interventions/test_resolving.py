"""Changes are read against a prompt: tokens from its end, states and means of other texts, and what
is not there refused with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from shotglass.engine import Engine
from shotglass.engine.interventions.attention import MOST_CUT_BYTES
from shotglass.engine.interventions.changes import (
    MOST_CHANGES,
    MOST_TEXTS,
    AttentionCut,
    Change,
    HeadOff,
    PromptState,
    StateDifference,
    StatePatch,
    Steering,
)
from shotglass.engine.interventions.points import layer_of, place_of, points
from shotglass.engine.interventions.resolving import resolve
from shotglass.engine.runtime.graph_edits.intervened_graph import has_middle
from shotglass.engine.runtime.interventions import NO_INTERVENTIONS
from shotglass.engine.runtime.token_changes import EdgeCut, Place
from shotglass.errors import InvalidRequest

PROMPT, OTHER = "the cat sat on the mat", "the dog ran to the red house"


def ids_of(engine: Engine) -> list[int]:
    return engine.encode(PROMPT)


def hidden(engine: Engine, text: str, layer: int, token: int) -> Any:
    ids = engine.encode(text)
    return engine.capture.run(ids, [f"hidden_states.{layer}"])[f"hidden_states.{layer}"][0, token]


def test_nothing_is_changed_by_no_changes(exact_engine: Engine) -> None:
    assert resolve(exact_engine, [], ids_of(exact_engine)) is NO_INTERVENTIONS


def test_a_state_is_another_prompt_s_and_tokens_are_counted_from_either_end(
    exact_engine: Engine,
) -> None:
    ids = ids_of(exact_engine)
    patch = StatePatch(Place(1), -1, PromptState(OTHER, -2))
    (resolved,) = resolve(exact_engine, [patch], ids).patches
    assert (resolved.layer, resolved.token, resolved.middle) == (1, len(ids) - 1, False)
    assert np.array_equal(resolved.state, hidden(exact_engine, OTHER, 1, -2))


def test_a_steering_vector_is_a_difference_of_states_times_its_scale(exact_engine: Engine) -> None:
    ids = ids_of(exact_engine)
    vector = StateDifference(PromptState(OTHER, -1), PromptState(PROMPT, -1))
    steering = Steering(Place(2), vector, 3.0, start=-1)
    (shift,) = resolve(exact_engine, [steering], ids).shifts
    expected = hidden(exact_engine, OTHER, 2, -1) - hidden(exact_engine, PROMPT, 2, -1)
    np.testing.assert_allclose(shift.vector, 3 * expected, rtol=1e-6)
    assert (shift.start, shift.tokens) == (len(ids) - 1, None)
    named = Steering(Place(0), [0.0] * exact_engine.manifest.architecture.width, tokens=(-1, 0, 0))
    assert resolve(exact_engine, [named], ids).shifts[0].tokens == (len(ids) - 1, 0)


def test_a_head_s_mean_is_that_of_the_prompt_or_of_all_tokens_of_texts(
    exact_engine: Engine,
) -> None:
    ids, capture = ids_of(exact_engine), exact_engine.capture
    changes = [HeadOff(0, 0, "mean"), HeadOff(1, 1, "mean", (PROMPT, OTHER)), HeadOff(1, 0)]
    resolved = resolve(exact_engine, changes, ids)
    assert resolved.head_scale is not None
    assert resolved.head_mean is not None
    assert [tuple(at) for at in np.argwhere(resolved.head_scale == 0)] == [(0, 0), (1, 0), (1, 1)]
    own = capture.run(ids, ["heads.0"])["heads.0"][0, 0]
    np.testing.assert_allclose(resolved.head_mean[0, 0], own.mean(axis=0), atol=1e-6)
    texts = [exact_engine.encode(text) for text in (PROMPT, OTHER)]
    each = np.concatenate([capture.run(t, ["heads.1"])["heads.1"][0, 1] for t in texts])
    np.testing.assert_allclose(resolved.head_mean[1, 1], each.mean(axis=0), atol=1e-6)
    assert not resolved.head_mean[1, 0].any()


def test_edges_are_named_by_tokens_of_the_prompt(exact_engine: Engine) -> None:
    ids = ids_of(exact_engine)
    changes = [AttentionCut((0, -2)), AttentionCut((1,), (-1,), 1, 0)]
    assert resolve(exact_engine, changes, ids).cuts == (
        EdgeCut((0, len(ids) - 2)), EdgeCut((1,), (len(ids) - 1,), 1, 0),
    )  # fmt: skip


STATE_A, STATE_B = PromptState("a", 0), PromptState("b", 0)
MANY = HeadOff(0, 0, "mean", tuple("abcdefghijklmnopq"))
WRONG: list[tuple[Sequence[Change], str, str]] = [
    ([HeadOff(0, 0)] * (MOST_CHANGES + 1), "1,024 at most", ""),
    ([HeadOff(0, 0), HeadOff(2, 0)], "no layer 2: the model has the layers 0 to 1", "/1/layer"),
    ([HeadOff(0, 99)], "no head 99", "/0/head"),
    ([HeadOff(1, 1), HeadOff(1, 1)], "changed twice", "/1/head"),
    ([HeadOff(1, 1, "zero", ("a",))], "by mean", "/0/over"),
    ([HeadOff(1, 1, "mean", ("cat " * 600,))], "tokens; 320 at most", "/0/over/0"),
    ([MANY], f"more than {MOST_TEXTS} texts", "/0/over/16"),
    ([AttentionCut((99,))], "no token 99: the text has the tokens 0 to", "/0/to/0"),
    ([AttentionCut((0,), (1, -99))], "no token -99", "/0/from/1"),
    ([AttentionCut((0, 1), (2, 1))], "Token 1 cannot be hidden from itself", "/0/to"),
    ([AttentionCut((0,), layer=-1)], "no layer -1", "/0/layer"),
    ([AttentionCut((0,) * 513)], "513 tokens are named; 512 at most", "/0/to"),
    ([StatePatch(Place(3), 0, STATE_A)], "no layer 3 .* 0 to 2 were", "/0/layer"),
    ([StatePatch(Place(0), 99, STATE_A)], "no token 99", "/0/token"),
    ([StatePatch(Place(0), 0, PromptState("a", 99))], "no token 99", "/0/source"),
    ([StatePatch(Place(0), 0, [1.0, 2.0])], "has 2 numbers; .* the model's width", "/0/vector"),
    (
        [StatePatch(Place(0), 0, STATE_A), StatePatch(Place(0), 0, STATE_B)],
        "changed twice",
        "/1/token",
    ),
    ([Steering(Place(-1), [0.0])], "no layer -1", "/0/layer"),
    ([Steering(Place(0), [0.0])], "has 1 numbers", "/0/vector"),
    ([Steering(Place(0), [0.0], start=99)], "no token 99", "/0/start"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence", "place"), WRONG)
def test_what_is_not_there_is_refused_with_its_place(
    exact_engine: Engine, changes: Sequence[Change], sentence: str, place: str
) -> None:
    with pytest.raises(InvalidRequest, match=sentence) as refused:
        resolve(exact_engine, changes, ids_of(exact_engine))
    assert refused.value.pointer == f"/interventions{place}"


@pytest.mark.parametrize("number", [np.inf, 1e39, 2e9, -3e9])
def test_numbers_that_are_too_large_are_refused(exact_engine: Engine, number: float) -> None:
    width = exact_engine.manifest.architecture.width
    vector = [0.0] * (width - 1) + [number]
    ids = ids_of(exact_engine)
    for change in (StatePatch(Place(1), 0, vector), Steering(Place(1), vector)):
        with pytest.raises(InvalidRequest, match=r"numbers from -1e\+09 to 1e\+09") as refused:
            resolve(exact_engine, [change], ids)
        assert refused.value.pointer == "/interventions/0/vector"
    with pytest.raises(InvalidRequest, match=r"numbers from -1e\+09") as refused:
        resolve(exact_engine, [Steering(Place(1), [1.0] * width, 1e300)], ids)
    assert refused.value.pointer == "/interventions/0/scale"


def test_cuts_that_would_take_too_much_memory_are_refused(
    exact_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_CUT_BYTES == 64 << 20
    monkeypatch.setattr("shotglass.engine.interventions.attention.MOST_CUT_BYTES", 2 << 20)
    cuts = [AttentionCut((0,), layer=layer) for layer in range(2)]
    ids = ids_of(exact_engine)
    assert resolve(exact_engine, cuts, ids).cuts
    with pytest.raises(InvalidRequest, match="name fewer layers, or cut all heads") as refused:
        resolve(exact_engine, [*cuts, AttentionCut((0,), head=0)], ids)
    assert refused.value.pointer == "/interventions"


# --- names of places ---


def test_every_point_of_a_model_can_be_used_and_no_other(exact_engine: Engine) -> None:
    config = exact_engine.manifest.architecture
    named = points(config)
    assert len({point.point for point in named}) == len(named)
    assert any(point.point.endswith("hook_resid_mid") for point in named) == has_middle(config)
    for point in named:
        if point.kinds == ("patch", "steer"):
            place = place_of(point.point, "/x")
            assert place.output == point.ours
            resolve(exact_engine, [StatePatch(place, 0, STATE_A)], ids_of(exact_engine))
        else:
            hook = point.point.split(".", 2)[2]
            assert point.ours.endswith(f".{layer_of(point.point, hook, '/x')}")


def test_a_model_without_a_stream_between_its_parts_refuses_that_place_by_name(
    exact_engine: Engine,
) -> None:
    middle = [
        Steering(
            place_of("blocks.0.hook_resid_mid", ""),
            StateDifference(STATE_A, STATE_B),
        )
    ]
    if has_middle(exact_engine.manifest.architecture):
        assert resolve(exact_engine, middle, ids_of(exact_engine)).shifts[0].middle
        return
    with pytest.raises(InvalidRequest, match="has no hook_resid_mid") as refused:
        resolve(exact_engine, middle, ids_of(exact_engine))
    assert refused.value.pointer == "/interventions/0/point"


@pytest.mark.parametrize(
    "name", ["blocks.0.hook_mlp_out", "blocks.x.hook_resid_pre", "", "ln_final"]
)
def test_a_name_that_is_no_place_is_refused_with_those_that_are(name: str) -> None:
    with pytest.raises(InvalidRequest, match="blocks.LAYER.hook_resid_pre, ") as refused:
        place_of(name, "/at")
    assert refused.value.pointer == "/at"
