"""Sums, lengths and baselines of log-probabilities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.engine.strategies.scoring import mean_logprob, per_byte, per_token

LOGPROBS = st.lists(st.floats(-50, 0), min_size=1, max_size=6)


@given(logprobs=LOGPROBS)
def test_a_baseline_is_the_logarithm_of_a_mean_probability(logprobs: list[float]) -> None:
    assert mean_logprob(logprobs) == pytest.approx(np.log(np.mean(np.exp(logprobs))))


def test_a_baseline_of_one_prompt_is_that_prompts_own() -> None:
    assert mean_logprob([-3.25]) == -3.25


def test_a_baseline_is_a_number_where_probabilities_are_too_small_for_one() -> None:
    assert mean_logprob([-2000.0, -2000.0]) == pytest.approx(-2000)


def test_lengths_are_tokens_and_bytes_of_utf_8_with_the_space() -> None:
    assert per_token(-6.0, [7, 8, 9]) == -2
    assert per_byte(-6.0, " ä中") == -1
