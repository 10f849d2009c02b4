"""A class, under one lock. It is kept nowhere: it ends with the server, or when the teacher ends
it.

A student has a seat, which a token in a cookie stands for. The seats are bounded: who has been away
for longest gives theirs up for a new one, and whoever's page is open keeps it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from time import monotonic

from ...errors import ShotglassError, TryLater
from .guess import GivenAnswer, Guess, GuessClosed, table_of
from .limits import Allowance, network
from .state import ClassState, Push, Student, shown

MOST_SEATS = 240
MOST_AT_ADDRESS = 160  # a school behind one router, and some places for others
MOST_GUESSES = 200
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no two of which look alike


class WrongCode(ShotglassError):
    code, title, status = "wrong_class_code", "This is not the code of the class", 403


class ClassFull(TryLater):
    code, title, status = "class_full", "The class is full", 429


@dataclass(frozen=True)
class Seat:
    """``left``: when its last page was closed, in seconds; ``pages``: how many are open."""

    number: int
    name: str
    network: str
    left: float
    pages: int = 0


class Classroom:
    """Thread-safe. ``version`` changes with everything that a page shows."""

    def __init__(self, code: str) -> None:
        self.code, self.version = code, 0
        self._lock = threading.RLock()
        self._seats: dict[bytes, Seat] = {}  # by the digest of the token
        self._guesses: list[Guess] = []
        self._pushed: Push | None = None
        self._last = 0  # number of a seat or a push
        self._wrong, self._joins = Allowance(30, 0.5), Allowance(MOST_AT_ADDRESS, 1.0)
        self._answers = Allowance(10, 1.0)

    def join(self, code: str, name: str, address: str, token: str = "") -> str:
        """A seat's token; with the ``token`` of a seat that is there, the same one under another
        name. Raises TooOften, WrongCode, ClassFull."""
        client = network(address)
        self._wrong.require(client)
        if not compare_digest(_digest(spelled(code)), _digest(spelled(self.code))):
            self._wrong.spend(client)
            raise WrongCode("This is not the code of the class; look at it once more.")
        self._joins.take(client)
        with self._lock:
            self.version += 1
            seat = self._seats.get(_digest(token))
            if seat is not None:
                self._seats[_digest(token)] = replace(seat, name=name)
                return token
            self._make_room(client)
            token, self._last = token_urlsafe(32), self._last + 1
            self._seats[_digest(token)] = Seat(self._last, name, client, monotonic())
            return token

    def student(self, token: str) -> int | None:
        """The number of the seat that the token stands for."""
        with self._lock:
            seat = self._seats.get(_digest(token))
        return None if seat is None else seat.number

    def push(self, address: str) -> None:
        with self._lock:
            self.version += 1
            self._last += 1
            self._pushed = Push(self._last, address)

    def ask(self, question: str, choices: tuple[str, ...]) -> None:
        """Opens a guess; the one before is closed. Raises ClassFull."""
        with self._lock:
            if len(self._guesses) == MOST_GUESSES:
                raise ClassFull(
                    f"{MOST_GUESSES} guesses are as many as a class has; save the answers and end "
                    "the class."
                )
            self.version += 1
            if self._guesses and self._guesses[-1].stage == "open":
                self._guesses[-1] = replace(self._guesses[-1], stage="closed")
            self._guesses.append(Guess(len(self._guesses) + 1, question, choices))

    def close(self) -> None:
        """Raises GuessClosed where none is open."""
        with self._lock:
            self._change(replace(self._latest("open"), stage="closed"))

    def reveal(self, truth: str | None) -> None:
        """Everybody sees all answers, and what came out. Raises GuessClosed."""
        with self._lock:
            self._change(replace(self._latest("open", "closed"), stage="revealed", truth=truth))

    def answer(self, student: int, guess: int, text: str) -> None:
        """Raises TooOften, GuessClosed, InvalidRequest."""
        self._answers.take(str(student))
        with self._lock:
            latest = self._latest("open")
            seat = self._seat(student)
            if latest.number != guess or seat is None:
                raise GuessClosed("Another question is open by now; look at it once more.")
            self._change(latest.with_answer(GivenAnswer(student, seat[1].name, text)))

    def end(self) -> None:
        """Forgets everybody and everything; the code stays."""
        with self._lock:
            self.version += 1
            self._seats.clear()
            self._guesses.clear()
            self._pushed = None

    def opened(self, student: int, change: int) -> None:
        """A page of the student's was opened (1) or closed (-1)."""
        with self._lock:
            if (pair := self._seat(student)) is not None:
                self.version += 1
                key, seat = pair
                self._seats[key] = replace(seat, pages=seat.pages + change, left=monotonic())

    def state(self, student: int | None) -> ClassState | None:
        """Returns the state as a student sees it, or for None the teacher. Returns None where the
        student has no seat."""
        with self._lock:
            latest = self._guesses[-1] if self._guesses else None
            pair = None if student is None else self._seat(student)
            if student is not None and pair is None:
                return None
            answered = {answer.student for answer in latest.answers} if latest else set()
            students = tuple(
                Student(seat.number, seat.name, seat.pages > 0, seat.number in answered)
                for seat in self._seats.values()
            )
            return ClassState(
                role="teacher" if student is None else "student",
                number=student,
                name=pair[1].name if pair else "",
                pushed=self._pushed,
                guess=shown(latest, student) if latest else None,
                code=self.code if student is None else None,
                students=students if student is None else None,
            )

    def table(self) -> str:
        """Every answer of the class as CSV."""
        with self._lock:
            return table_of(self._guesses)

    def _make_room(self, client: str) -> None:
        """Makes room where the class is full, or the client has all the seats that one may have."""
        there = [seat for seat in self._seats.values() if seat.network == client]
        within = list(self._seats.values()) if len(self._seats) >= MOST_SEATS else there
        if len(self._seats) < MOST_SEATS and len(there) < MOST_AT_ADDRESS:
            return
        away = [seat for seat in within if seat.pages == 0]
        if not away:
            raise ClassFull(f"{len(within)} pages of the class are open, as many as there may be.")
        longest = min(away, key=lambda seat: seat.left).number
        self._seats = {key: seat for key, seat in self._seats.items() if seat.number != longest}

    def _seat(self, student: int) -> tuple[bytes, Seat] | None:
        return next((pair for pair in self._seats.items() if pair[1].number == student), None)

    def _latest(self, *stages: str) -> Guess:
        if not self._guesses or self._guesses[-1].stage not in stages:
            raise GuessClosed("No guess is open. The teacher opens one on the page of the class.")
        return self._guesses[-1]

    def _change(self, guess: Guess) -> None:
        self.version += 1
        self._guesses[-1] = guess


def code_of(secret: str) -> str:
    """Returns a code of eight characters, the same for the same secret, which it does not give
    away."""
    number = int.from_bytes(_digest(f"class of {secret}")[:5], "big")
    letters = [LETTERS[number >> shift & 31] for shift in range(0, 40, 5)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def spelled(code: str) -> str:
    """However it was typed."""
    return "".join(filter(str.isalnum, code)).upper()


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
