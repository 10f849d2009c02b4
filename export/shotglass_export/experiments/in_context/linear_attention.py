"""One head of attention without softmax, the layer of which von Oswald et al. 2023, "Transformers
Learn In-Context by Gradient Descent", show that its weights can make one step of descent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor, nn


def linear_attention(width: int) -> nn.Module:
    """Examples (N, K, W) and queries (N, Q, W) in; the queries (N, Q, W) out, each with what it
    reads off the examples added: P times the mean of (V e) (K e . Q q) over examples e."""
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
