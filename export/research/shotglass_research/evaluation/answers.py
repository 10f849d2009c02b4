"""Answers of a model in a file of JSON lines, so that an interrupted run resumes: any that JSON can
write, and label scores, the log-probability of each label after a prompt.

Each is stored under a digest of all it depends on (of a score the model's files, the prompt and the
labels), so that a change of task, items or model computes only what changed, and equal questions
are asked once. The file only grows; a line that a crash cut off counts as absent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shotglass.engine import Engine, score_each


def digest_of(*parts: Any) -> str:
    """Of anything that JSON can write."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]


class AnswerFile:
    """Digest -> answer (anything that JSON can write), which its lines call ``name``."""

    def __init__(self, file: Path, name: str) -> None:
        self._file, self._name = file, name
        self._known: dict[str, Any] = dict(_read(file, name))

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def __getitem__(self, key: str) -> Any:
        return self._known[key]

    def keep(self, answers: Mapping[str, Any]) -> None:
        lines = (json.dumps({"of": key, self._name: answer}) for key, answer in answers.items())
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            file.write("".join(f"\n{line}" for line in lines))  # away from a line cut off
        self._known |= answers


def _read(file: Path, name: str) -> Iterator[tuple[str, Any]]:
    if not file.is_file():
        return
    for line in file.read_text("utf-8").splitlines():
        try:
            data = json.loads(line)
        except json.JSONDecodeError:
            continue
        if name in data:
            yield data["of"], data[name]


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
