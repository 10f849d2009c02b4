"""k-shot probes: the same questions after 0, 1, 2, ... examples, read among their labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from tokenizers import Tokenizer
from torch import Tensor

TOKENS = 8192  # in one forward pass, padding included


class Reader(Protocol):
    """A model, its head apart: only the tokens that are read need logits."""

    def hidden(self, ids: Tensor) -> Tensor: ...
    def head(self, hidden: Tensor) -> Tensor: ...


class Question(Protocol):
    """What ``data.episodes.probe_set`` returns."""

    @property
    def prompt_by_k(self) -> Mapping[int, str]: ...
    @property
    def labels(self) -> Sequence[str]: ...
    @property
    def answer(self) -> int: ...


@dataclass(frozen=True)
class Reading:
    """A token's log-probability after ``row``; a label is one or several of them."""

    row: tuple[int, ...]
    token: int


@dataclass(frozen=True)
class Cell:
    """Questions of one family, split and number of examples, as tokens.

    ``labels[q][j]``: the readings whose log-probabilities add up to label j of question q.
    """

    family: str
    split: str
    k: int
    labels: tuple[tuple[tuple[Reading, ...], ...], ...]
    answers: tuple[int, ...]

    @property
    def longest(self) -> int:
        """Tokens of its longest row."""
        return max(len(reading.row) for labels in self.labels for one in labels for reading in one)


@dataclass(frozen=True)
class Score:
    """``form``: mean mass on the labels; ``choice``: how often the answer has the most of it."""

    form: float
    choice: int


def cell_of(
    family: str, split: str, k: int, questions: Sequence[Question], tokenizer: Tokenizer
) -> Cell:
    labels = tuple(
        tuple(_readings(tokenizer, question.prompt_by_k[k], label) for label in question.labels)
        for question in questions
    )
    return Cell(family, split, k, labels, tuple(question.answer for question in questions))


@torch.inference_mode()
def score(model: Reader, cell: Cell, device: torch.device) -> Score:
    known: dict[Reading, float] = {}
    readings = {reading for labels in cell.labels for label in labels for reading in label}
    for part in _parts(sorted(readings, key=lambda r: (len(r.row), r.row, r.token))):
        known |= zip(part, _log_probabilities(model, part, device), strict=True)
    form, choice = 0.0, 0
    for labels, answer in zip(cell.labels, cell.answers, strict=True):
        logs = torch.tensor([sum(known[reading] for reading in label) for label in labels])
        form += float(logs.exp().sum())
        choice += int(logs.argmax()) == answer
    return Score(form / len(cell.answers), choice)


def _readings(tokenizer: Tokenizer, prompt: str, label: str) -> tuple[Reading, ...]:
    """By the chain rule: each token of the label after the prompt and the label's tokens so far."""
    before = tokenizer.encode(prompt, add_special_tokens=False).ids
    whole = tokenizer.encode(prompt + label, add_special_tokens=False).ids
    return tuple(Reading(tuple(whole[:at]), whole[at]) for at in range(len(before), len(whole)))


def _parts(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Neighbours in length together, so that little is padding."""
    part: list[Reading] = []
    for reading in readings:
        if part and (len(part) + 1) * len(reading.row) > TOKENS:
            yield part
            part = []
        part.append(reading)
    if part:
        yield part


def _log_probabilities(model: Reader, part: Sequence[Reading], device: torch.device) -> list[float]:
    rows = sorted({reading.row for reading in part})
    place = {row: number for number, row in enumerate(rows)}
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.int64)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)  # what pads on the right is never seen
    states = model.hidden(ids.to(device))
    at = torch.tensor([place[reading.row] for reading in part])
    last = torch.tensor([len(reading.row) - 1 for reading in part])
    logs = model.head(states[at, last]).float().log_softmax(-1).cpu()
    return logs[torch.arange(len(part)), torch.tensor([r.token for r in part])].tolist()
