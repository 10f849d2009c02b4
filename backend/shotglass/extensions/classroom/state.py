"""The state that the pages of a class show, as the stream sends it whenever it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .guess import Bar, Guess, Stage


@dataclass(frozen=True)
class Push:
    """Where the teacher sent everybody: the fragment of the page's address."""

    number: int
    address: str


@dataclass(frozen=True)
class Student:
    number: int
    name: str
    present: bool
    answered: bool


@dataclass(frozen=True)
class ShownGuess:
    """``own``: the answer of the student who looks. Students see ``bars`` once it is revealed."""

    number: int
    question: str
    choices: tuple[str, ...]
    stage: Stage
    truth: str | None
    answered: int
    own: str | None
    bars: tuple[Bar, ...] | None


@dataclass(frozen=True)
class ClassState:
    """``number`` and ``name`` are the student's own; the teacher alone sees ``code``,
    ``students`` and the ``address`` that they type."""

    role: Literal["teacher", "student"]
    number: int | None
    name: str
    pushed: Push | None
    guess: ShownGuess | None
    code: str | None
    students: tuple[Student, ...] | None
    address: str | None = None


def shown(guess: Guess, student: int | None) -> ShownGuess:
    """Returns the state as a student sees it, or for None the teacher."""
    is_told = student is None or guess.stage == "revealed"
    return ShownGuess(
        number=guess.number,
        question=guess.question,
        choices=guess.choices,
        stage=guess.stage,
        truth=guess.truth if guess.stage == "revealed" else None,
        answered=len(guess.answers),
        own=guess.answer_of(student),
        bars=guess.bars if is_told else None,
    )
