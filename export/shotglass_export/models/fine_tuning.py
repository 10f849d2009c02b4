"""Fine-tuning as GPT-1 did it: four ways to write a task as texts, one linear layer, two losses.

Radford, Narasimhan, Salimans, Sutskever 2018, sections 3.2 and 3.3 and figure 1. ``<s>``, ``$`` and
``<e>`` are tokens of their own; the state at ``<e>``, the text's last token, is what is read::

    classification    <s> text <e>                                       -> W_y
    entailment        <s> premise $ hypothesis <e>                       -> W_y
    similarity        <s> one $ other <e>   +   <s> other $ one <e>      -> W_y of the sum
    multiple choice   <s> context $ answer <e>, a text for each answer   -> w_y, softmax over them
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pad_sequence

from .transformer import Transformer

Ids = Sequence[int]
Texts = list[list[int]]  # of one example: one, two, or as many as there are answers
Reading = Literal["sum", "each"]


@dataclass(frozen=True)
class Marks:
    """The three token ids that only tasks have: ``<s>``, ``$`` and ``<e>``."""

    start: int
    delimiter: int
    extract: int

    def classification(self, text: Ids) -> Texts:
        return [[self.start, *text, self.extract]]

    def entailment(self, premise: Ids, hypothesis: Ids) -> Texts:
        return [[self.start, *premise, self.delimiter, *hypothesis, self.extract]]

    def similarity(self, first: Ids, second: Ids) -> Texts:
        """Returns the similarity from both orders, since neither comes first."""
        return self.entailment(first, second) + self.entailment(second, first)

    def multiple_choice(self, context: Ids, answers: Sequence[Ids]) -> Texts:
        return [text for answer in answers for text in self.entailment(context, answer)]


@dataclass(frozen=True)
class Labelled:
    """N examples of R texts each: ``ids`` (N, R, S) padded on the right, ``lengths`` (N, R),
    ``labels`` (N,), all int64."""

    ids: Tensor
    lengths: Tensor
    labels: Tensor

    @classmethod
    def of(cls, examples: Sequence[Texts], labels: Sequence[int]) -> Labelled:
        """Raises ValueError for examples of different numbers of texts."""
        per_example = {len(texts) for texts in examples}
        if len(per_example) != 1:
            raise ValueError(f"Examples have {sorted(per_example)} texts; one number was expected.")
        rows = [torch.tensor(text) for texts in examples for text in texts]
        shape = (len(examples), per_example.pop())
        ids = pad_sequence(rows, batch_first=True).reshape(*shape, -1)
        lengths = torch.tensor([len(row) for row in rows]).reshape(shape)
        return cls(ids, lengths, torch.tensor(labels))


class TaskHead(nn.Module):
    """``W_y`` without a bias (equation 3). ``reading``: the states of an example's texts are added
    ("sum": D -> classes), or each is given one score ("each": D -> 1)."""

    def __init__(self, width: int, classes: int, reading: Reading = "sum") -> None:
        super().__init__()
        self.reading = reading
        self.weight = nn.Parameter(torch.empty(classes if reading == "sum" else 1, width))
        nn.init.normal_(self.weight, std=0.02)

    def forward(self, states: Tensor) -> Tensor:
        """States at the texts' last tokens (N, R, D) -> scores (N, classes), or (N, R)."""
        if self.reading == "sum":
            return states.sum(1) @ self.weight.T
        return (states @ self.weight.T).squeeze(2)


@dataclass(frozen=True)
class Losses:
    """The losses in nats: ``task`` is -L_2 (equation 4) an example, ``language`` is -L_1 (equation
    1) a token of the same labelled texts, a text's mean first, as the published code has it."""

    task: Tensor
    language: Tensor

    def total(self, weight: float = 0.5) -> Tensor:
        """-L_3 = -(L_2 + lambda L_1) (equation 5), lambda being ``weight``."""
        return self.task + weight * self.language


def last_states(model: Transformer, batch: Labelled) -> tuple[Tensor, Tensor]:
    """Returns all states (N R, S, D), and what heads read, those at the texts' last tokens (N, R,
    D)."""
    ids, lengths = batch.ids.flatten(0, 1), batch.lengths.flatten()
    states = model.hidden(ids)
    last = states[torch.arange(len(ids)), lengths - 1]
    return states, last.reshape(*batch.lengths.shape, -1)


def task_loss(model: Transformer, head: TaskHead, batch: Labelled) -> Tensor:
    """-L_2 alone, for lambda 0: no logits of tokens are computed."""
    return cross_entropy(head(last_states(model, batch)[1]).float(), batch.labels)


def fine_tuning_losses(model: Transformer, head: TaskHead, batch: Labelled) -> Losses:
    """Returns both losses of one pass over the texts of ``batch``."""
    ids, lengths = batch.ids.flatten(0, 1), batch.lengths.flatten()
    states, last = last_states(model, batch)
    task = cross_entropy(head(last).float(), batch.labels)
    logits = model.head(states[:, :-1]).float()
    nats = cross_entropy(logits.transpose(1, 2), ids[:, 1:], reduction="none")
    counts = (torch.arange(1, ids.shape[1]) < lengths[:, None]).float()
    return Losses(task, ((nats * counts).sum(1) / counts.sum(1)).mean())
