"""Head scores: 1 for a head that does nothing else, 0 for one that never does."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from shotglass_export.models import family_config
from shotglass_export.training.validation import PERIOD, ROWS, head_scores


class Made:
    """A model of one layer whose heads do as they are told: previous, induction, first token."""

    config = family_config("gpt2", vocabulary=500, context=256, layers=1, width=48, heads=3)

    def attentions(self, ids: Tensor) -> list[Tensor]:
        rows, length = ids.shape
        assert rows == ROWS
        assert torch.equal(ids[:, :PERIOD], ids[:, PERIOD:])
        maps = torch.zeros(rows, 3, length, length)
        for token in range(length):
            maps[:, 0, token, max(0, token - 1)] = 1
            maps[:, 1, token, max(0, token - PERIOD + 1)] = 1
            maps[:, 2, token, 0] = 1
        return [maps]


def test_heads_are_scored_by_what_they_do():
    scores = head_scores(Made(), 0, torch.device("cpu"))  # type: ignore[arg-type]
    assert scores.previous == [[1.0, 0.0, 0.0]]
    assert scores.induction == [[0.0, 1.0, 0.0]]


def test_an_even_head_scores_what_chance_gives():
    class Even(Made):
        def attentions(self, ids: Tensor) -> list[Tensor]:
            length = ids.shape[1]
            even = torch.ones(length, length).tril() / torch.arange(1, length + 1)[:, None]
            return [even.expand(ROWS, 3, length, length)]

    scores = head_scores(Even(), 0, torch.device("cpu"))  # type: ignore[arg-type]
    chance = sum(1 / length for length in range(PERIOD + 1, 2 * PERIOD + 1)) / PERIOD
    assert scores.induction[0] == pytest.approx([chance] * 3, abs=1e-4)
