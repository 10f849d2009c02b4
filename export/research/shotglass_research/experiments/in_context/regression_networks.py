"""Two networks that read a regression's examples: a GPT-2 and one layer of linear attention.

Both take an example as one token, x and y side by side, as in von Oswald et al. 2023, "Transformers
Learn In-Context by Gradient Descent".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fitting import small_gpt

if TYPE_CHECKING:
    from torch import Tensor, nn


def regressor(inputs: int, layers: int, width: int) -> nn.Module:
    """x (N, K, inputs), y (N, K) and the number k of examples in; predictions (N, K - k) out, of
    each y after the first k from those k examples and its own x.

    A question is x alone, marked as one. No positions: the order of examples says nothing.
    """
    import torch

    class Regressor(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.read_in = torch.nn.Linear(inputs + 2, width)
            self.gpt = small_gpt(1, 1, layers, width)  # its blocks; its tables stay idle
            self.read_out = torch.nn.Linear(width, 1)

        def forward(self, x: Tensor, y: Tensor, k: int) -> Tensor:
            asks = (torch.arange(y.shape[1]) >= k).expand(y.shape)
            rows = torch.cat([x, y.masked_fill(asks, 0)[..., None], asks[..., None]], -1)
            stream = self.read_in(rows.to(x.dtype))
            for block in self.gpt.layers:
                stream = block(stream, None)
            found: Tensor = self.read_out(self.gpt.read(stream))[:, k:, 0]
            return found

    return Regressor()


def linear_attention(width: int) -> nn.Module:
    """Examples (N, K, W) and queries (N, Q, W) in; the queries (N, Q, W) out, each with what it
    reads off the examples added: P times the mean of (V e) (K e . Q q) over examples e. There is no
    softmax, and the paper's proposition 1 gives weights that make one step of descent of it."""
    import torch

    class LinearAttention(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.query, self.key, self.value, self.out = (
                torch.nn.Linear(width, width, bias=False) for _ in range(4)
            )

        def forward(self, examples: Tensor, queries: Tensor) -> Tensor:
            scores = self.query(queries) @ self.key(examples).transpose(1, 2)
            read = scores @ self.value(examples) / examples.shape[1]
            added: Tensor = queries + self.out(read)
            return added

    return LinearAttention()
