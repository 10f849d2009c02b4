"""Readings: the log-probability of each label after a prompt, kept so that a run can be resumed.

A reading is filed under what it depends on (the model's files, the prompt, the labels), so that a
change of task, items or model asks anew for just what changed, and equal questions are asked once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shotglass.engine import Engine, score_each

BATCH = 100  # questions handed to the engine at once, well under its queue


@dataclass(frozen=True)
class Question:
    prompt: str
    labels: tuple[str, ...]

    def key(self, model: str) -> str:
        """``model``: a digest of the files that answer."""
        text = json.dumps([model, self.prompt, self.labels])
        return hashlib.sha256(text.encode()).hexdigest()[:24]


Logprobs = tuple[float, ...]  # one a label, in nats


class Readings:
    """A file of JSON lines that only grows; a line cut off by a crash is asked again."""

    def __init__(self, file: Path, model: str) -> None:
        self._file, self._model = file, model
        self._known: dict[str, Logprobs] = dict(_read(file))

    def missing(self, questions: Sequence[Question]) -> list[Question]:
        """Those without a reading, each once, in order."""
        keys = {question.key(self._model): question for question in questions}
        return [question for key, question in keys.items() if key not in self._known]

    def of(self, question: Question) -> Logprobs:
        return self._known[question.key(self._model)]

    def take(self, engine: Engine, questions: Sequence[Question]) -> Iterator[int]:
        """Ask what is missing; yields how many have been answered after each batch."""
        missing = self.missing(questions)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            scores = score_each(engine, [(q.prompt, q.labels) for q in batch])
            answers = [tuple(label.logprob for label in score.labels) for score in scores]
            self._keep({q.key(self._model): a for q, a in zip(batch, answers, strict=True)})
            yield start + len(batch)

    def _keep(self, answers: Mapping[str, Logprobs]) -> None:
        lines = (json.dumps({"of": key, "logprobs": answer}) for key, answer in answers.items())
        with self._file.open("a", encoding="utf-8") as file:
            file.write("".join(f"\n{line}" for line in lines))  # away from a line cut off
        self._known |= answers


def _read(file: Path) -> Iterator[tuple[str, Logprobs]]:
    if not file.is_file():
        return
    for line in file.read_text("utf-8").splitlines():
        try:
            data = json.loads(line)
        except json.JSONDecodeError:
            continue
        yield data["of"], tuple(data["logprobs"])
