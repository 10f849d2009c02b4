"""Each metric measures what it says."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from shotglass_research.experiments.in_context.fitting import small_gpt
from shotglass_research.experiments.in_context.sums import (
    SIGNS,
    draw_terms,
    encoded,
    question,
    row_length,
    rows,
)
from shotglass_research.experiments.open_questions.emergence import (
    Sums,
    measured,
)


class Knows(torch.nn.Module):
    """Predicts the sign that stands next, sure by ``sharpness``; of ``wrong`` rows it predicts the
    sign after that for the first digit of the answer."""

    def __init__(self, ids: np.ndarray, wrong: int, sharpness: float) -> None:
        super().__init__()
        following = np.roll(ids, -1, 1)
        places = (ids == SIGNS.index("=")).argmax(1)
        for row in range(wrong):
            digit = following[row, places[row]]
            following[row, places[row]] = (digit + 1) % 10
        self.following, self.sharpness = torch.from_numpy(following), sharpness

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        hot = torch.nn.functional.one_hot(self.following[:, : ids.shape[1]], len(SIGNS))
        return hot.float() * self.sharpness


def test_one_wrong_digit_costs_a_whole_answer_by_exact_match_and_little_by_digits() -> None:
    sums = Sums(*rows(draw_terms(np.random.default_rng(1), 10, 6), steps=True))
    found = measured(Knows(sums.ids, wrong=5, sharpness=30.0), sums)
    digits = sums.digits.sum(1)
    assert found["exact"] == 0.5
    assert found["digits"] == pytest.approx(1 - (1 / digits[:5]).sum() / 10)
    assert found["logprob"] == pytest.approx(-30 * 5 / digits.sum(), rel=1e-3)
    whole = measured(Knows(sums.ids, wrong=0, sharpness=30.0), sums)
    assert (whole["exact"], whole["digits"], whole["independent"]) == (1, 1, 1)


def test_an_answer_right_sign_by_sign_is_the_one_that_is_written_greedily() -> None:
    torch.manual_seed(0)
    model = small_gpt(len(SIGNS), row_length(steps=True), 1, 16)
    problems = draw_terms(np.random.default_rng(2), 3, 6)
    ids, answer = rows(problems, steps=True)
    for row, terms in enumerate(problems):  # the answers that this network gives are the right ones
        text = torch.tensor([encoded(question(terms))])
        with torch.no_grad():
            while text.shape[1] < ids.shape[1]:
                text = torch.cat([text, model(text)[:, -1:].argmax(-1)], 1)
        ids[row] = text[0].numpy()
        answer[row] = np.arange(ids.shape[1]) >= len(question(terms))
    assert measured(model, Sums(ids, answer))["exact"] == 1
    ids[0, -1] = (ids[0, -1] + 1) % len(SIGNS)
    assert measured(model, Sums(ids, answer))["exact"] == pytest.approx(2 / 3)
