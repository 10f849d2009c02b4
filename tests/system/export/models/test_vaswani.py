"""Sinusoidal positions and the decoder block with cross-attention, beside torch's own."""

from __future__ import annotations

from dataclasses import replace
from math import cos, sin, sqrt

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from shotglass.architecture import ModelConfig
from shotglass_export.models import build, family_config
from shotglass_export.models.layers import FeedForward
from shotglass_export.models.vaswani import CrossAttention, DecoderBlock, Sinusoids

WIDTH, HEADS = 24, 3


def shape(family: str = "gpt1", **changes: object) -> ModelConfig:
    config = family_config(
        family, vocabulary=31, context=40, layers=2, width=WIDTH, heads=HEADS, ffn_width=50
    )
    return replace(config, activation="relu", **changes)


def count(module: nn.Module) -> int:
    return sum(weight.numel() for weight in module.parameters())


def test_the_table_is_the_papers_formula_and_is_not_learned() -> None:
    config = shape(positions="sinusoidal")
    sinusoids = Sinusoids(config)
    x = torch.randn(2, 40, WIDTH)
    added = sinusoids(x) - sqrt(WIDTH) * x
    for pos, i in ((0, 0), (1, 0), (17, 5), (39, 11)):
        angle = pos / 10_000 ** (2 * i / WIDTH)
        assert added[0, pos, 2 * i].item() == pytest.approx(sin(angle), abs=1e-5)
        assert added[1, pos, 2 * i + 1].item() == pytest.approx(cos(angle), abs=1e-5)
    assert count(sinusoids) == 0
    learned = build(replace(config, positions="learned"))
    assert count(learned) - count(build(config)) == 40 * WIDTH


def test_another_position_is_the_same_turn_away_wherever_one_stands() -> None:
    """Section 3.5: ``P[p + k]`` is a linear function of ``P[p]``, the same for every p."""
    table = Sinusoids(shape(positions="sinusoidal")).table.double()
    turn = torch.linalg.lstsq(table[:30], table[7:37]).solution
    torch.testing.assert_close(table[:33] @ turn, table[7:], atol=1e-4, rtol=0)


def test_cross_attention_costs_what_the_formula_says() -> None:
    d = WIDTH
    assert count(CrossAttention(shape())) == 4 * d * d + 4 * d
    without = build(shape()).layers[0]
    block = DecoderBlock(shape(), 0, FeedForward(shape()))
    assert count(block) - count(without) == 4 * d * d + 4 * d + 2 * d


def test_its_products_are_as_many_as_torch_counts() -> None:
    texts, tokens, source, d = 2, 5, 7, WIDTH
    with FlopCounterMode(display=False) as counted:
        CrossAttention(shape())(torch.randn(texts, tokens, d), torch.randn(texts, source, d))
    each = 4 * d * d * (tokens + source) + 4 * d * tokens * source
    assert counted.get_total_flops() == texts * each


def theirs_of(ours: DecoderBlock) -> nn.TransformerDecoderLayer:
    """torch's own layer with the weights of ours."""
    layer = nn.TransformerDecoderLayer(
        WIDTH, HEADS, 50, 0.0, batch_first=True, norm_first=ours.norm_first
    )
    pairs = [(layer.self_attn, ours.attention), (layer.multihead_attn, ours.cross)]
    with torch.no_grad():
        for their, our in pairs:
            parts = (our.query, our.key, our.value)
            their.in_proj_weight.copy_(torch.cat([part.weight for part in parts]))
            their.in_proj_bias.copy_(torch.cat([part.bias for part in parts]))
            their.out_proj.load_state_dict(our.output.state_dict())
    layer.linear1.load_state_dict(ours.ffn.up.state_dict())
    layer.linear2.load_state_dict(ours.ffn.down.state_dict())
    norms = (ours.attention_norm, ours.cross_norm, ours.ffn_norm)
    for their, our in zip((layer.norm1, layer.norm2, layer.norm3), norms, strict=True):
        their.load_state_dict(our.state_dict())
    return layer


@pytest.mark.parametrize("norm_first", [False, True])
def test_the_block_is_torchs_decoder_layer(norm_first: bool) -> None:
    torch.manual_seed(3)
    config = shape(norm_first=norm_first)
    ours = DecoderBlock(config, 0, FeedForward(config))
    for weight in ours.parameters():
        nn.init.normal_(weight, std=0.4)
    x, source = torch.randn(2, 9, WIDTH), torch.randn(2, 13, WIDTH)
    unseen = torch.ones(9, 9, dtype=torch.bool).triu(1)
    theirs = theirs_of(ours)(x, source, tgt_mask=unseen)
    torch.testing.assert_close(ours(x, source), theirs, atol=1e-5, rtol=1e-5)


def test_every_token_sees_all_of_the_source_and_shares_sum_to_one() -> None:
    cross = CrossAttention(shape())
    shares = cross.shares(torch.randn(2, 5, WIDTH), torch.randn(2, 7, WIDTH))
    assert shares.shape == (2, HEADS, 5, 7)
    assert (shares > 0).all()
    torch.testing.assert_close(shares.sum(3), torch.ones(2, HEADS, 5))


def test_of_an_empty_source_comes_the_outputs_bias_and_nothing_else() -> None:
    cross = CrossAttention(shape())
    nn.init.normal_(cross.output.bias)
    found = cross(torch.randn(2, 5, WIDTH), torch.empty(2, 0, WIDTH))
    assert torch.equal(found, cross.output.bias.expand(2, 5, WIDTH))
