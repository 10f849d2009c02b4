"""GPT-3's bands: each token, computed alone, from what its window lets it see."""

from __future__ import annotations

import pytest
import torch
from support.models.tiny import tiny_weights
from torch import Tensor

from shotglass_export.models import Transformer, build, family_config

LENGTH, WINDOW = 11, 4


def model_with(window: int, layers: int = 4) -> Transformer:
    config = family_config(
        "gpt3", vocabulary=37, context=LENGTH, layers=layers, width=24, heads=3, window=window
    )
    model = build(config).double()
    weights = tiny_weights(config)
    model.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    return model


def one_by_one(model: Transformer, ids: Tensor) -> Tensor:
    """ids (S,) -> logits (S, V), every token's attention in a loop of its own."""
    x = model.embed(ids[None])[0]
    for layer, block in enumerate(model.layers):
        attention, normed = block.attention, block.attention_norm(x)
        window = model.config.windows[layer] or LENGTH
        rows = []
        for token in range(len(ids)):
            seen = normed[max(0, token + 1 - window) : token + 1]
            assert 1 <= len(seen) <= window
            query = attention.query(normed[token]).view(3, 8)
            keys = attention.key(seen).view(-1, 3, 8)
            values = attention.value(seen).view(-1, 3, 8)
            shares = torch.einsum("hd,thd->ht", query, keys).div(8**0.5).softmax(dim=1)
            rows.append(torch.einsum("ht,thd->hd", shares, values).flatten())
        x = x + attention.output(torch.stack(rows))
        x = x + block.ffn(block.ffn_norm(x))
    return model.head(model.read(x))


@pytest.mark.parametrize("window", [1, WINDOW, WINDOW + 1, LENGTH - 1, LENGTH, LENGTH + 1, 1000])
@pytest.mark.parametrize("length", [1, WINDOW - 1, WINDOW, WINDOW + 1, WINDOW + 2, LENGTH])
def test_a_band_equals_a_loop_over_tokens(window: int, length: int) -> None:
    model, ids = model_with(window), torch.arange(length) * 7 % 37
    with torch.no_grad():
        torch.testing.assert_close(model(ids[None])[0], one_by_one(model, ids), atol=1e-12, rtol=0)


@pytest.mark.parametrize("window", [1, WINDOW, WINDOW + 1])
def test_the_first_token_outside_the_window_is_not_seen_and_the_last_inside_is(window: int) -> None:
    model, ids = model_with(window, layers=2), torch.arange(LENGTH)
    (_, band), last = model.layers, LENGTH - 1
    stream = torch.randn(1, LENGTH, 24, dtype=torch.float64)

    def at_the_end_without(token: int) -> Tensor:
        changed = stream.clone()
        changed[0, token] += 1.0
        return band.attention(changed, None)[0, last]

    with torch.no_grad():
        as_it_is = band.attention(stream, None)[0, last]
        assert torch.equal(at_the_end_without(last - window), as_it_is)
        assert not torch.allclose(at_the_end_without(last - window + 1), as_it_is)
        shares = model.attentions(ids[None])[1][0, :, last]
    assert (shares[:, last - window + 1 :] > 0).all()
    assert (shares[:, : last - window + 1] == 0).all()


def test_a_window_as_long_as_the_text_is_a_dense_layer() -> None:
    wide, dense, ids = model_with(LENGTH), model_with(10**6), torch.arange(LENGTH)[None]
    with torch.no_grad():
        torch.testing.assert_close(wide(ids), dense(ids), atol=1e-12, rtol=0)
