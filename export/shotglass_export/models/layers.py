"""The parts that all five models share: attention (who sees whom, and the weighted sums of what is
seen), feed-forward, norm, and the head.

B sequences of S tokens; D width, H heads, G key/value heads, d head size, F feed-forward width.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, sqrt

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from shotglass.architecture import ModelConfig

ROWS = 128  # queries at a time; fewer compute less that is masked, in more steps


@dataclass(frozen=True)
class Sight:
    """A token sees itself and those before it, of these the nearest ``window`` (itself counted).

    ``bidirectional``: it sees all, also those behind it.
    """

    window: int | None = None
    bidirectional: bool = False

    def mask(self, rows: slice, columns: slice, device: torch.device) -> Tensor:
        """(rows, columns) bool: whether the token of a row sees the token of a column."""
        row = torch.arange(rows.start, rows.stop, device=device)[:, None]
        column = torch.arange(columns.start, columns.stop, device=device)
        if self.bidirectional:
            return torch.ones_like(row - column, dtype=torch.bool)
        past = column <= row
        return past if self.window is None else past & (column > row - self.window)

    def columns(self, rows: slice, length: int) -> slice:
        """Returns all tokens that some token of ``rows`` sees."""
        first = 0 if self.window is None else max(0, rows.start + 1 - self.window)
        return slice(first, length if self.bidirectional else rows.stop)


def attend(query: Tensor, key: Tensor, value: Tensor, sight: Sight, cap: float = 0.0) -> Tensor:
    """``softmax(Q K^T / sqrt(d) + M) V``, all (B, H, S, d). ``cap``: what ``capped`` does to the
    scores, which torch's own kernel does not do."""
    if cap or query.device.type == "cpu":
        return by_rows(query, key, value, sight, cap)
    return fused(query, key, value, sight)


def by_rows(query: Tensor, key: Tensor, value: Tensor, sight: Sight, cap: float = 0.0) -> Tensor:
    """``ROWS`` queries at a time, each time only the keys that one of them sees.

    A causal mask hides half of the scores, a band nearly all: those blocks are never computed. On
    a CPU this takes half the time of the fused kernel (forward and backward, bf16, 512 tokens).
    """
    length, mixed = query.shape[2], []
    for first in range(0, length, ROWS):
        rows = slice(first, min(first + ROWS, length))
        columns = sight.columns(rows, length)
        spread = shares(query, key, sight, rows, columns, cap)
        mixed.append(spread @ value[:, :, columns])
    return torch.cat(mixed, dim=2)


def fused(query: Tensor, key: Tensor, value: Tensor, sight: Sight) -> Tensor:
    """torch's own kernel, which keeps no scores; on a GPU the fastest there is."""
    mask = None
    if sight.window is not None:
        whole = slice(0, query.shape[2])
        mask = sight.mask(whole, whole, query.device)
    causal = mask is None and not sight.bidirectional
    return F.scaled_dot_product_attention(query, key, value, mask, is_causal=causal)


def shares(
    query: Tensor, key: Tensor, sight: Sight, rows: slice, columns: slice, cap: float = 0.0
) -> Tensor:
    """(B, H, rows, columns): how each row's token spreads its attention; a row sums to 1."""
    scores = query[:, :, rows] * query.shape[3] ** -0.5 @ key[:, :, columns].transpose(2, 3)
    scores = capped(scores, cap)
    unseen = ~sight.mask(rows, columns, query.device)
    return torch.softmax(scores.masked_fill(unseen, -torch.inf), dim=-1)


def capped(x: Tensor, most: float) -> Tensor:
    """``c tanh(x / c)``: nearly x where it is small, never beyond c; x itself where c is 0."""
    return most * torch.tanh(x / most) if most else x


