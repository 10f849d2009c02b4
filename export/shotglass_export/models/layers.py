"""The parts that all five models share: attention, feed-forward, norm, and the head.

B sequences of S tokens; D width, H heads, G key/value heads, d head size, F feed-forward width.
"""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sqrt

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from shotglass.architecture import ModelConfig

from .attending import Sight, attend, shares


def gelu_tanh(x: Tensor) -> Tensor:
    """``x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))``, as GPT-1's and GPT-2's code has it.

    Compiled, it is the equal ``x sigmoid(2 sqrt(2 / pi) (x + ...))``: on a CPU the compiler's tanh
    takes three times as long as its sigmoid.
    """
    if torch.compiler.is_compiling():
        return x * torch.sigmoid(2 * sqrt(2 / pi) * (x + 0.044715 * x * x * x))
    return F.gelu(x, approximate="tanh")


ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "gelu": F.gelu,  # x Phi(x) (Hendrycks & Gimpel 2016), by the error function
    "gelu_tanh": gelu_tanh,
    "silu": F.silu,  # x sigmoid(x)
}


class Attention(nn.Module):
    """``softmax(Q K^T / sqrt(d) + M) V`` in H heads (Vaswani et al. 2017, section 3.2).

    Of H query heads, each H/G share a key and a value head; G = H but for Llama's larger models.
    """

    def __init__(self, config: ModelConfig, layer: int) -> None:
        super().__init__()
        c = config
        self.head_size, self.groups = c.head_size, c.heads // c.kv_heads
        self.sight = Sight(c.window(layer), c.bidirectional)
        self.query = nn.Linear(c.width, c.query_width, bias=c.attention_bias)
        self.key = nn.Linear(c.width, c.kv_width, bias=c.attention_bias)
        self.value = nn.Linear(c.width, c.kv_width, bias=c.attention_bias)
        self.output = nn.Linear(c.query_width, c.width, bias=c.output_bias)

    def forward(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, S, D). ``turn``: rotates queries and keys by their positions."""
        mixed = attend(*self._heads(x, turn), self.sight)
        merged: Tensor = self.output(mixed.transpose(1, 2).flatten(2))
        return merged

    def shares(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, H, S, S): how each row's token spreads its attention. For looking."""
        query, key, _ = self._heads(x, turn)
        whole = slice(0, x.shape[1])
        return shares(query, key, self.sight, whole, whole)

    def _heads(self, x: Tensor, turn: nn.Module | None) -> tuple[Tensor, Tensor, Tensor]:
        """x (B, S, D) -> query, key and value, each (B, H, S, d)."""
        query, key, value = (
            part(x).unflatten(2, (-1, self.head_size)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        if turn is not None:
            query, key = turn(query), turn(key)
        if self.groups > 1:
            key, value = (part.repeat_interleave(self.groups, dim=1) for part in (key, value))
        return query, key, value


class FeedForward(nn.Module):
    """``down(act(up(x)))``, at each token alone (Vaswani et al. 2017, section 3.3)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.activate = ACTIVATIONS[config.activation]
        self.up = nn.Linear(config.width, config.ffn_width, bias=config.ffn_bias)
        self.down = nn.Linear(config.ffn_width, config.width, bias=config.ffn_bias)

    def forward(self, x: Tensor) -> Tensor:
        """x (B, S, D) -> (B, S, D)."""
        y: Tensor = self.down(self.activate(self.up(x)))
        return y


class Head(nn.Module):
    """Scores of all tokens: ``x W^T``, where a tied W is the embedding's own table.

    That table is kept in a tuple, so that it counts as the embedding's parameter alone.
    """

    def __init__(self, config: ModelConfig, embedding: nn.Embedding) -> None:
        super().__init__()
        table = (config.vocabulary, config.width)
        self.weight = None if config.tied else nn.Parameter(torch.empty(table))
        self.bias = nn.Parameter(torch.empty(table[:1])) if config.head_transform else None
        self._embedding = (embedding,)

    def forward(self, x: Tensor) -> Tensor:
        """x (..., D) -> logits (..., V)."""
        table = self._embedding[0].weight if self.weight is None else self.weight
        return F.linear(x, table, self.bias)


def make_norm(config: ModelConfig) -> nn.Module:
    """LayerNorm (Ba et al. 2016), or Llama's RMSNorm, which takes no mean away and has no bias."""
    kind = nn.RMSNorm if config.norm == "rms" else nn.LayerNorm
    return kind(config.width, eps=config.norm_epsilon)
