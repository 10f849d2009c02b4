"""The parts of the decoder of 2017 that GPT-1 did not take over: sinusoidal positions, cross-
attention.

Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser, Polosukhin 2017, "Attention Is All You
Need". Up is towards the logits; ``(+)`` adds to the residual stream::

    .------|---------------------------.
    |     norm                         |
    |      |                           |
    |     (+)<--- ffn <-----------.    |
    |      |----------------------'    |
    |     norm                         |
    |      |                           |  x 6
    |     (+)<-- cross-attention <--.  |      queries from the stream, keys and values from the
    |      |        ^-- source      |  |      source (what an encoder made of another text)
    |      |------------------------'  |
    |     norm                         |
    |      |                           |
    |     (+)<-- attention <------.    |
    |      |----------------------'    |
    '------|---------------------------'
           |
     sqrt(D) token + sines and cosines of the position
"""

from __future__ import annotations

from math import sqrt

import torch
from torch import Tensor, nn

from shotglass.architecture import ModelConfig

from .layers import Attention, make_norm


class Sinusoids(nn.Module):
    """``sqrt(D) x + P``: row p of P is sin(p / 10000^(2i/D)), cos(p / 10000^(2i/D)), i < D/2
    (section 3.5; the factor is section 3.4's). Nothing of it is learned."""

    table: Tensor

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        position = torch.arange(config.context, dtype=torch.float64)
        angles = position[:, None] * torch.tensor(config.frequencies, dtype=torch.float64)
        table = torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)
        self.register_buffer("table", table.float(), persistent=False)  # (C, D)
        self.scale = sqrt(config.width)

    def forward(self, x: Tensor) -> Tensor:
        """x (B, S, D) -> (B, S, D), of x's dtype."""
        added: Tensor = self.scale * x + self.table[: x.shape[1]]
        return added.to(x.dtype)


class CrossAttention(nn.Module):
    """Attention whose keys and values are read from a source, all of which every token sees
    (section 3.2.3).

    With D = H d and biases it has 4 D^2 + 4 D weights, which a decoder without it saves, and 2 D
    more for the norm beside it. Its products are 4 D^2 FLOPs a token, 4 D^2 a token of the source,
    and 4 D for each pair of the two.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        c = config
        self.head_size = c.head_size
        self.query = nn.Linear(c.width, c.query_width, bias=c.attention_bias)
        self.key = nn.Linear(c.width, c.query_width, bias=c.attention_bias)
        self.value = nn.Linear(c.width, c.query_width, bias=c.attention_bias)
        self.output = nn.Linear(c.query_width, c.width, bias=c.output_bias)

    def forward(self, x: Tensor, source: Tensor) -> Tensor:
        """x (B, S, D), source (B, T, D) -> (B, S, D). Of an empty source (T = 0) nothing is read,
        and what comes out is the output's bias alone."""
        mixed = self.shares(x, source) @ self._heads(self.value(source))
        merged: Tensor = self.output(mixed.transpose(1, 2).flatten(2))
        return merged

    def shares(self, x: Tensor, source: Tensor) -> Tensor:
        """(B, H, S, T): how each token spreads its attention over the source; a row sums to 1."""
        query, key = self._heads(self.query(x)), self._heads(self.key(source))
        scores = query * self.head_size**-0.5 @ key.transpose(2, 3)
        return torch.softmax(scores, dim=-1)

    def _heads(self, x: Tensor) -> Tensor:
        """(B, S, H d) -> (B, H, S, d)."""
        heads = x.shape[2] // self.head_size
        return x.reshape(*x.shape[:2], heads, self.head_size).transpose(1, 2)


class DecoderBlock(nn.Module):
    """``h <- norm(h + attention(h)); h <- norm(h + cross(h, source)); h <- norm(h + ffn(h))``, or
    with the norms inside the branches where ``config.norm_first`` says so."""

    def __init__(self, config: ModelConfig, layer: int, ffn: nn.Module) -> None:
        super().__init__()
        self.norm_first = config.norm_first
        self.attention_norm, self.attention = make_norm(config), Attention(config, layer)
        self.cross_norm, self.cross = make_norm(config), CrossAttention(config)
        self.ffn_norm, self.ffn = make_norm(config), ffn

    def forward(self, x: Tensor, source: Tensor, turn: nn.Module | None = None) -> Tensor:
        """x (B, S, D), source (B, T, D) -> (B, S, D)."""
        if self.norm_first:
            x = x + self.attention(self.attention_norm(x), turn)
            x = x + self.cross(self.cross_norm(x), source)
            x = x + self.ffn(self.ffn_norm(x))
            return x
        x = self.attention_norm(x + self.attention(x, turn))
        x = self.cross_norm(x + self.cross(x, source))
        x = self.ffn_norm(x + self.ffn(x))
        return x


class EmptySourceBlock(nn.Module):
    """A decoder's block in the place of a GPT's, with the weights of that one: its source has no
    tokens, since there is no encoder."""

    def __init__(self, config: ModelConfig, layer: int, block: nn.Module) -> None:
        super().__init__()
        self.block = DecoderBlock(config, layer, block.get_submodule("ffn"))
        self.block.load_state_dict(block.state_dict(), strict=False)  # all but cross-attention's

    def forward(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, S, D)."""
        scores: Tensor = self.block(x, x[:, :0], turn)
        return scores
