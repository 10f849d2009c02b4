"""A masked network fine-tuned to tell the right answer to a question: it reads both at once.

BERT reads a pair of texts together and is trained whole (Devlin et al. 2019, section 3.2). Here one
linear layer scores the mean of the states over a question and one of its answers; the loss is the
cross entropy over an item's answers. No text is padded, since a masked model would read the padding
too: texts of one length are read together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor, nn

    from shotglass_export.models.transformer import Transformer

Ids = Sequence[int]
DECAY = 0.01
AT_ONCE = 32  # items that are read at a time
ROWS = 16  # items of a step


@dataclass(frozen=True)
class Item:
    """The token ids of a question beside each of its answers, and the place of the right one."""

    texts: tuple[tuple[int, ...], ...]
    right: int


def fine_tune(network: Transformer, items: Sequence[Item], steps: int, rate: float) -> nn.Linear:
    """Trains ``network`` in place and gives the layer that scores. Batches of ``ROWS`` items, or of
    all where there are fewer, in an order of torch's random numbers; the rate rises over the first
    tenth of the steps and then falls to nothing in a line."""
    import torch
    from torch.nn.functional import cross_entropy

    head = torch.nn.Linear(network.config.width, 1)
    parameters = [*network.parameters(), *head.parameters()]
    optimiser = torch.optim.AdamW(parameters, rate, weight_decay=DECAY)
    warm = max(1, steps // 10)
    for step, rows in zip(range(steps), _batches(len(items)), strict=False):
        for group in optimiser.param_groups:
            group["lr"] = rate * min((step + 1) / warm, (steps - step) / max(1, steps - warm))
        optimiser.zero_grad()
        batch = [items[row] for row in rows]
        losses = [
            cross_entropy(scores[None], torch.tensor([item.right]))
            for item, scores in zip(batch, scored(network, head, batch), strict=True)
        ]
        torch.stack(losses).mean().backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
    return head


def share_right(network: Transformer, head: nn.Linear, items: Sequence[Item]) -> float:
    """How often the answer of the highest score is the right one."""
    import torch

    right: list[bool] = []
    with torch.no_grad():
        for first in range(0, len(items), AT_ONCE):
            part = items[first : first + AT_ONCE]
            scores = scored(network, head, part)
            right += [int(s.argmax()) == item.right for item, s in zip(part, scores, strict=True)]
    return float(np.mean(right))


def scored(network: Transformer, head: nn.Linear, items: Sequence[Item]) -> list[Tensor]:
    """Of each item the scores (A,) of its A answers."""
    import torch

    texts = [text for item in items for text in item.texts]
    lengths = np.array([len(text) for text in texts])
    order, scores = [], []
    for length in np.unique(lengths):
        places = np.flatnonzero(lengths == length)
        ids = torch.tensor([texts[place] for place in places])
        scores.append(head(_states(network, ids).mean(1))[:, 0])
        order.append(places)
    back = torch.from_numpy(np.argsort(np.concatenate(order)))
    return list(torch.split(torch.cat(scores)[back], [len(item.texts) for item in items]))


def _states(network: Transformer, ids: Tensor) -> Tensor:
    """ids (N, S) -> the stream after the last block (N, S, D), without what predicts tokens."""
    x = network.embed(ids)
    for layer, block in enumerate(network.layers):
        x = block(x, network.turn(layer))
    return x


def _batches(count: int) -> Iterator[list[int]]:
    """Every item once before any comes again."""
    import torch

    while True:
        order = torch.randperm(count).tolist()
        for first in range(0, count, ROWS):
            yield order[first : first + ROWS]
