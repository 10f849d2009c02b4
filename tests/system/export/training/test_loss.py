"""One loss: every target's nats times its weight; places without weight may be left out."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from shotglass_export.training.objective import nats_of, weighted_loss

VOCABULARY, WIDTH = 50, 8


class Tiny(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.embedding = nn.Embedding(VOCABULARY, WIDTH)
        self.head = nn.Linear(WIDTH, VOCABULARY)

    def hidden(self, ids: Tensor) -> Tensor:
        return torch.tanh(self.embedding(ids))


def by_hand(model: Tiny, inputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    logs = model.head(model.hidden(inputs)).log_softmax(-1)
    return -(logs.gather(2, targets[..., None])[..., 0] * weights).sum()


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.49, 0.51, 1.0])
def test_loss_and_gradients_are_those_of_all_places(share):
    random = torch.Generator().manual_seed(1)
    inputs, targets = torch.randint(VOCABULARY, (2, 7, 90), generator=random)
    weights = torch.rand(7, 90, generator=random) * (torch.rand(7, 90, generator=random) < share)
    found, truth = Tiny(), Tiny()
    loss = weighted_loss(found.hidden, nats_of(found.head), inputs, targets, weights)
    loss.backward()
    expected = by_hand(truth, inputs, targets, weights)
    expected.backward()
    assert float(loss.detach()) == pytest.approx(float(expected.detach()), rel=1e-5, abs=1e-6)
    for mine, theirs in zip(found.parameters(), truth.parameters(), strict=True):
        torch.testing.assert_close(mine.grad, theirs.grad, rtol=1e-4, atol=1e-5)
