"""The same questions before a run, in it and after it: the rows that are held out, or how the
model goes on from the beginning of held-out documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from shotglass.prompting import Template

from ...data.base import BaseTokenizer
from ...data.folder import DataFolder
from ...data.own_rows import QUESTIONS, ROWS, RowQuestion, read_questions
from ...models import Transformer
from ...recipe import Recipe
from ..probes import Cell, LabelToken, label_logs

SHOWN = 12  # questions whose answers are written down
WRITTEN = 6  # of those whose answer is written, not chosen: each costs a pass a token
LONGEST = 24  # tokens that are written
OPENING = 24  # tokens of a held-out document that the model goes on from


@dataclass(frozen=True)
class Shown:
    """``prompt`` ids and what they are for people; ``expected``: what stands there in truth."""

    prompt: tuple[int, ...]
    input: str
    expected: str


@dataclass(frozen=True)
class Questions:
    """``cell``: all questions with their labels, the right answer alone where answers are free;
    None for text. ``labels``: the texts of each question's; ``shown``: those that are written."""

    tokenizer: BaseTokenizer
    shown: tuple[Shown, ...]
    cell: Cell | None = None
    labels: tuple[tuple[str, ...], ...] = ()

    def line(self, model: Transformer, device: torch.device) -> dict[str, Any]:
        """The metrics line's facts: ``n``, ``right`` and ``chance`` where answers are chosen,
        ``nats`` of the right answer, mean, and ``items``."""
        facts: dict[str, Any] = {"n": len(self.shown), "right": None, "nats": None}
        logs: list[Tensor] = []
        if self.cell is not None:
            logs = label_logs(model, self.cell, device)
            answers = self.cell.answers
            pairs = list(zip(logs, answers, strict=True))
            nats = sum(-float(each[answer]) for each, answer in pairs) / len(pairs)
            facts |= {"n": len(pairs), "nats": round(nats, 5)}
        if self.labels:
            right = sum(int(each.argmax()) == answer for each, answer in pairs)
            chance = sum(1 / len(each) for each in logs) / len(logs)
            form = sum(float(each.exp().sum()) for each in logs) / len(logs)
            facts |= {"right": right, "chance": round(chance, 5), "form": round(form, 5)}
            return facts | {"items": self._chosen(logs)}
        return facts | {"items": [self._written(model, item, device) for item in self.shown]}

    def _chosen(self, logs: Sequence[Tensor]) -> list[dict[str, Any]]:
        return [
            {
                "input": item.input,
                "expected": item.expected,
                "says": labels[int(each.argmax())].strip(),
                "share": round(float(each.softmax(0).max()), 4),
            }
            for item, labels, each in zip(self.shown, self.labels, logs, strict=False)
        ]

    @torch.inference_mode()
    def _written(self, model: Transformer, item: Shown, device: torch.device) -> dict[str, Any]:
        """Greedily, up to the line's end or the end token."""
        ids, count = list(item.prompt), len(item.prompt)
        for _ in range(min(LONGEST, model.config.context - count)):
            states = model.hidden(torch.tensor([ids], device=device))
            ids.append(int(model.head(states[:, -1]).argmax()))
            text = self.tokenizer.tokenizer.decode(ids[count:])
            if ids[-1] == self.tokenizer.end or "\n" in text.lstrip():
                ids.pop()
                break
        says = self.tokenizer.tokenizer.decode(ids[count:]).strip()
        return {"input": item.input, "expected": item.expected, "says": says}


def questions_of(recipe: Recipe, data: DataFolder) -> Questions | None:
    """None where nothing is held out."""
    base = base_of(data)
    if recipe.data.rows is not None:
        template, held = read_questions(data.path / QUESTIONS)
        return row_questions(held[: recipe.probes.queries], base, template) if held else None
    shown = [item for name in data.held for item in opening_questions(data, name, base)]
    return Questions(base, tuple(shown[:WRITTEN])) if shown else None


def row_questions(held: Sequence[RowQuestion], base: BaseTokenizer, template: str) -> Questions:
    chosen = all(question.labels for question in held)
    tail = "" if chosen else Template(template).tail
    rows, labels, answers, prompts = [], [], [], []
    for question in held:
        texts = question.labels if chosen else (question.expected,)
        before = base.after(question.prompt, "", "")[0]
        rows.append(
            tuple(label_tokens(before, base, question.prompt, text, tail) for text in texts)
        )
        labels.append(texts)
        answers.append(texts.index(question.expected))
        prompts.append(tuple(before))
    cell = Cell(ROWS, "held", 0, tuple(rows), tuple(answers))
    shown = tuple(
        Shown(prompt, question.input, question.expected.strip())
        for prompt, question in zip(prompts, held, strict=True)
    )
    return Questions(
        base, shown[: SHOWN if chosen else WRITTEN], cell, tuple(labels) if chosen else ()
    )


def label_tokens(
    before: Sequence[int], base: BaseTokenizer, prompt: str, answer: str, tail: str
) -> tuple[LabelToken, ...]:
    """Returns the tokens of an answer, and where it is free of what ends it, by the chain rule."""
    own = base.after(prompt, answer, tail)[1]
    ids = own if tail else own[:-1]  # the end token stands for no tail
    whole = [*before, *ids]
    return tuple(LabelToken(tuple(whole[:at]), whole[at]) for at in range(len(before), len(whole)))


def opening_questions(data: DataFolder, name: str, base: BaseTokenizer) -> list[Shown]:
    held, shown = data.held[name], []
    for start, end in zip(held.offsets[:-1].tolist(), held.offsets[1:].tolist(), strict=True):
        ids = [int(id) for id in held.tokens[start : end - 1]]
        cut = min(OPENING, len(ids) // 2)
        if cut > len(base.begin):
            decode = base.tokenizer.decode
            text, rest = decode(ids[len(base.begin) : cut]), decode(ids[cut : cut + LONGEST])
            shown.append(Shown(tuple(ids[:cut]), text, rest.strip().split("\n")[0]))
    return shown


def base_of(data: DataFolder) -> BaseTokenizer:
    text = (data.path / "tokenizer.json").read_text("utf-8")
    return BaseTokenizer(text, tuple(data.about.get("begin", ())), data.end)
