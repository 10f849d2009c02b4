"""The layer that is added has an empty source, and the rule judges as it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from shotglass_export.models import build, family_config
from shotglass_export.models.vaswani import EmptySourceBlock
from shotglass_research.experiments.architecture.cross_attention import (
    BARE,
    JUDGED,
    _judge,
    add_cross_attention,
    conditions,
)
from shotglass_research.experiments.result import Point

WIDTH, LAYERS = 24, 2
SHAPES = conditions(
    family_config("gpt2", vocabulary=31, context=40, layers=LAYERS, width=WIDTH, heads=3)
)


@pytest.mark.parametrize("name", SHAPES)
def test_the_layer_is_added_to_every_block_and_changes_no_logit_before_training(name: str) -> None:
    config = SHAPES[name]
    torch.manual_seed(1)
    model, ids = build(config), torch.randint(31, (3, 9))
    before, count = model(ids), sum(weight.numel() for weight in model.parameters())

    add_cross_attention(model)

    torch.testing.assert_close(model(ids), before, atol=1e-4, rtol=0)
    added = sum(weight.numel() for weight in model.parameters()) - count
    own = 4 * WIDTH**2 + (4 if config.output_bias else 3) * WIDTH
    assert added == LAYERS * (own + 2 * WIDTH)


def test_an_output_bias_of_the_layer_reaches_the_logits() -> None:
    torch.manual_seed(1)
    model, ids = build(SHAPES[JUDGED]), torch.randint(31, (3, 9))
    before = model(ids)
    add_cross_attention(model)
    first = model.layers[0]
    assert isinstance(first, EmptySourceBlock)
    torch.nn.init.normal_(first.block.cross.output.bias)
    assert (model(ids) - before).abs().max() > 1e-3


def test_no_gradient_reaches_what_would_read_the_source() -> None:
    torch.manual_seed(1)
    model = build(SHAPES[BARE])
    add_cross_attention(model)
    model(torch.randint(31, (3, 9))).sum().backward()
    crosses = [w for name, w in model.named_parameters() if ".cross." in name]
    assert crosses
    assert all(w.grad is None or not w.grad.any() for w in crosses)


@pytest.mark.parametrize(
    ("gap", "largest", "outcome"),
    [
        (Point(JUDGED, 0.01, -0.02, 0.04), 0.0, "held"),
        (Point(JUDGED, 0.01, -0.02, 0.04), 2e-4, "refuted"),
        (Point(JUDGED, 0.08, 0.06, 0.1), 0.0, "refuted"),
        (Point(JUDGED, -0.08, -0.1, -0.06), 0.0, "refuted"),
        (Point(JUDGED, 0.04, 0.02, 0.06), 0.0, "null"),
        (Point(JUDGED, -0.04, -0.06, -0.02), 0.0, "null"),
    ],
)
def test_it_judges_by_both_parts_of_its_rule(gap: Point, largest: float, outcome: str) -> None:
    assert _judge(gap, largest) == outcome
    assert _judge(replace(gap, low=None, high=None), 1.0) == "refuted"
