"""The messages between a class and its pages: its state, and again whenever it changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Annotated

from pydantic import AfterValidator, Field

from ...errors import ShotglassError
from ...events import Waiting
from ...server.body import Body, Whole
from ...server.streaming.sse import RunStream
from .classroom import Classroom
from .state import ClassState

MOST_ADDRESS = 8192  # characters, as the page's own links
MOST_CHOICES = 8


def _line(text: str) -> str:
    """Returns the text in one line, without invisible signs that may turn what stands beside
    them."""
    spaced = " ".join(text.split())
    if not spaced.isprintable():
        raise ValueError("a text of printable characters was expected")
    return spaced


def _filled(text: str) -> str:
    if text == "":
        raise ValueError("a text was expected, and not spaces alone")
    return text


Line = AfterValidator(_line)
Filled = AfterValidator(_filled)
Text = Annotated[str, Field(max_length=80), Line, Filled]  # an answer


class JoinBody(Body):
    code: Annotated[str, Field(max_length=20)]
    name: Annotated[str, Field(max_length=40), Line] = ""


class PushBody(Body):
    """``address``: the fragment of the page's address, which leads nowhere else."""

    address: Annotated[str, Field(pattern=r"^#v1/[!-~]+$", max_length=MOST_ADDRESS)]


class GuessBody(Body):
    question: Annotated[str, Field(max_length=200), Line, Filled]
    choices: Annotated[tuple[Text, ...], Field(max_length=MOST_CHOICES, strict=False)] = ()


class AnswerBody(Body):
    guess: Whole
    answer: Text


class EmptyBody(Body):
    """``{}``."""


class RevealBody(Body):
    truth: Text | None = None


class Watching:
    """``streaming.live_run.Events``. It needs no notice: streams are polled 20 times a second."""

    def __init__(
        self, classroom: Classroom, student: int | None, address: str | None = None
    ) -> None:
        """``address``: of the class, which a teacher's page shows."""
        self._classroom, self._student, self._address = classroom, student, address
        self._version = -1
        self._state: ClassState | None = None
        if student is not None:
            classroom.opened(student, 1)

    def poll(self) -> ClassState | None:
        """Raises StopIteration when the class has ended."""
        version = self._classroom.version
        if version == self._version:
            return None
        self._version, state = version, self._classroom.state(self._student)
        if state is None:
            raise StopIteration
        if state == self._state:
            return None
        self._state = state
        return replace(state, address=self._address)

    def notify(self, callback: Callable[[], None]) -> None:
        return

    def waiting(self) -> Waiting | None:
        return None

    def close(self) -> None:
        if self._student is not None:
            self._classroom.opened(self._student, -1)


class ClassStream(RunStream[ClassState]):
    def encoded(self, event: ClassState) -> bytes:
        return f"data: {json.dumps(asdict(event))}\n\n".encode()

    def failed(self, problem: ShotglassError) -> bytes:
        """The page opens another stream when this one ends."""
        return b""
