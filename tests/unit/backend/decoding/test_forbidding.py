"""Forbidden tokens are never chosen, and the others keep their proportions."""

from __future__ import annotations

import numpy as np
import pytest

from shotglass.decoding import DecodingSettings, choose, predict, without


@pytest.mark.parametrize("spread", [1.0, 1e4, 1e30])
@pytest.mark.parametrize("temperature", [0.0, 0.01, 1.0, 5.0])
def test_a_forbidden_token_is_never_chosen(temperature: float, spread: float) -> None:
    logits = (spread * np.random.default_rng(1).standard_normal(50)).astype(np.float32)
    forbidden = {int(logits.argmax()), 7}
    left = without(predict(logits), forbidden)
    settings = DecodingSettings(temperature=temperature)
    chosen = {choose(left, settings, 0, step).id for step in range(300)}
    assert not chosen & forbidden


def test_the_others_keep_their_proportions() -> None:
    logits = np.array([1.0, 2.0, 3.0, 0.5], np.float32)
    left, others = without(predict(logits), {2}), predict(logits[[0, 1, 3]])
    for id, place in ((0, 0), (1, 1), (3, 2)):
        assert left.logprob(id) == pytest.approx(others.logprob(place), abs=1e-12)


def test_an_id_beyond_the_vocabulary_forbids_nothing() -> None:
    prediction = predict(np.array([1.0, 2.0], np.float32))
    assert without(prediction, {2, 99}) is prediction
