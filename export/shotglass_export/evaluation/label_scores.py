"""Label scores: the log-probability of each label after a prompt, stored so that a run can resume.

A score is stored under what it depends on (the model's files, the prompt, the labels), so that a
change of task, items or model computes only what changed, and equal questions are scored once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shotglass.engine import Engine, score_each

from .answer_file import AnswerFile, digest_of

BATCH = 100  # questions handed to the engine at once, well under its queue


@dataclass(frozen=True)
class Question:
    prompt: str
    labels: tuple[str, ...]

    def key(self, model: str) -> str:
        """``model``: a digest of the files that answer."""
        return digest_of(model, self.prompt, self.labels)


Logprobs = tuple[float, ...]  # one a label, in nats


class LabelScores:
    """The scores of one model, in a file that other models may share."""

    def __init__(self, file: Path, model: str) -> None:
        self._answers, self._model = AnswerFile(file, "logprobs"), model

    def missing(self, questions: Sequence[Question]) -> list[Question]:
        """Those without a score, each once, in order."""
        keys = {question.key(self._model): question for question in questions}
        return [question for key, question in keys.items() if key not in self._answers]

    def of(self, question: Question) -> Logprobs:
        return tuple(self._answers[question.key(self._model)])

    def take(self, engine: Engine, questions: Sequence[Question]) -> Iterator[int]:
        """Ask what is missing; yields how many have been answered after each batch."""
        missing = self.missing(questions)
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            scores = score_each(engine, [(q.prompt, q.labels) for q in batch])
            answers = [tuple(label.logprob for label in score.labels) for score in scores]
            self._answers.keep({q.key(self._model): a for q, a in zip(batch, answers, strict=True)})
            yield start + len(batch)
