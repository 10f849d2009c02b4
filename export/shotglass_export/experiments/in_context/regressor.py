"""A GPT-2 that reads numbers: a regression's examples as vectors, as Garg et al. 2022 give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fitting import small_gpt

if TYPE_CHECKING:
    from torch import Tensor, nn


def regressor(inputs: int, examples: int, layers: int, width: int) -> nn.Module:
    """x (N, K, inputs) and y (N, K) in; predictions (N, K) out, each y's from what stands before it
    and its own x."""
    import torch

    class Regressor(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.read_in = torch.nn.Linear(inputs + 1, width)
            self.gpt = small_gpt(1, 2 * examples, layers, width)  # its token table stays idle
            self.read_out = torch.nn.Linear(width, 1)

        def forward(self, x: Tensor, y: Tensor) -> Tensor:
            stream = self.read_in(_rows(x, y)) + self.gpt.get_parameter("position.weight")
            for block in self.gpt.layers:
                stream = block(stream, None)
            found: Tensor = self.read_out(self.gpt.read(stream))[:, ::2, 0]
            return found

    return Regressor()


def _rows(x: Tensor, y: Tensor) -> Tensor:
    """(N, 2 K, inputs + 1): each example as (x, 0), then (0, y)."""
    import torch

    asks = torch.cat([x, torch.zeros_like(y)[..., None]], -1)
    answers = torch.cat([torch.zeros_like(x), y[..., None]], -1)
    return torch.stack([asks, answers], 2).flatten(1, 2)
