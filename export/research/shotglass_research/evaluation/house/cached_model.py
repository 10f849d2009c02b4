"""A model whose answers are stored on file; it is loaded for the first answer that is missing."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from shotglass.contract import TOKENIZER
from shotglass.engine import Engine, ModelFolder
from shotglass.engine.runtime.providers import graph_entry
from shotglass.engine.strategies.scoring import check_labels
from shotglass.errors import LabelConflict
from shotglass.text import Tokenizer
from shotglass_export.data.episodes import Question, render
from shotglass_export.data.episodes.template import parts
from shotglass_export.progress import Report

from ..answers import AnswerFile, LabelScores, Logprobs
from ..answers import Question as LabelQuestion
from ..record import Measured

CONTEXT = 2048  # tokens at most, whatever the model could read
SMALL = 50_000_000  # parameters; below it a second thread costs more than it brings


class CachedModel:
    """Answers are stored in the folder ``answers``. Close it when done."""

    def __init__(self, model: ModelFolder, answers: Path, report: Report) -> None:
        self.manifest, self.report = model.manifest, report
        self.measured = measured(model)
        self.pace = TimeLeft()
        self.texts = AnswerFile(answers / "texts.jsonl", "text")
        self.nats = AnswerFile(answers / "nats.jsonl", "nats")
        self._model = model
        self._label_scores = LabelScores(answers / "labels.jsonl", self.measured.digest)
        self._engine: Engine | None = None
        self._apart = cache(self._tell_apart)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        return Tokenizer.load(self._model.file(TOKENIZER))

    @property
    def context(self) -> int:
        return min(self.manifest.architecture.context, CONTEXT)

    def close(self) -> None:
        if self._engine:
            self._engine.close()

    @contextmanager
    def working(self, stage: str, prompts: int) -> Iterator[tuple[Engine, str]]:
        """The engine for ``prompts`` prompts, and the stage's name with how long all will take."""
        if self._engine is None:
            threads = 1 if self.manifest.architecture.parameters < SMALL else None
            self._engine = Engine.open(self._model, context=CONTEXT, threads=threads)
        named = f"{self.manifest.id}: {stage}{self.pace.about() if prompts else ''}"
        with self.pace.working(prompts):
            yield self._engine, named

    def missing(self, questions: Sequence[Question], ks: Sequence[int]) -> int:
        """How many prompts have no score yet."""
        return len(self._label_scores.missing(self._all(questions, self.fitting(questions, ks))))

    def read(
        self, questions: Sequence[Question], ks: Sequence[int], stage: str
    ) -> dict[int, Lane | None]:
        """The label log-probabilities of the questions by k; None where a prompt does not fit."""
        fit = self.fitting(questions, ks)
        label_questions = self._all(questions, fit)
        if missing := len(self._label_scores.missing(label_questions)):
            with self.working(stage, missing) as (engine, named):
                for done in self._label_scores.take(engine, label_questions):
                    self.report(named, done / missing)
        return {k: self._lane(questions, k) if k in fit else None for k in ks}

    def fitting(self, questions: Sequence[Question], ks: Sequence[int]) -> list[int]:
        """Those k after which every question fits the context, its longest answer included."""
        return [k for k in ks if all(self._fits(question, k) for question in questions)]

    def _fits(self, question: Question, k: int) -> bool:
        text = render(question, k) + max(self._labels(question), key=len)
        if len(text.encode()) < self.context:  # a token is a byte at least
            return True
        return len(self.tokenizer.encode(text)) < self.context

    def _lane(self, questions: Sequence[Question], k: int) -> Lane:
        read = tuple(
            self._label_scores.of(self._label_question(question, k)) for question in questions
        )
        return Lane(read, tuple(question.answer for question in questions))

    def _all(self, questions: Sequence[Question], ks: Sequence[int]) -> list[LabelQuestion]:
        """In an order in which neighbours begin alike."""
        return [self._label_question(question, k) for question in questions for k in ks]

    def _label_question(self, question: Question, k: int) -> LabelQuestion:
        return LabelQuestion(render(question, k), self._labels(question))

    def _labels(self, question: Question) -> tuple[str, ...]:
        """With what ends an answer, where one label's tokens would begin another's."""
        if self._apart(question.labels):
            return question.labels
        return tuple(label + stop(question) for label in question.labels)

    def _tell_apart(self, labels: tuple[str, ...]) -> bool:
        try:
            check_labels(labels, [self.tokenizer.encode(label) for label in labels])
        except LabelConflict:
            return False
        return True


def stop(question: Question) -> str:
    """What ends an answer."""
    return parts(question.template)[2]


def measured(model: ModelFolder) -> Measured:
    """The model by its digests, with the precision of its weights as the manifest has it."""
    found = Measured.of(model.manifest)
    return replace(found, precision=graph_entry(model.manifest).precision)


class TimeLeft:
    """Counts prompts against what is expected."""

    def __init__(self) -> None:
        self._left = self._done = 0
        self._seconds = 0.0

    def expect(self, prompts: int) -> None:
        self._left += prompts

    @contextmanager
    def working(self, prompts: int) -> Iterator[None]:
        """While ``prompts`` of them are answered; with 0, time that does not count."""
        since = time.monotonic()
        yield
        if prompts:
            self._seconds += time.monotonic() - since
            self._left -= prompts
            self._done += prompts

    def about(self) -> str:
        """What is left, in words: "" until there is something to go by."""
        if not self._done or self._left <= 0:
            return ""
        minutes = self._left * self._seconds / self._done / 60
        return f" (about {minutes:.0f} min left)" if minutes >= 1 else " (under a minute left)"


@dataclass(frozen=True)
class Lane:
    """``logprobs``: of each label of each question, in nats; ``answers``: which label is right."""

    logprobs: tuple[Logprobs, ...]
    answers: tuple[int, ...]

    @property
    def form(self) -> list[float]:
        """The mass on all labels, per question."""
        return [math.fsum(math.exp(nats) for nats in labels) for labels in self.logprobs]

    @property
    def right(self) -> list[bool]:
        return self.chose(self.answers)

    def chose(self, places: Sequence[int]) -> list[bool]:
        """Whether the label at each place is likelier than every other; a tie chooses none."""
        pairs = zip(self.logprobs, places, strict=True)
        return [all(nats[place] > x for i, x in enumerate(nats) if i != place)
                for nats, place in pairs]  # fmt: skip

    def first(self, n: int) -> Lane:
        return Lane(self.logprobs[:n], self.answers[:n])
