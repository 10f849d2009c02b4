"""Rows of one's own as training data: prompts by the template, answers that alone count, and the
rows that are set apart to ask about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shotglass.errors import DataFailed, InvalidRequest
from shotglass.prompting import Template
from shotglass.rows import ReadRows, RowItem, answer_in, read_rows, text_of

from ..tuning import RowsRecipe
from .base import BaseTokenizer

QUESTIONS = "questions.json"
MOST_LABELS = (
    16  # different answers; more are no classes, and an answer is then written, not chosen
)
ROWS = "rows"  # the name of the source


@dataclass(frozen=True)
class RowQuestion:
    """A row that is held out: ``prompt`` and ``expected`` as they follow one another; ``labels``:
    the answers it may have, all rows' different ones or its own; none where they are free."""

    input: str
    prompt: str
    expected: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class TokenRow:
    """``prompt`` ids, and ``answer`` ids, of which the loss is taken."""

    prompt: tuple[int, ...]
    answer: tuple[int, ...]

    @property
    def ids(self) -> list[int]:
        return [*self.prompt, *self.answer]


@dataclass(frozen=True)
class OwnRows:
    """``template``: of all prompts; ``bytes``: of the training rows' texts; ``left_out``: rows of
    the file that are empty, or there before."""

    template: str
    train: tuple[TokenRow, ...]
    held: tuple[RowQuestion, ...]
    bytes: int
    left_out: int

    def as_tokens(self) -> tuple[list[list[int]], NDArray[np.int64]]:
        """The training rows as documents, and where in each its answer begins."""
        begins = np.array([len(row.prompt) for row in self.train], np.int64)
        return [row.ids for row in self.train], begins

    def write_questions(self, path: Path) -> None:
        content = {"template": self.template, "held": [asdict(question) for question in self.held]}
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")


def read_questions(path: Path) -> tuple[str, tuple[RowQuestion, ...]]:
    """The template, and the held-out rows. Raises DataFailed."""
    try:
        content = json.loads(path.read_text("utf-8"))
        held = [RowQuestion(**each | {"labels": tuple(each["labels"])}) for each in content["held"]]
        return content["template"], tuple(held)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataFailed(f"{path} cannot be read ({error}): build the data again.") from error


def own_rows(recipe: RowsRecipe, held_out: float, base: BaseTokenizer) -> OwnRows:
    """Raises DataFailed for a file that cannot be read, with the row at fault."""
    read = read_of(recipe)
    items = read.items
    apart = held_apart(items, held_out)
    train = [item for item in items if item.row not in apart]
    if not train:
        raise DataFailed(f"{recipe.file} has {len(items)} rows, and none is left to train on.")
    answers = tuple(dict.fromkeys(answer_in(recipe.template, item.expected) for item in items))
    shared = answers if 2 <= len(answers) <= MOST_LABELS else ()
    questions = (_question(recipe.template, item, shared) for item in items if item.row in apart)
    tail = Template(recipe.template).tail
    cut = (
        base.after(question.prompt, question.expected, tail)
        for question in (_question(recipe.template, item, ()) for item in train)
    )
    rows = tuple(TokenRow(tuple(prompt), tuple(answer)) for prompt, answer in cut)
    size = sum(len((item.input + item.expected).encode()) for item in train)
    left_out = len(read.blank) + len(read.repeated)
    return OwnRows(recipe.template, rows, tuple(questions), size, left_out)


def read_of(recipe: RowsRecipe) -> ReadRows:
    """The recipe's file. Raises DataFailed, with the row at fault."""
    try:
        return read_rows(text_of(recipe.file.read_bytes()), recipe.columns)
    except OSError as error:
        raise DataFailed(f"{recipe.file} cannot be read ({error.strerror}).") from error
    except InvalidRequest as error:
        raise DataFailed(f"{recipe.file}: {error}") from error


def held_apart(items: Sequence[RowItem], held_out: float) -> frozenset[int]:
    """The rows of the smallest hashes, by their number: the same whatever else the file holds is
    in whatever order."""

    def key(item: RowItem) -> bytes:
        return hashlib.sha256(json.dumps([item.input, item.expected]).encode()).digest()

    count = min(len(items) - 1, max(1, round(held_out * len(items)))) if held_out else 0
    return frozenset(item.row for item in sorted(items, key=key)[:count])


def _question(template: str, item: RowItem, shared: tuple[str, ...]) -> RowQuestion:
    parts = Template(template)
    prompt = f"{parts.opening}{item.input}{parts.bridge}"
    own = tuple(answer_in(template, label) for label in item.labels)
    return RowQuestion(item.input, prompt, answer_in(template, item.expected), own or shared)
