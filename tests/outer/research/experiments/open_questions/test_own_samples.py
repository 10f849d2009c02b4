"""What is written token by token is what the whole model says of it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from shotglass_export.models.transformer import Transformer
from shotglass_research.experiments.in_context.fitting import small_gpt
from shotglass_research.experiments.open_questions.own_samples import Reader, own_samples


@pytest.fixture
def model() -> Transformer:
    torch.manual_seed(1)
    return small_gpt(vocabulary=11, context=9, layers=2, width=16).eval()


def test_a_text_read_token_by_token_has_the_logits_of_the_text_read_at_once(
    model: Transformer,
) -> None:
    ids = torch.randint(0, 11, (3, 9))
    reader = Reader(model, 3)
    with torch.no_grad():
        one_by_one = torch.stack([reader.read(column) for column in ids.T], 1)
        torch.testing.assert_close(one_by_one, model(ids))


def test_samples_begin_as_told_repeat_by_seed_and_follow_the_shares(model: Transformer) -> None:
    starts = np.full(4000, 3)
    rows = own_samples(model, starts, 2, seed=5)
    assert rows.shape == (4000, 3)
    assert (rows[:, 0] == 3).all()
    assert (rows == own_samples(model, starts, 2, seed=5)).all()
    assert (rows != own_samples(model, starts, 2, seed=6)).any()
    with torch.no_grad():
        shares = model(torch.tensor([[3]]))[0, -1].softmax(-1).numpy()
    found = np.bincount(rows[:, 1], minlength=11) / 4000
    assert found == pytest.approx(shares, abs=0.03)
