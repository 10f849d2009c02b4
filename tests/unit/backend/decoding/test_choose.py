"""Filters and the choice against brute force; the fast path against the slow one."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from support.references import reference_decoding as reference

from shotglass.decoding import DecodingSettings, choose, predict, survivors, uniform

EIGHTHS = st.integers(-40, 40).map(lambda n: n / 8)  # ties are common
ROWS = arrays.arrays(
    np.float32, st.integers(1, 60), elements=st.one_of(EIGHTHS, st.floats(-50, 50, width=32))
)
SETTINGS = st.builds(
    DecodingSettings,
    temperature=st.one_of(st.just(0.0), st.floats(0.01, 5)),
    top_k=st.integers(0, 70),
    top_p=st.one_of(st.just(1.0), st.floats(0.001, 1)),
    min_p=st.one_of(st.just(0.0), st.floats(0, 1)),
    seed=st.integers(0, 2**53 - 1),
)
NEARNESS = 1e-12  # nearer to a border than this, 53 bits may fall on either side


@given(logits=ROWS, settings=SETTINGS, sample=st.integers(0, 7), step=st.integers(0, 99))
def test_the_choice_equals_brute_force(
    logits: np.ndarray, settings: DecodingSettings, sample: int, step: int
) -> None:
    u = uniform(settings.seed, sample, step)
    knobs = (settings.temperature, settings.top_k, settings.top_p, u, settings.min_p)
    exact = reference.choose(logits.tolist(), *knobs)
    assume(exact.clearance > NEARNESS)
    choice = choose(predict(logits), settings, sample, step)
    assert (choice.id, choice.rank) == (exact.id, exact.rank)
    stages = {"top_k": exact.top_k, "top_p": exact.top_p, "min_p": exact.min_p}
    assert choice.survivors == {name: len(left.ids) for name, left in stages.items()}
    assert choice.logprob == pytest.approx(float(exact.logprob), rel=1e-9, abs=1e-9)
    assert choice.draw == (None if settings.greedy else u)


@given(
    seed=st.integers(0, 1000),
    spread=st.sampled_from([0.01, 1.0, 4.0]),
    temperature=st.sampled_from([0.5, 1.0, 3.0]),
    top_k=st.sampled_from([0, 0, 50, 700]),
    top_p=st.sampled_from([1.0, 0.95, 0.3]),
    min_p=st.sampled_from([0.0, 0.0, 0.02, 0.5]),
)
def test_on_a_large_vocabulary_the_fast_path_equals_a_full_sort(
    seed: int, spread: float, temperature: float, top_k: int, top_p: float, min_p: float
) -> None:
    logits = np.random.default_rng(seed).normal(0, spread, 6000).astype(np.float32)
    settings = DecodingSettings(
        temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p, seed=seed
    )
    order = np.argsort(-logits, kind="stable")[: top_k or len(logits)]
    weights = np.exp((logits[order].astype(np.float64) - float(logits.max())) / temperature)
    cumulative = np.cumsum(weights) / weights.sum()
    by_p = int(np.argmax(cumulative >= top_p)) + 1 if top_p < 1 else len(order)
    kept = min(by_p, int((weights >= min_p).sum()))
    u = uniform(seed, 0, 0)
    choice = choose(predict(logits), settings, 0, 0)
    assert choice.survivors == {"top_k": len(order), "top_p": by_p, "min_p": kept}
    assert choice.id == order[np.argmax(cumulative > u * cumulative[kept - 1])]


def test_top_p_keeps_the_token_that_crosses() -> None:
    assert _kept([0.5, 0.3, 0.2], top_p=0.6) == [0, 1]


def test_top_p_keeps_no_more_where_it_is_reached_exactly() -> None:
    assert _kept([0.25, 0.25, 0.25, 0.25], top_p=0.5) == [0, 1]


def test_top_p_keeps_at_least_one_token() -> None:
    assert _kept([0.9, 0.1], top_p=1e-300) == [0]


def test_top_p_counts_on_the_mass_that_top_k_left() -> None:
    assert _kept([0.4, 0.3, 0.2, 0.1], top_k=2, top_p=0.57) == [0]


def test_min_p_keeps_tokens_that_reach_the_share_of_the_likeliest() -> None:
    assert _kept([0.4, 0.1, 0.2, 0.3], min_p=0.45) == [0, 3, 2]
    assert _kept([0.25, 0.25, 0.25, 0.25], min_p=1.0) == [0, 1, 2, 3]


def test_min_p_keeps_the_same_of_what_the_other_filters_left() -> None:
    assert _kept([0.4, 0.3, 0.2, 0.1], top_k=3, top_p=0.9, min_p=0.6) == [0, 1]
    assert _kept([0.4, 0.3, 0.2, 0.1], top_k=1, min_p=0.6) == [0]


def test_top_k_keeps_exactly_k_of_ties_by_id() -> None:
    assert _kept([0.1, 0.3, 0.3, 0.3], top_k=2) == [1, 2]


def test_top_k_above_the_vocabulary_is_off() -> None:
    assert _kept([0.5, 0.5], top_k=1000) == [0, 1]


def test_at_temperature_zero_the_lowest_id_of_ties_is_taken_and_nothing_is_drawn() -> None:
    choice = choose(predict(np.array([1, 2, 2], np.float32)), DecodingSettings(temperature=0), 0, 0)
    assert (choice.id, choice.draw) == (1, None)
    assert choice.survivors == {"top_k": 1, "top_p": 1, "min_p": 1}


def test_a_temperature_near_zero_is_greedy_without_a_warning() -> None:
    logits = np.array([3, 5, 4], np.float32)
    for temperature in (1e-3, 1e-30, 5e-324):
        settings = DecodingSettings(temperature=temperature)
        assert choose(predict(logits), settings, 0, 0).id == 1


def test_the_log_probability_is_that_before_temperature_and_filters() -> None:
    logits = np.log(np.array([0.5, 0.3, 0.2], np.float32))
    choice = choose(predict(logits), DecodingSettings(temperature=5, top_k=1), 0, 0)
    assert choice.logprob == pytest.approx(np.log(0.5), rel=1e-6)


def test_many_draws_follow_the_distribution() -> None:
    p = [0.5, 0.3, 0.2]
    prediction = predict(np.log(np.array(p, np.float32)))
    settings = DecodingSettings(temperature=1, seed=5)
    counts = Counter(choose(prediction, settings, 0, step).id for step in range(4000))
    for id, expected in enumerate(p):
        assert counts[id] / 4000 == pytest.approx(expected, abs=0.03)  # 0.008 is one sigma


def _kept(p: list[float], **settings: Any) -> list[int]:
    logits = np.log(np.array(p, np.float32))
    return survivors(predict(logits), DecodingSettings(temperature=1, **settings)).ids.tolist()


@given(
    logits=ROWS,
    settings=SETTINGS,
    sample=st.integers(0, 7),
    step=st.integers(0, 99),
    data=st.data(),
)
def test_under_a_constraint_the_choice_is_that_of_the_tokens_it_leaves(
    logits: np.ndarray, settings: DecodingSettings, sample: int, step: int, data: st.DataObject
) -> None:
    mask = data.draw(arrays.arrays(np.bool_, len(logits)).filter(np.any))
    left = np.flatnonzero(mask)
    u = uniform(settings.seed, sample, step)
    knobs = (settings.temperature, settings.top_k, settings.top_p, u, settings.min_p)
    exact = reference.choose(logits[left].tolist(), *knobs)
    assume(exact.clearance > NEARNESS)
    choice = choose(predict(logits), settings, sample, step, mask=mask)
    assert choice.id == left[exact.id]
    stages = {"top_k": exact.top_k, "top_p": exact.top_p, "min_p": exact.min_p}
    assert choice.survivors == {name: len(kept.ids) for name, kept in stages.items()}
    assert choice.draw == (None if settings.greedy else u)
    p = reference.softmax(logits.tolist(), 1.0)  # the model's own probabilities do not change
    assert choice.logprob == pytest.approx(float(p[choice.id].ln()), rel=1e-9, abs=1e-9)
    mass = float(sum(p[int(id)] for id in left).ln())
    assert choice.allowed_logprob == pytest.approx(mass, rel=1e-9, abs=1e-9)


@given(logits=ROWS, settings=SETTINGS, step=st.integers(0, 99))
def test_a_constraint_that_allows_all_changes_no_choice(
    logits: np.ndarray, settings: DecodingSettings, step: int
) -> None:
    free = choose(predict(logits), settings, 0, step)
    held = choose(predict(logits), settings, 0, step, mask=np.ones(len(logits), bool))
    assert (held.id, held.draw, held.survivors) == (free.id, free.draw, free.survivors)
    assert (free.allowed, free.allowed_logprob, held.allowed_logprob) == (None, 0, 0)
