"""How large the stream is under each kind of first weights."""

from __future__ import annotations

import pytest
import torch

from shotglass_export.models import build, family_config
from shotglass_export.models.transformer import Transformer
from shotglass_research.experiments.architecture.initial_weights import INITIAL, shape_for


def model_with(initial: str, family: str) -> Transformer:
    torch.manual_seed(1)
    config = family_config(family, vocabulary=300, context=64, layers=3, width=64, heads=4)
    model = build(shape_for(initial, config))
    INITIAL[initial](model)
    return model


def size(x: torch.Tensor) -> float:
    return float(x.square().mean().sqrt())


@pytest.mark.parametrize(
    ("initial", "first"),
    [("papers", 0.02 * 2**0.5), ("one", 1.0), ("xavier", 1.5**0.5)],  # 1 + 1/2 of the sines
)
def test_the_stream_begins_as_large_as_it_says(initial: str, first: float) -> None:
    model = model_with(initial, "gpt2")
    stream = model.embed(torch.randint(300, (8, 64)))
    assert size(stream) == pytest.approx(first, rel=0.05)


def test_xavier_s_matrices_are_as_large_as_both_their_sides_ask_for_and_not_scaled_by_depth() -> (
    None
):
    model = model_with("xavier", "gpt2")
    for layer in range(3):
        down = model.get_parameter(f"layers.{layer}.ffn.down.weight")
        assert float(down.detach().std()) == pytest.approx((2 / (64 + 256)) ** 0.5, rel=0.05)
    assert float(model.embedding.weight.detach().std()) == pytest.approx(64**-0.5, rel=0.05)


def test_a_post_norm_s_stream_has_size_one_whatever_it_began_with() -> None:
    for initial in INITIAL:
        model = model_with(initial, "gpt1")
        ids = torch.randint(300, (2, 64))
        assert size(model.hidden(ids)) == pytest.approx(1, rel=0.02)
