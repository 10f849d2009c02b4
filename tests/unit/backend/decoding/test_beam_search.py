"""Beam search against brute force, exhaustive search, and greedy decoding."""

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.references import reference_decoding as reference

from shotglass.decoding import Beam, BeamSettings, advance, predict
from shotglass.errors import InvalidRequest


class RandomModel:
    """Logits that depend on all tokens before; whole numbers where ``ties`` are wanted."""

    def __init__(self, seed: int, vocabulary: int, ties: bool = False) -> None:
        self.seed, self.vocabulary, self.ties = seed, vocabulary, ties

    def __call__(self, ids: tuple[int, ...]) -> Sequence[float]:
        source = random.Random(f"{self.seed} {ids}")
        logits = [source.gauss(0, 2) for _ in range(self.vocabulary)]
        rounded = [float(round(z)) for z in logits] if self.ties else logits
        return np.array(rounded, np.float32).tolist()


def searched(model: RandomModel, settings: BeamSettings, ends: Sequence[int]) -> list[Beam]:
    """The search at every step."""
    steps = [Beam(settings, frozenset(ends))]
    while not steps[-1].done:
        rows = [np.array(model(one.ids), np.float32) for one in steps[-1].live]
        steps.append(advance(steps[-1], [predict(row) for row in rows]))
    return steps


def scored(texts: dict[tuple[int, ...], float], settings: BeamSettings) -> list[tuple[int, ...]]:
    gnmt = settings.normalisation == "gnmt"
    score = {
        ids: reference.normalised(total, len(ids), settings.alpha, gnmt)
        for ids, total in texts.items()
    }
    return sorted(score, key=lambda ids: -score[ids])[: settings.n]


SETTINGS = st.builds(
    dict,
    alpha=st.sampled_from([0.0, 0.6, 1.0, 2.0]),
    normalisation=st.sampled_from(["length", "gnmt"]),
    max_tokens=st.integers(1, 4),
)


@given(
    seed=st.integers(0, 10**6),
    options=SETTINGS,
    ends=st.sampled_from([(), (2,), (0, 2)]),
    early=st.booleans(),
)
def test_a_beam_as_wide_as_all_texts_equals_exhaustive_search(
    seed: int, options: dict[str, Any], ends: tuple[int, ...], early: bool
) -> None:
    model, longest = RandomModel(seed, 3), min(options["max_tokens"], 3 if ends else 2)
    options = options | {"max_tokens": longest, "early_stopping": early}
    settings = BeamSettings(width=16, n=3, **options)
    texts = reference.every_text(model, ends, longest)
    assert len(texts) <= settings.width
    assert [one.ids for one in searched(model, settings, ends)[-1].best()] == scored(
        texts, settings
    )


@given(
    seed=st.integers(0, 10**6),
    vocabulary=st.integers(2, 9),
    width=st.integers(1, 6),
    options=SETTINGS,
    ties=st.booleans(),
    data=st.data(),
)
def test_the_best_equal_those_of_a_search_that_never_stops_early(
    seed: int, vocabulary: int, width: int, options: dict[str, Any], ties: bool, data: st.DataObject
) -> None:
    model = RandomModel(seed, vocabulary, ties)
    settings = BeamSettings(width=width, n=data.draw(st.integers(1, width)), **options)
    found = reference.beam_search(model, (0,), settings.max_tokens, width)
    best = searched(model, settings, (0,))[-1].best()
    expected = scored(found, settings)
    gnmt = settings.normalisation == "gnmt"
    assert len(best) == len(expected)
    for made, ids in zip(best, expected, strict=True):  # of equal texts either may stand first
        total = found[ids]
        score = reference.normalised(total, len(ids), settings.alpha, gnmt)
        assert made.score == pytest.approx(score, rel=1e-9)
        assert found[made.ids] == pytest.approx(made.logprob, rel=1e-9)
    if not ties:
        assert [one.ids for one in best] == expected


