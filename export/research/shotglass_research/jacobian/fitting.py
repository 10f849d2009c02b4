"""The fit of a Jacobian lens, by reverse differentiation in torch.

``J_l = E[d h_L(t) / d h_l(t)]`` (D, D), the mean over tokens t after a text's first of how the
residual stream h_L, which the final norm reads, answers to the stream h_l before layer l at the
same token. Finite differences through the graphs give one column of one layer a run; one backward
pass gives a row of every layer, so the fit is 30 times cheaper for 30 layers. A test holds the two
against each other.

A pass asks every token of a window for another row: the cotangent of token t is a sign times a unit
vector. Multiplied by its own sign, the gradient at t is that row there; what later tokens add has
random signs and mean 0 (Hutchinson 1990).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from shotglass_export.models import Transformer


@dataclass(eq=False)
class Sums:
    """What windows have added so far: ``rows`` (L, D, D) of gradients, ``counts`` (D,) of how often
    each row was asked, ``streams`` (L+1, D) over ``tokens`` tokens, of ``windows`` windows."""

    rows: Tensor
    counts: Tensor
    streams: Tensor
    tokens: int = 0
    windows: int = 0

    @classmethod
    def begin(cls, layers: int, width: int) -> Sums:
        rows, streams = torch.zeros(layers, width, width), torch.zeros(layers + 1, width)
        return cls(rows, torch.zeros(width), streams)

    @classmethod
    def load(cls, file: Path) -> Sums:
        with np.load(file) as kept:
            rows, counts, means = (torch.from_numpy(kept[n]) for n in ("rows", "counts", "streams"))
            return cls(rows, counts, means, int(kept["tokens"]), int(kept["windows"]))

    def save(self, file: Path) -> None:
        arrays = {name: getattr(self, name).numpy() for name in ("rows", "counts", "streams")}
        part = file.with_suffix(".part.npz")
        np.savez(part, **arrays, tokens=self.tokens, windows=self.windows)
        part.replace(file)

    @property
    def jacobians(self) -> Tensor:
        """(L, D, D)."""
        return self.rows / self.counts[:, None]

    @property
    def means(self) -> Tensor:
        """(L+1, D): the mean stream before each layer and after the last."""
        return self.streams / self.tokens


def streams(model: Transformer, ids: Tensor) -> list[Tensor]:
    """ids (B, S) -> L+1 of (B, S, D), the stream before each layer and after the last; gradients
    reach each of them."""
    x = model.embed(ids).detach().requires_grad_(True)
    every = [x]
    for index, block in enumerate(model.layers):
        x = block(x, model.turn(index))
        every.append(x)
    return every


def add_windows(sums: Sums, model: Transformer, ids: Tensor, random: torch.Generator) -> None:
    """Adds windows (B, S) to ``sums``; the model's weights take no gradients."""
    every = streams(model, ids)
    width, tokens = every[0].shape[-1], ids.numel() - len(ids)
    shape = len(ids), ids.shape[1] - 1
    rows = torch.randint(width, shape, generator=random)
    signs = torch.randint(2, shape, generator=random) * 2.0 - 1
    cotangent = torch.zeros_like(every[-1])
    cotangent[:, 1:].scatter_(2, rows[..., None], signs[..., None])
    gradients = torch.autograd.grad(every[-1], every[:-1], cotangent)
    for layer, gradient in enumerate(gradients):
        own = (gradient[:, 1:] * signs[..., None]).reshape(tokens, width)
        sums.rows[layer].index_add_(0, rows.reshape(-1), own)
    sums.counts += torch.bincount(rows.reshape(-1), minlength=width)
    sums.streams += torch.stack([x.detach()[:, 1:].sum((0, 1)) for x in every])
    sums.tokens += tokens
    sums.windows += len(ids)
