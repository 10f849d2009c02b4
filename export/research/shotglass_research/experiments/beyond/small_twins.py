"""Small networks that differ in the objective alone: each token from the left, or hidden ones.

All have the block of GPT-2, the same rows in the same order and the same rate; the masked one has
no causal mask. Rows are short, since in long ones a masked network of this size goes on guessing
by frequency for millions of tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from shotglass.architecture import ModelConfig
from shotglass_export.data.folder import DataFolder
from shotglass_export.data.packing import prose_batch
from shotglass_export.recipe import SPECIAL_TOKENS

from ..experiment import Context
from .twins import MASK, Floats, Gaps, filled_nats, left_nats

if TYPE_CHECKING:
    from torch.optim import AdamW

    from shotglass_export.models.transformer import Transformer
    from shotglass_export.training.objective import Example

LENGTH, ROWS = 32, 32  # tokens and rows of a step
SEEN = (16, 15)  # tokens before and after a gap
CONTEXT = 128  # at toy size these stand for the house models
LAYERS, WIDTH, HEADS = 3, 96, 4
TOY_LAYERS, TOY_WIDTH = 2, 16
STEPS, TOY_STEPS = 600, 4  # of the GPT that learns from every token; the others get its FLOPs
EVERY, TOY_EVERY = 150, 2  # steps at which all are measured
RATE, WARM_STEPS, CLIP = 1e-3, 30, 1.0
SHARE = 0.15  # Devlin et al. 2019, section 3.1
KINDS = ("gpt", "gpt-15", "bert")  # loss on every token, on 15 % of them, on hidden ones


@dataclass(frozen=True)
class Course:
    """How a network of one kind came along: nats a gap after ``tokens``, each at some step."""

    tokens: list[int]
    nats: list[float]


def shape(folder: DataFolder, kind: str, smoke: bool) -> ModelConfig:
    from shotglass_export.models import family_config

    config = family_config(
        "gpt2",
        vocabulary=folder.tokenizer.get_vocab_size(),
        context=CONTEXT,
        layers=TOY_LAYERS if smoke else LAYERS,
        width=TOY_WIDTH if smoke else WIDTH,
        heads=HEADS,
    )
    return replace(config, bidirectional=kind == "bert")


def flops_a_token(config: ModelConfig, length: int, share: float) -> float:
    """Of training; the head is computed for the ``share`` of the tokens that has a loss."""
    from shotglass_export.training.machine import head_flops, trunk_flops

    return trunk_flops(config, length) + share * head_flops(config)


def steps_of(folder: DataFolder, kind: str, smoke: bool) -> int:
    """As many as cost what the GPT that learns from every token costs."""
    whole = flops_a_token(shape(folder, "gpt", smoke), LENGTH, 1.0)
    own = flops_a_token(shape(folder, kind, smoke), LENGTH, 1.0 if kind == "gpt" else SHARE)
    return round((TOY_STEPS if smoke else STEPS) * whole / own)


def trained(
    context: Context, folder: DataFolder, gaps: Gaps, kind: str, seed: int
) -> tuple[Transformer, Course]:
    """A network of one kind, measured on the way to its last step. It learns at a constant rate
    after a warm-up, so that every step is an end as good as another."""
    import torch

    from shotglass_export.models import build

    context.begin_torch(seed)
    network = build(shape(folder, kind, context.smoke))
    optimiser = torch.optim.AdamW(network.parameters(), RATE)
    last, every = steps_of(folder, kind, context.smoke), TOY_EVERY if context.smoke else EVERY
    found = Course([], [])
    for step in range(last):
        _learn(network, optimiser, _example(folder, kind, seed, step), step)
        if (step + 1) % every == 0 or step + 1 == last:
            found.tokens.append((step + 1) * ROWS * LENGTH)
            found.nats.append(float(np.mean(_measured(network, kind, gaps))))
    return network, found


def _example(folder: DataFolder, kind: str, seed: int, step: int) -> Example:
    from shotglass_export.training.batches import Batch
    from shotglass_export.training.objective import masked, next_token

    ids = prose_batch(folder, seed, step, ROWS, LENGTH)
    batch = Batch.of_prose(ids)
    if kind == "gpt-15":
        drawn = np.random.default_rng([seed, step]).random(batch.weights.shape)
        batch = replace(batch, weights=(drawn < SHARE).astype(np.float32))
    if kind == "bert":
        size = folder.tokenizer.get_vocab_size()
        return masked(seed, MASK, size, len(SPECIAL_TOKENS))(batch, step)
    return next_token(batch, step)


def _learn(network: Transformer, optimiser: AdamW, example: Example, step: int) -> None:
    import torch

    from shotglass_export.training.objective import nats_of, weighted_loss

    for group in optimiser.param_groups:
        group["lr"] = RATE * min(1.0, (step + 1) / WARM_STEPS)
    inputs, targets, weights = map(
        torch.from_numpy, (example.inputs, example.targets, example.weights)
    )
    optimiser.zero_grad()
    nats = nats_of(network.head)
    loss = weighted_loss(network.hidden, nats, inputs, targets, weights) / weights.sum()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
    optimiser.step()


def _measured(network: Transformer, kind: str, gaps: Gaps) -> Floats:
    left, right = SEEN
    if kind == "bert":
        return filled_nats(network, gaps, right, left)
    return left_nats(network, gaps, left)
