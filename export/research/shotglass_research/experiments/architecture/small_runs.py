"""Small language models trained for one comparison, all on the same rows in the same order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shotglass.architecture import ModelConfig
from shotglass_export.data.folder import DataFolder
from shotglass_export.data.packing import prose_batch
from shotglass_export.recipe import TrainingRecipe

from ..experiment import Context

if TYPE_CHECKING:
    import torch

    from shotglass_export.models.transformer import Transformer

HEADS = 4
AT_ONCE = 8  # rows that are read at a time

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Size:
    """``rows`` of ``length`` tokens a step."""

    layers: int
    width: int
    length: int
    rows: int
    steps: int

    @property
    def tokens(self) -> int:
        return self.steps * self.rows * self.length

    @property
    def recipe(self) -> TrainingRecipe:
        """The house models' rates, with a cooldown over the last third."""
        return TrainingRecipe(
            tokens=self.tokens,
            batch=self.rows,
            length=self.length,
            warmup=0.05,
            cooldown=0.3,
            precision="fp32",
        )

    def shape(self, folder: DataFolder, context: int) -> ModelConfig:
        """A GPT-2 of this size for the folder's tokens."""
        from shotglass_export.models import family_config

        return family_config(
            "gpt2",
            vocabulary=folder.tokenizer.get_vocab_size(),
            context=context,
            layers=self.layers,
            width=self.width,
            heads=HEADS,
        )


SMALL = Size(layers=4, width=128, length=128, rows=8, steps=300)
TOY = Size(layers=1, width=16, length=16, rows=2, steps=3)


def train(
    context: Context,
    folder: DataFolder,
    size: Size,
    config: ModelConfig,
    seed: int,
    begin: Callable[[Transformer], None] | None = None,
) -> Transformer:
    """A model of ``config`` from random weights; rows are those of ``seed``, whatever it is.
    ``begin`` is given the model before the first step, and may change it."""
    import torch
    from torch.nn.functional import cross_entropy

    from shotglass_export.models import build
    from shotglass_export.training.optimiser import adamw, learning_rate, set_rate

    context.begin_torch(seed)
    model, recipe = build(config), size.recipe
    if begin is not None:
        begin(model)
    optimiser = adamw(model, recipe)
    for step in range(size.steps):
        ids = torch.from_numpy(prose_batch(folder, seed, step, size.rows, size.length))
        set_rate(optimiser, learning_rate(recipe, step))
        optimiser.zero_grad()
        loss = cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.clip)
        optimiser.step()
    return model


def held_windows(folder: DataFolder, length: int, most: int, overlap: int = 1) -> Ids:
    """Rows (N, length + 1), evenly taken from each source's held-out text, up to ``most`` each, and
    no more than would hold every token ``overlap`` times."""
    rows = []
    for held in folder.held.values():
        count = min(most, overlap * ((len(held.tokens) - 1) // length))
        starts = np.linspace(0, len(held.tokens) - length - 1, count).astype(int)
        rows += [np.asarray(held.tokens[at : at + length + 1], np.int64) for at in starts]
    return np.stack(rows)


def nats(model: torch.nn.Module, ids: Ids) -> NDArray[np.float64]:
    """-log p of each token after the first, of rows (N, S + 1): (N, S)."""
    import torch
    from torch.nn.functional import cross_entropy

    found = []
    with torch.no_grad():
        for first in range(0, len(ids), AT_ONCE):
            rows = torch.from_numpy(ids[first : first + AT_ONCE])
            logits = model(rows[:, :-1]).transpose(1, 2)
            found.append(cross_entropy(logits, rows[:, 1:], reduction="none").double().numpy())
    return np.concatenate(found)
