"""The loss of direct preference optimisation, by hand, and as it is published."""

from __future__ import annotations

import json
from math import exp, log
from pathlib import Path

import pytest
import torch

from shotglass.errors import DataFailed
from shotglass_export.data.folder import data_root
from shotglass_export.models import build, family_config
from shotglass_research.experiments.alignment.dpo import (
    SHOWN,
    _drawn_beginnings,
    continuation_log_probability,
    dpo_loss,
)
from shotglass_research.experiments.experiment import Context
from shotglass_research.experiments.fine_tuned import House

BEGINNINGS = (
    Path(__file__).parents[5] / "web/src/extensions/course/lessons/alignment/beginnings.json"
)


def test_one_pair_by_hand() -> None:
    # The policy gained 0.5 nats on the preferred text and lost 1 on the other: 1.5 together.
    loss = dpo_loss(
        torch.tensor([-9.5]),
        torch.tensor([-13.0]),
        torch.tensor([-10.0]),
        torch.tensor([-12.0]),
        0.2,
    )

    assert float(loss) == pytest.approx(log(1 + exp(-0.3)), rel=1e-6)


def test_its_gradient_is_that_of_the_paper() -> None:
    # Below equation 7: beta sigmoid(-beta h) is the weight of raising w and lowering the other.
    w, low = (torch.tensor([value], requires_grad=True) for value in (-9.0, -8.0))
    dpo_loss(w, low, torch.tensor([-10.0]), torch.tensor([-10.0]), 0.5).backward()
    weight = 0.5 / (1 + exp(0.5 * (1.0 - 2.0)))

    assert w.grad is not None
    assert low.grad is not None
    assert (float(w.grad), float(low.grad)) == pytest.approx((-weight, weight), rel=1e-5)


def test_the_log_probability_of_a_continuation_is_that_of_its_tokens_alone() -> None:
    torch.manual_seed(1)
    network = build(family_config("gpt2", vocabulary=11, context=8, layers=1, width=8, heads=2))
    ids = torch.randint(0, 11, (2, 6))
    with torch.no_grad():
        found = continuation_log_probability(network, ids, 4)
        spread = network(ids).log_softmax(-1)

    for row in range(2):
        expected = sum(float(spread[row, at - 1, ids[row, at]]) for at in (4, 5))
        assert float(found[row]) == pytest.approx(expected, rel=1e-5)


@pytest.mark.slow
def test_the_beginnings_that_the_lesson_shows_are_those_of_its_first_seed(tmp_path: Path) -> None:
    context = Context(False, (1,), 1, data_root(), tmp_path, lambda *_: None)
    try:
        folder = context.corpus()
    except DataFailed as error:
        pytest.skip(str(error))
    house = House.open()
    rows = _drawn_beginnings(context, folder, house, 1).tested[:SHOWN]
    texts = house.tokenizer.decode_batch(rows.tolist())

    assert [" ".join(text.split()) for text in texts] == json.loads(BEGINNINGS.read_text("utf-8"))
