"""Training runs as files: what ``metrics.jsonl`` holds, and reading it while it is being written.

A run is a folder that holds ``metrics.jsonl``, one JSON object a line, and where they are there
``recipe.toml`` and ``data.json``. Each line names its ``kind``; the classes of ``KINDS`` say what a
line of that kind holds, others are of a later version. Times are Unix seconds. A number that was
NaN or infinite is read as None.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..errors import RunFolderError
from ..parsing import fits, loads, open_plain

FORMAT = 1
METRICS = "metrics.jsonl"
RECIPE = "recipe.toml"
DATA = "data.json"
MOST_BYTES = 16 << 20  # of metrics.jsonl; a thousand lines are 200 kB
MOST_LINE = 1 << 18  # bytes

Line = Mapping[str, Any]

Scores = tuple[tuple[float | None, ...], ...]  # a score a head, a list a layer


@dataclass(frozen=True, kw_only=True)
class StartLine:
    kind: Literal["start"]
    time: float
    name: str
    recipe: Mapping[str, Any]  # the TOML as an object
    parameters: float
    trained: float | None = None  # parameters
    tokens_total: float
    steps_total: float
    format: float | None = None
    device: str | None = None
    precision: str | None = None
    compiled: bool | None = None
    ceiling_flops: float | None = None
    flops_per_token: float | None = None
    commit: str | None = None
    notes: Any = None


@dataclass(frozen=True, kw_only=True)
class ResumeLine:
    """What an interrupted run had beyond its step was taken out of the file."""

    kind: Literal["resume"]
    step: float
    time: float


@dataclass(frozen=True, kw_only=True)
class _Measured:
    step: float  # after which it was measured
    tokens: float
    label_predictions: float | None = None
    time: float | None = None


@dataclass(frozen=True, kw_only=True)
class StepLine(_Measured):
    kind: Literal["step"]
    loss: float | None  # nats
    learning_rate: float | None = None
    gradient_norm: float | None = None
    tokens_per_second: float | None = None
    mfu: float | None = None
    eta: float | None = None  # seconds


@dataclass(frozen=True, kw_only=True)
class HeldLine(_Measured):
    kind: Literal["held"]
    bits_per_byte: Mapping[str, float | None]  # by held-out source
    bytes: Mapping[str, float] | None = None


@dataclass(frozen=True, kw_only=True)
class ProbeLine(_Measured):
    kind: Literal["probe"]
    family: str
    split: str
    k: float
    ways: float | None = None  # labels of each question, where all have as many
    chance: float | None = None  # the share that a guess gets right
    n: float
    form: float | None  # mean mass on the labels
    choice: float  # how many of the n were right


@dataclass(frozen=True)
class RepeatedQuestion:
    """``share``: of the right answer, where the model chooses among answers."""

    input: str
    expected: str
    says: str
    share: float | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionsLine(_Measured):
    """The same questions each time: what a fine-tuned run says of rows that are held out, or of the
    beginnings of held-out text."""

    kind: Literal["questions"]
    n: float
    right: float | None  # how many of the n; None where answers are free
    chance: float | None = None  # the share that a guess gets right
    form: float | None = None  # mean mass on the answers
    nats: float | None  # of the right answer, mean; None of text
    items: tuple[RepeatedQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class ChainsLine(_Measured):
    """Distances (KL, nats) of what three readers say of Markov chains from what the model says
    (Edelman et al. 2024): "uniform", "unigram", "bigram"."""

    kind: Literal["chains"]
    distances: Mapping[str, float | None]


@dataclass(frozen=True, kw_only=True)
class HeadsLine(_Measured):
    """Induction and previous-token scores (Olsson et al. 2022)."""

    kind: Literal["heads"]
    induction: Scores
    previous: Scores


@dataclass(frozen=True, kw_only=True)
class DoneLine(_Measured):
    kind: Literal["done"]
    seconds: float


KINDS: Mapping[str, type] = {
    "start": StartLine, "step": StepLine, "held": HeldLine, "probe": ProbeLine,
    "questions": QuestionsLine, "chains": ChainsLine, "heads": HeadsLine, "resume": ResumeLine,
    "done": DoneLine,
}  # fmt: skip


@dataclass(frozen=True)
class MetricsReading:
    """``offset``: where the next reading goes on, in bytes. ``faulty``: lines that are none."""

    lines: tuple[Line, ...]
    offset: int
    faulty: int = 0


def read(path: Path, offset: int = 0) -> MetricsReading:
    """The whole lines of a metrics file from ``offset`` on; a last line that is still being
    written is left for the next time. Lines of kinds that are not known here are left out.

    Raises RunFolderError for one that is no plain file, cannot be read or holds more than
    ``MOST_BYTES`` there.
    """
    try:
        with open_plain(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size - offset > MOST_BYTES:
                raise RunFolderError(
                    f"{METRICS} holds {size:,} bytes; {MOST_BYTES:,} at most are read. Keep every "
                    "tenth line of it."
                )
            file.seek(offset)
            data = file.read(MOST_BYTES)
    except OSError as error:
        raise RunFolderError(f"{METRICS} cannot be read: {error.strerror}.") from error
    whole = data[: data.rfind(b"\n") + 1]
    parsed = [parse(text) for text in whole.splitlines() if text.strip()]
    lines = tuple(line for line in parsed if line is not None)
    known = tuple(line for line in lines if line["kind"] in KINDS)
    return MetricsReading(known, offset + len(whole), len(parsed) - len(lines))


def parse(text: bytes) -> Line | None:
    """One line; None for one that is no object of a known kind with what that kind needs."""
    if len(text) > MOST_LINE:
        return None
    try:
        line = loads(text, parse_constant=lambda _: None, parse_float=_finite)
    except ValueError:
        return None
    if not isinstance(line, dict) or not isinstance(line.get("kind"), str):
        return None
    kind = KINDS.get(line["kind"])  # none of a later version's; the caller leaves it out
    return line if kind is None or fits(kind, line) else None


def _finite(text: str) -> float | None:
    value = float(text)  # 1e999 is infinite
    return value if math.isfinite(value) else None


def series_of(line: Line) -> tuple[Any, ...]:
    """Which curve a line is a point of."""
    if line["kind"] == "probe":
        return ("probe", line["family"], line["split"], line["k"])
    return (line["kind"],)


def thinned(lines: Sequence[Line], most: int, in_all: int) -> list[Line]:
    """The lines in their order, of each curve at most ``most``, evenly taken with the first and
    the last of them, and of all together about ``in_all``."""
    places: dict[tuple[Any, ...], list[int]] = {}
    for place, line in enumerate(lines):
        places.setdefault(series_of(line), []).append(place)
    # The largest share of each, from 2 to ``most``, with which all together stay in the
    # bound.
    sizes = [len(group) for group in places.values()]
    share = most
    while share > 2 and sum(min(size, share) for size in sizes) > in_all:
        share -= 1
    chosen: list[int] = []
    for group in places.values():
        if len(group) > share:
            last = len(group) - 1
            group = [group[round(i * last / (share - 1))] for i in range(share)]
        chosen += group
    return [lines[place] for place in sorted(chosen)]


class MetricsTail:
    """New lines of the file at ``path`` from ``offset`` on.

    A resumed run removes lines from its file, which is then another file: all lines from the first
    ``resume`` that is newer than what was read before are given again, so that a reader who drops
    the points beyond its step has one clean curve. A run that was started afresh is given from its
    start.
    """

    def __init__(self, path: Path, offset: int) -> None:
        self._path, self._offset = path, offset
        state = _look(path)
        self._file = state[0] if state is not None and _at_a_line(path, offset) else None
        self._newest = 0.0  # Unix seconds

    def read(self) -> list[Line]:
        """Empty while there is nothing new, or no file."""
        state = _look(self._path)
        if state is None:
            return []
        identity, size = state
        anew = identity != self._file or size < self._offset
        try:
            reading = read(self._path, 0 if anew else self._offset)
        except RunFolderError:
            return []
        self._file, self._offset = identity, reading.offset
        fresh = reading.lines[self._first_untold(reading.lines) if anew else 0 :]
        times = [line["time"] for line in reading.lines if line.get("time") is not None]
        self._newest = max([self._newest, *times])
        return list(fresh)

    def _first_untold(self, lines: Sequence[Line]) -> int:
        for place, line in enumerate(lines):
            if line["kind"] == "resume" and line["time"] > self._newest:
                return place
        return 0


def _look(path: Path) -> tuple[int, int] | None:
    """Which file it is, and its size."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size


def _at_a_line(path: Path, offset: int) -> bool:
    """Whether a line begins there."""
    if offset == 0:
        return True
    try:
        with open_plain(path) as file:
            file.seek(0, os.SEEK_END)
            if file.tell() < offset:
                return False
            file.seek(offset - 1)
            return file.read(1) == b"\n"
    except OSError:
        return False
