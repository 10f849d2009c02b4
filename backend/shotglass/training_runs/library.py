"""Training runs on disk: those that ship with the package and those made here, and their state."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..contract import ID_PATTERN
from ..errors import RunFolderError, RunNotFound
from ..parsing import loads, read_plain
from .metrics import DATA, FORMAT, METRICS, RECIPE, Line, MetricsReading, read

RECORDED = Path(__file__).parents[1] / "recorded_runs"
YOUNG = 120.0  # seconds; a run that has written nothing for longer is no longer going
MOST_RECIPE = 1 << 16  # bytes of recipe.toml
MOST_DATA = 1 << 20  # bytes of data.json

State = Literal["running", "finished", "stopped"]
Origin = Literal["recorded", "here"]


@dataclass(frozen=True)
class TrainingRunRecord:
    """A run as it was read. ``touched``: when its file was last written to, Unix seconds."""

    id: str
    origin: Origin
    folder: Path
    reading: MetricsReading
    touched: float

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines in their order; the first is the start."""
        return self.reading.lines

    @property
    def start(self) -> Line:
        return self.lines[0]

    @property
    def metrics(self) -> Path:
        return self.folder / METRICS

    @property
    def recipe_text(self) -> str | None:
        """The recipe as it was written, where it lies beside the metrics."""
        return _text(self.folder / RECIPE, MOST_RECIPE)

    @property
    def data(self) -> dict[str, Any] | None:
        """Returns what ``data.json`` says of the text it was trained on."""
        try:
            content = loads(_text(self.folder / DATA, MOST_DATA) or "null")
        except ValueError:
            return None
        return content if isinstance(content, dict) else None

    def last(self, kind: str) -> Line | None:
        return next((line for line in reversed(self.lines) if line["kind"] == kind), None)

    def state(self, now: float | None = None) -> State:
        """``running`` when it is made here, not done, and has written something lately."""
        if self.last("done") is not None:
            return "finished"
        age = (time.time() if now is None else now) - self.touched
        return "running" if self.origin == "here" and age < YOUNG else "stopped"


_Sign = tuple[str, int, int, int]  # id, inode, size and time of writing of its file
_Known = tuple[_Sign, TrainingRunRecord]


class TrainingRunLibrary:
    """Runs by id. A run made here that has the name of a recorded one is called ``<name>.here``.

    Thread-safe; a file is read again only when it has changed.
    """

    def __init__(self, recorded: Path, here: Path | None) -> None:
        self._recorded, self._here = recorded, here
        self._known: dict[Path, _Known] = {}
        self._lock = threading.Lock()

    def runs(self) -> list[TrainingRunRecord]:
        """Returns all runs that can be read: the recorded ones, then those made here, by name."""
        return self._look()[0]

    def broken(self) -> dict[str, str]:
        """Folder name -> why it cannot be shown."""
        return self._look()[1]

    def run(self, id: str) -> TrainingRunRecord:
        """Raises RunNotFound with what there is, RunFolderError for one that cannot be shown."""
        runs, faults = self._look()
        for run in runs:
            if run.id == id:
                return run
        if id in faults:
            raise RunFolderError(faults[id])
        known = ", ".join(run.id for run in runs) or "none"
        raise RunNotFound(f"There is no training run {id!r} here. There are: {known}.")

    def _look(self) -> tuple[list[TrainingRunRecord], dict[str, str]]:
        records: dict[str, TrainingRunRecord] = {}
        faults: dict[str, str] = {}
        with self._lock:
            before, self._known = self._known, {}
            for folder, origin in self._folders():
                id = folder.name if folder.name not in records else f"{folder.name}.here"
                try:
                    record = self._record(folder, id, origin, before.get(folder))
                except RunFolderError as error:
                    faults.setdefault(id, error.detail)
                else:
                    if record.lines:  # else nothing has been written yet
                        records.setdefault(id, record)
        return list(records.values()), faults

    def _folders(self) -> Iterator[tuple[Path, Origin]]:
        roots: tuple[tuple[Path | None, Origin], ...] = (
            (self._recorded, "recorded"),
            (self._here, "here"),
        )
        for root, origin in roots:
            if root is not None and root.is_dir():
                paths = sorted(path.parent for path in root.glob(f"[!.]*/{METRICS}"))
                yield from ((path, origin) for path in paths if ID_PATTERN.fullmatch(path.name))

    def _record(
        self, folder: Path, id: str, origin: Origin, known: _Known | None
    ) -> TrainingRunRecord:
        try:
            stat = (folder / METRICS).stat()
        except OSError as error:
            raise RunFolderError(f"{METRICS} cannot be read: {error.strerror}.") from error
        sign = (id, stat.st_ino, stat.st_size, stat.st_mtime_ns)
        if known is None or known[0] != sign:
            reading = _read_on(folder / METRICS, sign, known)
            if reading.lines or reading.faulty:
                if not reading.lines or reading.lines[0]["kind"] != "start":
                    raise RunFolderError(f"{METRICS} does not begin with what was started.")
                if reading.lines[0].get("format") != FORMAT:
                    raise RunFolderError(
                        f"{METRICS} is of format {reading.lines[0].get('format')!r}; this version "
                        f"reads {FORMAT}."
                    )
            known = (sign, TrainingRunRecord(id, origin, folder, reading, stat.st_mtime))
        self._known[folder] = known
        return known[1]


def _read_on(path: Path, sign: _Sign, known: _Known | None) -> MetricsReading:
    """The whole file; of one that has only grown, what is new behind what was read."""
    if known is None or known[0][:2] != sign[:2] or sign[2] < known[1].reading.offset:
        return read(path)
    before = known[1].reading
    more = read(path, before.offset)
    return MetricsReading(before.lines + more.lines, more.offset, before.faulty + more.faulty)


def _text(path: Path, most: int) -> str | None:
    """None where there is no such plain file, or one too large or not UTF-8."""
    try:
        return read_plain(path, most).decode()
    except (OSError, UnicodeDecodeError):
        return None
