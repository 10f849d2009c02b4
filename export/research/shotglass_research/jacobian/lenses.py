"""A fit as the file that ships, and what lenses read of a stream: KL to the model's own answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from shotglass.contract import Manifest
from shotglass.engine.tasks.inside.jacobian_lens import JacobianLens, weights_digest
from shotglass_export.models import Transformer

from .fitting import Sums
from .rule import MOST_BYTES, RANKS, SLACK, LensName

Carry = Callable[[int, Tensor], Tensor]
"""Layer l and streams (n, D) before it -> (n, D), which the head reads as the last layer's."""


def of_rank(sums: Sums, rank: int) -> JacobianLens:
    """In the fp16 that it ships in."""
    jacobians, means = sums.jacobians, sums.means
    left, sizes, right = torch.linalg.svd(jacobians - torch.eye(jacobians.shape[-1]))
    sizes = sizes[:, :rank].sqrt()  # to both sides, so that neither overflows
    down = (right[:, :rank].mT * sizes[:, None]).half().float()
    up = (left[:, :, :rank] * sizes[:, None]).mT.half().float()
    carried = means[:-1] + (means[:-1, None] @ down @ up)[:, 0]
    return JacobianLens(down.numpy(), up.numpy(), (means[-1] - carried).numpy())


def write_lens(lens: JacobianLens, manifest: Manifest, path: Path) -> None:
    right, left = lens.right.astype(np.float16), lens.left.astype(np.float16)
    digest = np.array(weights_digest(manifest))
    np.savez(path, right=right, left=left, shift=lens.shift, weights=digest)


def ranks(sums: Sums) -> list[int]:
    """Those whose file is small enough."""
    layers, width = sums.rows.shape[:2]
    return [r for r in RANKS if r <= width and layers * width * (4 * r + 4) <= MOST_BYTES]


def chosen_rank(kl: Mapping[int, float]) -> int:
    """The smallest whose KL is close enough to the best."""
    return min(rank for rank, value in kl.items() if value <= SLACK * min(kl.values()))


def carry(lens: JacobianLens, place: Callable[[int], int] = lambda layer: layer) -> Carry:
    """``place``: whose Jacobian a layer gets."""
    right, left = torch.from_numpy(lens.right), torch.from_numpy(lens.left)
    return lambda layer, x: (
        x + x @ right[place(layer)] @ left[place(layer)] + torch.from_numpy(lens.shift[layer])
    )


def carries(lens: JacobianLens, means: Tensor) -> dict[LensName, Carry]:
    """The four of the rule; ``means`` (L+1, D). In the shuffled one the mean of a layer is still
    carried to the last one's."""
    layers = len(lens.right)
    jacobian = carry(lens)
    other = carry(lens, lambda layer: (layers - layer) % layers)

    def shuffled(layer: int, x: Tensor) -> Tensor:
        return other(layer, x) + means[-1] - other(layer, means[layer])

    return {
        "logit": lambda layer, x: x,
        "jacobian": jacobian,
        "means": lambda layer, x: x + means[-1] - means[layer],
        "shuffled": shuffled,
    }


@torch.no_grad()
def readings(
    model: Transformer, streams: Tensor, carry: Carry, layers: range
) -> tuple[Tensor, Tensor]:
    """streams (L+1, n, D) -> of each of ``layers`` and each token KL(model's answer || lens's) in
    nats, and whether the likeliest token is the same: both (layers, n)."""
    final = torch.log_softmax(model.head(model.read(streams[-1])), -1)
    kl, same = [], []
    for layer in layers:
        read = torch.log_softmax(model.head(model.read(carry(layer, streams[layer]))), -1)
        kl.append((final.exp() * (final - read)).sum(-1))
        same.append((read.argmax(-1) == final.argmax(-1)).float())
    return torch.stack(kl), torch.stack(same)
