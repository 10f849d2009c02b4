"""The loop: batch in, weights a little better out; the same for every model and objective."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils import clip_grads_with_norm_, get_total_norm

from shotglass.errors import TrainingFailed

from ..models.experts import balancing_loss
from ..recipe import TrainingRecipe
from .batches import Batch
from .machine import Machine
from .objective import Example, Hidden, Nats, Objective, weighted_loss
from .optimiser import learning_rate, set_rate


@dataclass(frozen=True)
class Step:
    """The result of one step. ``loss`` is in nats a target, before the step; ``targets`` are
    counted with weight."""

    number: int  # counted from 1: steps done
    loss: float
    learning_rate: float
    gradient_norm: float
    tokens: int
    targets: int
    label_predictions: int


@dataclass(frozen=True)
class Loop:
    """Everything a step needs. ``hidden`` and ``nats`` are the model's, perhaps compiled."""

    model: nn.Module
    hidden: Hidden
    nats: Nats
    optimiser: torch.optim.Optimizer
    objective: Objective
    batches: Callable[[int], Batch]  # by step, counted from 0
    recipe: TrainingRecipe
    machine: Machine

    def run(self, begin: int) -> Iterator[Step]:
        """Steps ``begin`` to the recipe's last; the caller may leave between any two.

        The next step's rows are made while this one is computed.
        """
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self._example, begin)
            for step in range(begin, self.recipe.steps):
                batch, example = coming.result()
                if step + 1 < self.recipe.steps:
                    coming = ahead.submit(self._example, step + 1)
                yield self.step(step, batch, example)

    def _example(self, step: int) -> tuple[Batch, Example]:
        """The same for the same step, whatever ran before and in every process."""
        batch = self.batches(step)
        return batch, self.objective(batch, step)

    def step(self, step: int, batch: Batch, example: Example) -> Step:
        """Takes one training step. Raises TrainingFailed when the loss is no number any more."""
        weight = float(example.weights.sum()) or 1.0
        mine = self.machine.rows(len(batch.ids))  # this process's rows of them

        set_rate(self.optimiser, rate := learning_rate(self.recipe, step))
        with self.machine.autocast(self.recipe.precision):
            loss = weighted_loss(
                self.hidden,
                self.nats,
                self._tensor(example.inputs[mine]),
                self._tensor(example.targets[mine]),
                self._tensor(example.weights[mine] / weight),
            )
        share = len(example.inputs[mine]) / len(example.inputs)
        (loss + share * balancing_loss(self.model)).backward()  # type: ignore[no-untyped-call]

        gradients = [p.grad for p in self.model.parameters() if p.grad is not None]
        self.machine.sum([*gradients, loss := loss.detach()])
        norm = get_total_norm(gradients)
        if not (loss.isfinite() and norm.isfinite()):
            raise TrainingFailed(
                f"At step {step + 1} the loss is {float(loss):g} and the gradient's norm "
                f"{float(norm):g}: lower the learning_rate of {self.recipe.learning_rate:g}, "
                "or warm up longer; the last checkpoint is from before."
            )
        if norm > self.recipe.clip:
            clip_grads_with_norm_(self.model.parameters(), self.recipe.clip, norm)
        self.optimiser.step()
        self.optimiser.zero_grad()

        return Step(
            number=step + 1,
            loss=float(loss),
            learning_rate=rate,
            gradient_norm=float(norm),
            tokens=example.inputs.size,
            targets=int((example.weights > 0).sum()),
            label_predictions=int(batch.labels.sum()),
        )

    def _tensor(self, array: NDArray[Any]) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(array)).to(self.machine.device)
