"""Rows that a small GPT-2 writes itself, each token at its share (temperature 1).

Keys and values of earlier tokens are kept, so that a token costs one token's work: without, 2,560
rows of 64 tokens take three minutes of one core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

    from shotglass_export.models.layers import Attention
    from shotglass_export.models.transformer import Transformer

Ids = NDArray[np.int64]
AT_ONCE = 512  # rows


def own_samples(model: Transformer, starts: Ids, length: int, seed: int) -> Ids:
    """Rows (N, length + 1), each ``starts`` (N,) and ``length`` tokens drawn after it."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    found = []
    with torch.no_grad():
        for first in range(0, len(starts), AT_ONCE):
            rows = [torch.from_numpy(starts[first : first + AT_ONCE])]
            reader = Reader(model, len(rows[0]))
            for _ in range(length):
                shares = reader.read(rows[-1]).softmax(-1)
                rows.append(torch.multinomial(shares, 1, generator=generator)[:, 0])
            found.append(torch.stack(rows, 1).numpy())
    return np.concatenate(found)


class Reader:
    """Reads ``rows`` texts a token at a time; of a GPT-2, with learned positions."""

    def __init__(self, model: Transformer, rows: int) -> None:
        import torch

        c = self._config = model.config
        assert model.position is not None
        self._model, self._positions, self._at = model, model.position.weight, 0
        shape = (c.layers, 2, rows, c.heads, c.context, c.head_size)
        self._kept = torch.zeros(shape)  # keys and values of each layer

    def read(self, ids: Tensor) -> Tensor:
        """The next token (rows,) of each text -> logits (rows, V) of the one after it."""
        from shotglass_export.models.gpt2 import PreNormBlock

        model, at = self._model, self._at
        x = model.embedding(ids) + self._positions[at]
        for layer, block in enumerate(model.layers):
            assert isinstance(block, PreNormBlock)
            x = x + self._attended(block.attention, layer, block.attention_norm(x))
            x = x + block.ffn(block.ffn_norm(x))
        self._at += 1
        logits: Tensor = model.head(model.read(x))
        return logits

    def _attended(self, attention: Attention, layer: int, x: Tensor) -> Tensor:
        from torch.nn.functional import scaled_dot_product_attention

        heads = (self._config.heads, self._config.head_size)
        keys, values = self._kept[layer]
        keys[:, :, self._at] = attention.key(x).unflatten(1, heads)
        values[:, :, self._at] = attention.value(x).unflatten(1, heads)
        query = attention.query(x).unflatten(1, heads)[:, :, None]
        seen = slice(0, self._at + 1)
        mixed = scaled_dot_product_attention(query, keys[:, :, seen], values[:, :, seen])
        merged: Tensor = attention.output(mixed.flatten(1))
        return merged
