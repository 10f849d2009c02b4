"""k-shot probes: the same questions after 0, 1, 2, ... examples, read among their labels; and how
far what a model says of Markov chains is from what three readers say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from ..data.folder import END, DataFolder
from ..data.markov_chains import Real, draw_chains, readings, state_ids
from ..recipe import Recipe

CHAINS = 64
TOKENS = 8192  # in one forward pass, padding included


class ProbedModel(Protocol):
    """A model, its head apart: only the tokens that are read need logits."""

    def hidden(self, ids: Tensor) -> Tensor: ...
    def head(self, hidden: Tensor) -> Tensor: ...


class ProbeQuestion(Protocol):
    """The questions that ``data.episodes.probe_set`` returns."""

    @property
    def prompt_by_k(self) -> Mapping[int, str]: ...
    @property
    def labels(self) -> Sequence[str]: ...
    @property
    def answer(self) -> int: ...


@dataclass(frozen=True)
class LabelToken:
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
    labels: tuple[tuple[tuple[LabelToken, ...], ...], ...]
    answers: tuple[int, ...]

    @property
    def longest(self) -> int:
        """Tokens of its longest row."""
        return max(
            len(label_token.row)
            for labels in self.labels
            for label in labels
            for label_token in label
        )


@dataclass(frozen=True)
class Score:
    """``form``: mean mass on the labels; ``choice``: how often the answer has the most of it."""

    form: float
    choice: int


def cell_of(
    family: str, split: str, k: int, questions: Sequence[ProbeQuestion], tokenizer: Tokenizer
) -> Cell:
    labels = tuple(
        tuple(_label_tokens(tokenizer, question.prompt_by_k[k], label) for label in question.labels)
        for question in questions
    )
    return Cell(family, split, k, labels, tuple(question.answer for question in questions))


def score(model: ProbedModel, cell: Cell, device: torch.device) -> Score:
    form, choice = 0.0, 0
    for logs, answer in zip(label_logs(model, cell, device), cell.answers, strict=True):
        form += float(logs.exp().sum())
        choice += int(logs.argmax()) == answer
    return Score(form / len(cell.answers), choice)


@torch.inference_mode()
def label_logs(model: ProbedModel, cell: Cell, device: torch.device) -> list[Tensor]:
    """Returns the log-probabilities of each question's labels, in nats."""
    known: dict[LabelToken, float] = {}
    label_tokens = {
        label_token for labels in cell.labels for label in labels for label_token in label
    }
    for part in _parts(sorted(label_tokens, key=lambda r: (len(r.row), r.row, r.token))):
        known |= zip(part, _log_probabilities(model, part, device), strict=True)
    return [
        torch.tensor([sum(known[label_token] for label_token in label) for label in labels])
        for labels in cell.labels
    ]


def _label_tokens(tokenizer: Tokenizer, prompt: str, label: str) -> tuple[LabelToken, ...]:
    """Returns by the chain rule each token of the label after the prompt and the label's tokens so
    far."""
    before = tokenizer.encode(prompt, add_special_tokens=False).ids
    whole = tokenizer.encode(prompt + label, add_special_tokens=False).ids
    return tuple(LabelToken(tuple(whole[:at]), whole[at]) for at in range(len(before), len(whole)))


def _parts(label_tokens: Sequence[LabelToken]) -> Iterator[list[LabelToken]]:
    """Neighbours in length together, so that little is padding."""
    part: list[LabelToken] = []
    for label_token in label_tokens:
        if part and (len(part) + 1) * len(label_token.row) > TOKENS:
            yield part
            part = []
        part.append(label_token)
    if part:
        yield part


def _log_probabilities(
    model: ProbedModel, part: Sequence[LabelToken], device: torch.device
) -> list[float]:
    rows = sorted({label_token.row for label_token in part})
    place = {row: number for number, row in enumerate(rows)}
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.int64)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)  # what pads on the right is never seen
    states = model.hidden(ids.to(device))
    at = torch.tensor([place[label_token.row] for label_token in part])
    last = torch.tensor([len(label_token.row) - 1 for label_token in part])
    logs = model.head(states[at, last]).float().log_softmax(-1).cpu()
    return logs[torch.arange(len(part)), torch.tensor([r.token for r in part])].tolist()


@dataclass(frozen=True)
class ChainProbe:
    """Chains that no step has: ``ids`` (N, T + 1), behind the token that ends a document;
    ``states`` (S,) are the tokens of the states, and ``readings`` what each reader says of the
    state after each, (N, T, S)."""

    ids: NDArray[np.int64]
    states: NDArray[np.int64]
    readings: Mapping[str, Real]

    @torch.inference_mode()
    def distances(self, model: nn.Module, device: torch.device) -> dict[str, float]:
        """KL(reader || model) in nats, mean over the second half of all rows: what tells the
        readers apart is what stands before."""
        logits: Tensor = model(torch.from_numpy(self.ids).to(device))[:, 1:]
        own = logits.double().log_softmax(-1).cpu().numpy()[..., self.states]
        half = own.shape[1] // 2
        return {
            name: round(float((share * (np.log(share) - own)).sum(-1)[:, half:].mean()), 5)
            for name, share in self.readings.items()
        }


def chain_probe(recipe: Recipe, data: DataFolder) -> ChainProbe | None:
    """None where the recipe has no chains."""
    if not recipe.has_chains:
        return None
    ids = state_ids(data.tokenizer, recipe.data.words)
    rng = np.random.default_rng([recipe.seed, 0])
    states = draw_chains(rng, CHAINS, len(ids), recipe.training.length - 1).states
    tokens = np.pad(ids[states], ((0, 0), (1, 0)), constant_values=END)
    return ChainProbe(tokens, ids, readings(states, len(ids)))
