"""Bias and penalties against brute force, and that what is off changes no bit."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from support.references import reference_decoding as reference

from shotglass.decoding import DecodingSettings, History, adjusted, choose, predict

ROWS = arrays.arrays(np.float32, st.integers(1, 40), elements=st.floats(-60, 60, width=32))
TOKENS = st.lists(st.integers(0, 10**6), max_size=12)
SETTINGS = st.builds(
    DecodingSettings,
    repetition_penalty=st.one_of(st.just(1.0), st.floats(0.01, 100)),
    presence_penalty=st.one_of(st.just(0.0), st.floats(-2, 2)),
    frequency_penalty=st.one_of(st.just(0.0), st.floats(-2, 2)),
    logit_bias=st.dictionaries(st.integers(0, 50), st.floats(-100, 100)).map(
        lambda bias: tuple(bias.items())
    ),
)
NAMES = ("repetition_penalty", "presence_penalty", "frequency_penalty", "logit_bias")


@given(logits=ROWS, settings=SETTINGS, prompt=TOKENS, generated=TOKENS)
def test_bias_and_penalties_equal_brute_force_bit_for_bit(
    logits: np.ndarray, settings: DecodingSettings, prompt: list[int], generated: list[int]
) -> None:
    prompt, generated = ([id % len(logits) for id in ids] for ids in (prompt, generated))
    before = {name: getattr(settings, name) for name in NAMES}
    exact = reference.adjusted(logits.tolist(), prompt, generated, **before)
    made = adjusted(predict(logits), settings, History(prompt, list(generated)))
    assert made.logits.tolist() == exact


@given(logits=ROWS, prompt=TOKENS, temperature=st.sampled_from([0.0, 1.0]))
def test_what_is_off_changes_nothing(
    logits: np.ndarray, prompt: list[int], temperature: float
) -> None:
    history = History(prompt, list(prompt))
    settings, prediction = DecodingSettings(temperature=temperature), predict(logits)
    assert adjusted(prediction, settings, history) is prediction
    assert choose(prediction, settings, 0, 0, history) == choose(prediction, settings, 0, 0)


def test_a_history_counts_as_it_grows() -> None:
    grown = History([1, 2, 2])
    for id in (7, 2, 7):
        grown.append(id)
    whole = History([1, 2, 2], [7, 2, 7])
    assert grown.seen.tolist() == whole.seen.tolist() == [1, 2, 7]
    assert [part.tolist() for part in grown.counts] == [[7, 2], [2, 1]]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"repetition_penalty": 2.0}, [1, -2, 0.5]),  # 0 in the prompt, 1 generated twice
        ({"presence_penalty": 0.5}, [2, -1.5, 0.5]),
        ({"frequency_penalty": 0.5}, [2, -2, 0.5]),
        ({"logit_bias": ((2, -100), (0, 1))}, [3, -1, -99.5]),
        ({"logit_bias": ((9, 100),)}, [2, -1, 0.5]),  # no token of this vocabulary
    ],
)
def test_each_does_what_its_formula_says(settings: dict[str, Any], expected: list[float]) -> None:
    prediction = predict(np.array([2, -1, 0.5], np.float32))
    made = adjusted(prediction, DecodingSettings(**settings), History([0], [1, 1]))
    assert made.logits.tolist() == expected


def test_a_penalised_choice_tells_the_models_own_probability_and_rank() -> None:
    prediction = predict(np.array([2, 1, 0], np.float32))
    settings = DecodingSettings(temperature=0, logit_bias=((2, 100),))
    choice = choose(prediction, settings, 0, 0)
    assert (choice.id, choice.rank, choice.logprob) == (2, 2, prediction.logprob(2))
