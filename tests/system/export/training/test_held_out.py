"""Bits per byte: of the text alone, whatever the tokens are."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from shotglass_export.data.vocabulary import train_bpe
from shotglass_export.training.validation import bits_per_byte, token_bytes, windows

TEXT = "Naïve café: 12 owls 漢字 \n" * 40


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_bpe([TEXT], 300)


class Even(nn.Module):
    """Holds every token for equally likely."""

    def forward(self, ids: Tensor) -> Tensor:
        return torch.zeros(*ids.shape, 300)


def test_tokens_have_the_bytes_of_their_text(tokenizer):
    sizes = token_bytes(tokenizer)
    assert sizes[tokenizer.encode(TEXT).ids].sum() == len(TEXT.encode())
    assert sizes[0] == 0  # <|endoftext|>


def test_an_even_model_needs_the_log_of_the_vocabulary_for_each_token(tokenizer):
    tokens = np.array([*tokenizer.encode(TEXT).ids, 0], np.uint16)
    held = windows(tokens, token_bytes(tokenizer), 32, most=5)
    assert held is not None
    expected = held.ids[:, 1:].size * math.log2(300) / held.bytes
    assert bits_per_byte(Even(), held, torch.device("cpu")) == pytest.approx(expected, rel=1e-5)


def test_windows_are_spread_over_the_text_and_bounded(tokenizer):
    tokens = np.arange(1000, dtype=np.uint16) % 300
    held = windows(tokens, np.ones(300, np.int64), 10, most=4)
    assert held is not None
    assert held.ids.shape == (4, 11)
    assert [int(row[0]) for row in held.ids] == [0, 240, 190, 140]  # tokens 0, 240, 490, 740


@pytest.mark.parametrize(("count", "rows"), [(0, None), (1, None), (2, (1, 2)), (8, (1, 8))])
def test_little_text_is_one_short_window_or_none(count, rows):
    held = windows(np.ones(count, np.uint16), np.ones(300, np.int64), 32, most=4)
    assert (held.ids.shape if held else None) == rows
