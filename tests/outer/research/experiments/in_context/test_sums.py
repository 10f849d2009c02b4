"""Sums are written and read back, and both kinds of training read as many tokens."""

from __future__ import annotations

import numpy as np
import torch

from shotglass_research.experiments.in_context.sums import (
    SIGNS,
    answer,
    draw_terms,
    encoded,
    last_number,
    question,
    row_length,
    rows,
    share_right,
)


def test_running_totals_lead_to_the_answer() -> None:
    terms = [3, 5, 9, 4]
    assert question(terms) + answer(terms, steps=True) == "3+5+9+4=8>17>21."
    assert question(terms) + answer(terms, steps=False) == "3+5+9+4=21."


def test_what_is_written_is_read_back_as_the_sum() -> None:
    for terms in draw_terms(np.random.default_rng(0), 50):
        for steps in (False, True):
            padded = [*encoded(answer(terms, steps)), *encoded("..")]
            assert last_number(padded) == str(sum(terms))


def test_a_row_holds_question_answer_and_dots_and_asks_for_the_answer_alone() -> None:
    ids, asked = rows([[1, 2], [9] * 6], steps=True)
    assert ids.shape == asked.shape == (2, row_length(True))
    assert "".join(SIGNS[i] for i in ids[0]).rstrip(".") == "1+2=3"
    assert "".join(SIGNS[i] for i in ids[0][asked[0]]) == "3."
    assert "".join(SIGNS[i] for i in ids[1][asked[1]]) == "18>27>36>45>54."


def test_terms_are_as_many_as_asked_or_two_to_six() -> None:
    rng = np.random.default_rng(1)
    assert {len(terms) for terms in draw_terms(rng, 200)} == {2, 3, 4, 5, 6}
    assert {len(terms) for terms in draw_terms(rng, 20, 5)} == {5}


def test_an_answer_counts_only_where_it_is_the_sum() -> None:
    class AlwaysThree(torch.nn.Module):
        """Writes "3." whatever it is asked."""

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            after = ids == SIGNS.index("=")
            wanted = torch.where(after, SIGNS.index("3"), SIGNS.index("."))
            return torch.nn.functional.one_hot(wanted, len(SIGNS)).float()

    problems = np.array([[1, 2], [2, 1], [4, 4], [2, 2]])
    assert share_right(AlwaysThree(), problems, steps=False) == 0.5
