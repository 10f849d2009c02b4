"""The layer that is added changes no logit before it is trained."""

from __future__ import annotations

import pytest
import torch

from shotglass_export.models import build, family_config
from shotglass_research.experiments.architecture.cross_attention import (
    add_cross_attention,
    conditions,
)

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
