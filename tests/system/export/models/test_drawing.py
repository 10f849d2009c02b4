"""The weights a model starts from: as the papers say, and the same for the same seed."""

from __future__ import annotations

from math import sqrt

import pytest
import torch

from shotglass_export.models import FAMILIES, Transformer, build, family_config

LAYERS = 8


def drawn(family: str, seed: int = 1) -> Transformer:
    torch.manual_seed(seed)
    return build(
        family_config(family, vocabulary=500, context=64, layers=LAYERS, width=64, heads=4)
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_biases_start_at_zero_and_norms_at_one(family: str) -> None:
    for name, weight in drawn(family).named_parameters():
        if weight.dim() == 1:
            expected = 1.0 if name.endswith("norm.weight") else 0.0
            assert torch.equal(weight, torch.full_like(weight, expected)), name


@pytest.mark.parametrize("family", ["gpt1", "gpt2", "gpt3", "llama"])
def test_matrices_deviate_by_two_hundredths_and_less_where_they_add_to_the_stream(
    family: str,
) -> None:
    scaled = 1.0 if family == "gpt1" else 1 / sqrt(2 * LAYERS)
    for name, weight in drawn(family).named_parameters():
        if weight.dim() > 1:
            adds = name.endswith(("attention.output.weight", "ffn.down.weight"))
            expected = 0.02 * (scaled if adds else 1.0)
            assert weight.std().item() == pytest.approx(expected, rel=0.06), name
            assert abs(weight.mean().item()) < 0.05 * 0.02, name


def test_bert_draws_no_number_beyond_two_deviations() -> None:
    matrices = [weight for weight in drawn("bert").parameters() if weight.dim() > 1]
    largest = max(weight.abs().max().item() for weight in matrices)
    assert 0.0395 < largest <= 0.04
    for weight in matrices:
        if weight.numel() > 1000:  # a normal cut at two deviations has 0.88 of one
            assert weight.std().item() == pytest.approx(0.88 * 0.02, rel=0.04)


def test_a_deeper_pre_norm_model_starts_with_a_stream_no_wider() -> None:
    def spread(layers: int) -> float:
        torch.manual_seed(1)
        model = build(
            family_config("gpt2", vocabulary=500, context=64, layers=layers, width=64, heads=4)
        )
        x = torch.randn(1, 64, 64)
        with torch.no_grad():
            grown = x
            for block in model.layers:
                grown = block(grown, None)
        return (grown - x).std().item()

    assert spread(24) < 1.3 * spread(1)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_seed_draws_the_same_weights(family: str) -> None:
    first, again, other = (drawn(family, seed).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not torch.equal(first["embedding.weight"], other["embedding.weight"])
