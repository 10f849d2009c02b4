"""Switch: one of several feed-forward parts for each token, which a router chooses.

Fedus, Zoph, Shazeer 2021, "Switch Transformers: Scaling to Trillion Parameter Models with Simple
and Efficient Sparsity", section 2. A token costs what one expert costs, whatever their number;
no token is dropped, since there is no capacity that an expert could exceed.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from shotglass.architecture import ModelConfig

BALANCE = 0.01  # alpha of section 2.2


class Experts(nn.Module):
    """``y = p_e E_e(x)`` with ``p = softmax(router(x))`` and e its largest (equations 1 and 2)."""

    def __init__(self, config: ModelConfig, dense: Callable[[ModelConfig], nn.Module]) -> None:
        super().__init__()
        self.router = nn.Linear(config.width, config.experts, bias=False)
        self.experts = nn.ModuleList(dense(config) for _ in range(config.experts))
        # Of what was read last: each expert's share of tokens, f, and E sum(f_i P_i), 1 if even.
        self.loads, self.unbalance = torch.ones(config.experts), torch.ones(())

    def forward(self, x: Tensor) -> Tensor:
        """x (B, S, D) -> (B, S, D). Each expert reads its own tokens alone."""
        rows = x.flatten(0, 1)
        shares = self.router(rows).softmax(-1, dtype=torch.promote_types(x.dtype, torch.float32))
        share, chosen = shares.max(-1)
        counts = chosen.bincount(minlength=len(self.experts))
        order = chosen.argsort(stable=True)
        parts = torch.split(rows[order], counts.tolist())
        read = [expert(part) for expert, part in zip(self.experts, parts, strict=True)]
        mixed = torch.cat(read)[order.argsort()] * share[:, None]
        self.loads = counts / len(rows)
        self.unbalance = len(counts) * (self.loads * shares.mean(0)).sum()
        y: Tensor = mixed.to(x.dtype).reshape(x.shape)
        return y


def balancing_loss(model: nn.Module) -> Tensor:
    """``alpha E sum(f_i P_i)`` of the batch that the model read last, over its layers (equations 4
    to 6): f_i the share of tokens that expert i got, P_i its mean probability. Only the second has
    a gradient. A training loop adds it to its own loss."""
    layers = [part for part in model.modules() if isinstance(part, Experts)]
    return BALANCE * sum((layer.unbalance for layer in layers), torch.zeros(()))
