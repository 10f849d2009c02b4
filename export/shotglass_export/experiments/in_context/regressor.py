"""A GPT-2 that reads numbers: examples of a regression as vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fitting import small_gpt

if TYPE_CHECKING:
    from torch import Tensor, nn


def regressor(inputs: int, layers: int, width: int) -> nn.Module:
    """x (N, K, inputs), y (N, K) and the number k of examples in; predictions (N, K - k) out, of
    each y after the first k from those k examples and its own x.

    An example is one token, x and y side by side, as in von Oswald et al. 2023; a question is x
    alone, marked as one. There are no positions: the order of the examples says nothing.
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
