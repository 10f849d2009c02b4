"""The guesses of a class, made before anybody sees what the model says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ...engine.runs.record_text import csv_text, plain
from ...errors import InvalidRequest, ShotglassError

Stage = Literal["open", "closed", "revealed"]
MOST_BARS = 12  # of answers in one's own words; the rest is counted together
COLUMNS = ("guess", "question", "student", "name", "answer", "revealed")


class GuessClosed(ShotglassError):
    code, title, status = "guess_closed", "The guess is closed", 409


@dataclass(frozen=True)
class Bar:
    """How many gave an answer; an empty one stands for all answers without a bar of their own."""

    answer: str
    count: int


@dataclass(frozen=True)
class GivenAnswer:
    student: int
    name: str
    text: str


@dataclass(frozen=True)
class Guess:
    """A question to guess. Without ``choices`` everybody answers in words of their own. ``truth``
    is what came out."""

    number: int
    question: str
    choices: tuple[str, ...]
    stage: Stage = "open"
    truth: str | None = None
    answers: tuple[GivenAnswer, ...] = ()

    def with_answer(self, answer: GivenAnswer) -> Guess:
        """Returns the guess with an answer in place of the student's earlier one. Raises
        GuessClosed, InvalidRequest."""
        if self.stage != "open":
            raise GuessClosed("The teacher has closed this guess; no answer is taken any more.")
        if self.choices and answer.text not in self.choices:
            raise InvalidRequest(
                f"{answer.text!r} is none of the answers to choose from.", pointer="/answer"
            )
        others = tuple(other for other in self.answers if other.student != answer.student)
        return replace(self, answers=(*others, answer))

    def answer_of(self, student: int | None) -> str | None:
        return next((each.text for each in self.answers if each.student == student), None)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Returns the bars in the order of the choices, or with the most frequent answer first."""
        counts = Counter(answer.text for answer in self.answers)
        if self.choices:
            return tuple(Bar(choice, counts[choice]) for choice in self.choices)
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        shown = [Bar(answer, count) for answer, count in ranked[:MOST_BARS]]
        rest = sum(count for _, count in ranked[MOST_BARS:])
        return (*shown, Bar("", rest)) if rest else tuple(shown)


def table_of(guesses: Iterable[Guess]) -> str:
    """Returns all answers as CSV, no cell of which a spreadsheet runs."""
    return csv_text([COLUMNS, *(row for guess in guesses for row in _rows(guess))])


def _rows(guess: Guess) -> Iterator[tuple[str, ...]]:
    for answer in sorted(guess.answers, key=lambda each: each.student):
        yield (
            str(guess.number), plain(guess.question), str(answer.student), plain(answer.name),
            plain(answer.text), plain(guess.truth or ""),
        )  # fmt: skip