def quick_gelu(x: Tensor) -> Tensor:
    """``x sigmoid(1.702 x)`` (Hendrycks & Gimpel 2016, section 2)."""
    return x * torch.sigmoid(1.702 * x)


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
    "quick_gelu": quick_gelu,
    "silu": F.silu,  # x sigmoid(x)
    "relu": F.relu,  # max(0, x), as Vaswani et al. 2017, section 3.3, has it
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
        self.cap = c.attention_softcap
        own = c.attention_scale or c.layer_scaled
        self.scaled = c.score_scale(layer) * c.head_size**0.5 if own else 1.0
        self.query = nn.Linear(c.width, c.query_width, bias=c.attention_bias)
        self.key = nn.Linear(c.width, c.kv_width, bias=c.attention_bias)
        self.value = nn.Linear(c.width, c.kv_width, bias=c.attention_bias)
        self.query_norm, self.key_norm = _head_norms(c)
        self.of_width = c.head_norm == "width"
        self.output = nn.Linear(c.query_width, c.width, bias=c.output_bias)

    def forward(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, S, D). ``turn``: rotates queries and keys by their positions."""
        mixed = attend(*self._heads(x, turn), self.sight, self.cap)
        merged: Tensor = self.output(mixed.transpose(1, 2).flatten(2))
        return merged

    def shares(self, x: Tensor, turn: nn.Module | None) -> Tensor:
        """x (B, S, D) -> (B, H, S, S): how each row's token spreads its attention. For looking."""
        query, key, _ = self._heads(x, turn)
        whole = slice(0, x.shape[1])
        return shares(query, key, self.sight, whole, whole, self.cap)

    def _heads(self, x: Tensor, turn: nn.Module | None) -> tuple[Tensor, Tensor, Tensor]:
        """x (B, S, D) -> query, key and value, each (B, H, S, d)."""
        query, key, value = self.query(x), self.key(x), self.value(x)
        if self.of_width:
            query, key = self._normed(query, key)
        query, key, value = (
            part.unflatten(2, (-1, self.head_size)).transpose(1, 2) for part in (query, key, value)
        )
        if not self.of_width:
            query, key = self._normed(query, key)
        if turn is not None:
            query, key = turn(query), turn(key)
        if self.scaled != 1:
            query = query * self.scaled
        if self.groups > 1:
            key, value = (part.repeat_interleave(self.groups, dim=1) for part in (key, value))
        return query, key, value

    def _normed(self, query: Tensor, key: Tensor) -> tuple[Tensor, Tensor]:
        if self.query_norm is None or self.key_norm is None:
            return query, key
        return self.query_norm(query), self.key_norm(key)


def _head_norms(c: ModelConfig) -> tuple[nn.Module | None, nn.Module | None]:
    """Returns the norms of queries and of keys: of nothing but each head's size, or of all heads
    together."""
    if c.head_norm == "none":
        return None, None
    widths = (c.query_width, c.kv_width) if c.head_norm == "width" else (c.head_size, c.head_size)
    query, key = (make_norm(c, width) for width in widths)
    return query, key


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
    """Scores of all tokens: ``x W^T``, where a tied W is the embedding's own table; capped, if so.

    That table is kept in a tuple, so that it counts as the embedding's parameter alone.
    """

    def __init__(self, config: ModelConfig, embedding: nn.Embedding) -> None:
        super().__init__()
        table = (config.vocabulary, config.width)
        self.weight = None if config.tied else nn.Parameter(torch.empty(table))
        self.bias = nn.Parameter(torch.empty(table[:1])) if config.has_head_bias else None
        self.cap = config.logit_softcap
        self._embedding = (embedding,)

    def forward(self, x: Tensor) -> Tensor:
        """x (..., D) -> logits (..., V)."""
        table = self._embedding[0].weight if self.weight is None else self.weight
        return capped(F.linear(x, table, self.bias), self.cap)


def make_norm(config: ModelConfig, width: int | None = None) -> nn.Module:
    """LayerNorm (Ba et al. 2016), or Llama's RMSNorm, which takes no mean away and has no bias; of
    the stream, or of another ``width``."""
    kind = nn.RMSNorm if config.norm == "rms" else nn.LayerNorm
    return kind(width or config.width, eps=config.norm_epsilon)