@given(
    seed=st.integers(0, 10**6), vocabulary=st.integers(2, 6), width=st.integers(1, 6),
    options=SETTINGS, data=st.data(),
)  # fmt: skip
def test_an_early_stop_answers_with_what_had_finished_by_then(
    seed: int, vocabulary: int, width: int, options: dict[str, Any], data: st.DataObject
) -> None:
    model, n = RandomModel(seed, vocabulary), data.draw(st.integers(1, width))
    settings = BeamSettings(width=width, n=n, early_stopping=True, **options)
    found = reference.beam_search(model, (0,), settings.max_tokens, width, early=True)
    last = searched(model, settings, (0,))[-1]
    assert {one.ids: pytest.approx(one.logprob) for one in last.finished} == found
    assert [one.ids for one in last.best()] == scored(found, settings)


@given(seed=st.integers(0, 10**6), width=st.integers(1, 6), early=st.booleans())
def test_what_has_finished_is_never_lost(seed: int, width: int, early: bool) -> None:
    settings = BeamSettings(width=width, max_tokens=6, early_stopping=early)
    steps = searched(RandomModel(seed, 5), settings, (0,))
    for before, after in zip(steps, steps[1:], strict=False):
        assert after.finished[: len(before.finished)] == before.finished
        ended = [node.node for node in after.grown if node.fate == "finished"]
        assert [one.node for one in after.finished[len(before.finished) :]] == ended
    last = steps[-1]
    assert max(one.score for one in last.finished) == last.best()[0].score
    if early and last.length < 6:
        assert len(last.finished) >= width


@given(seed=st.integers(0, 10**6), ties=st.booleans())
def test_width_1_at_alpha_0_is_greedy(seed: int, ties: bool) -> None:
    model, ids = RandomModel(seed, 7, ties), ()
    while len(ids) < 8 and 0 not in ids:
        ids = (*ids, int(np.argmax(np.array(model(ids), np.float32))))
    settings = BeamSettings(width=1, max_tokens=8, alpha=0)
    assert searched(model, settings, (0,))[-1].best()[0].ids == ids


@given(seed=st.integers(0, 10**6), width=st.integers(1, 6))
def test_the_nodes_are_a_tree_whose_sums_add_up(seed: int, width: int) -> None:
    steps = searched(RandomModel(seed, 5), BeamSettings(width=width, max_tokens=5), (0,))
    totals, lengths = {0: 0.0}, {0: 0}
    for step in steps[1:]:
        assert [node.node for node in step.grown] == list(range(len(totals), step.nodes))
        for node in step.grown:
            assert node.total == totals[node.parent] + node.logprob
            totals[node.node], lengths[node.node] = node.total, lengths[node.parent] + 1
            assert lengths[node.node] == step.length
        assert [node.node for node in step.grown if node.fate == "kept"] == [
            one.node for one in step.live
        ]
        assert len(step.live) <= width


def test_ties_go_to_the_earlier_hypothesis_and_then_to_the_lower_id() -> None:
    settings = BeamSettings(width=2, max_tokens=3, alpha=0)
    even = predict(np.zeros(3, np.float32))
    first = advance(Beam(settings, frozenset()), [even])
    assert [one.ids for one in first.live] == [(0,), (1,)]
    second = advance(first, [even, even])
    assert [one.ids for one in second.live] == [(0, 0), (0, 1)]
    assert second.parents == (0, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("width", 0), ("width", 17), ("n", 0), ("n", 5), ("max_tokens", 0), ("max_tokens", 257),
        ("alpha", -0.1), ("alpha", 5.1), ("alpha", float("nan")), ("normalisation", "loud"),
    ],
)  # fmt: skip
def test_a_setting_out_of_bounds_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(InvalidRequest) as caught:
        BeamSettings(**{name: value})
    assert caught.value.pointer == f"/settings/{name}"
