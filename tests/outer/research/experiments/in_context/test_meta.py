"""The network reads what it may, and the reading of the gap is that of its interval."""

from __future__ import annotations

import pytest
import torch

from shotglass_research.experiments.in_context.meta import (
    INPUTS,
    LABELS,
    LAYERS,
    QUERIES,
    SHOWN,
    _judge,
    reader,
)
from shotglass_research.experiments.result import Point

EVERY = SHOWN + QUERIES


@pytest.fixture(params=LAYERS)
def model(request: pytest.FixtureRequest) -> torch.nn.Module:
    torch.manual_seed(0)
    return reader(request.param)


def test_there_is_an_answer_for_each_asked_item(model: torch.nn.Module) -> None:
    items, labels = torch.randn(3, EVERY, INPUTS), torch.randint(LABELS, (3, EVERY))
    assert model(items, labels).shape == (3, QUERIES, LABELS)


def test_a_context_may_end_at_its_first_asked_item(model: torch.nn.Module) -> None:
    items, labels = torch.randn(3, EVERY, INPUTS), torch.randint(LABELS, (3, EVERY))
    with torch.no_grad():
        short = model(items[:, : SHOWN + 1], labels[:, : SHOWN + 1])
        torch.testing.assert_close(short, model(items, labels)[:, :1])


def test_no_answer_is_read_after_it_stands_there(model: torch.nn.Module) -> None:
    items, labels = torch.randn(3, EVERY, INPUTS), torch.randint(LABELS, (3, EVERY))
    changed = labels.clone()
    changed[:, SHOWN + 1 :] = (labels[:, SHOWN + 1 :] + 1) % LABELS
    with torch.no_grad():
        torch.testing.assert_close(
            model(items, labels)[:, :2], model(items, changed)[:, :2], rtol=1e-4, atol=1e-5
        )


@pytest.mark.parametrize(
    ("low", "high", "outcome"), [(0.1, 0.5, "held"), (-0.5, -0.1, "refuted"), (-0.1, 0.3, "null")]
)
def test_the_whole_interval_is_judged(low: float, high: float, outcome: str) -> None:
    assert _judge(Point("networks", (low + high) / 2, low, high)) == outcome
