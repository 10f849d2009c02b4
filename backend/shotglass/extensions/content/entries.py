"""The entries of the folder, by kind: a folder of a task or lesson, a file of a run or dataset."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from ...errors import InvalidRequest, Phrase, quoted
from ...parsing import read_plain
from ...rows.columns import Columns
from ...rows.faults import UnreadableRows, Ways, sentence_of
from ...rows.items import read_rows
from ...rows.table import text_of
from ...run_file.form import ENDING
from ...run_file.form import MOST_BYTES as MOST_RUN
from ...run_file.form import read as read_run
from ...run_file.headline import headline
from ...run_file.shape import Misshapen, either
from . import lessons, task_form
from .located import Fault, Faulty, Located, read_json, step_of

Kind = Literal["tasks", "lessons", "runs", "datasets"]
KINDS: tuple[Kind, ...] = ("tasks", "lessons", "runs", "datasets")
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_ENTRIES = 200  # of a kind
MOST_ROWS = 4_000_000  # bytes of a dataset, as the page takes
COLUMNS = ".columns.json"  # behind the name of a dataset: which of its columns is which
MOST_COLUMNS = 10_000  # bytes of that file
MOST_LINES = (
    100_000  # of a dataset: short ones take far longer to read than as many bytes of long ones
)
ENDINGS: Mapping[Kind, tuple[str, ...]] = {
    "runs": (ENDING,),
    "datasets": (".csv", ".tsv", ".json", ".jsonl"),
}
FILES: Mapping[Kind, Mapping[str, int]] = {
    "tasks": dict.fromkeys(task_form.FILES, task_form.MOST_BYTES),
    "lessons": lessons.MOST_BYTES,
}
_NEEDED: Mapping[Kind, str] = {"tasks": "task.json", "lessons": "lesson.en.md"}
_READERS: Mapping[Kind, Callable[[str, Mapping[str, bytes]], dict[str, Any]]] = {
    "tasks": task_form.read_task,
    "lessons": lessons.read_lesson,
}
_WAYS = Ways(columns="", encoding="")  # the file itself is to be mended
Stamp = tuple[tuple[str, int, int], ...]  # of files: names, times of change in ns, sizes


@dataclass(frozen=True)
class Entry:
    """``value``: what was read of it, with its id."""

    id: str
    value: dict[str, Any]


def read_folder(kind: Kind, id: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """A task or a lesson in these files. Raises Faulty."""
    return _READERS[kind](f"{kind}/{id}", files)


def id_of(path: Path, kind: Kind) -> str:
    """The name without the ending that its kind has."""
    ending = next((end for end in ENDINGS.get(kind, ()) if path.name.endswith(end)), "")
    return path.name.removesuffix(ending)


def check_id(name: str, id: str) -> None:
    """Checks the id of what is named ``name`` in faults. Raises Faulty."""
    if not ID.fullmatch(id):
        words = "The name is $name; 1 to 40 small letters, digits and hyphens were expected."
        raise Faulty([Fault(name, None, Phrase(words, name=quoted(id, 60)))])


def most_of(kind: Kind) -> int:
    return MOST_RUN if kind == "runs" else MOST_ROWS


def columns_file(path: Path) -> Path:
    """Returns the file that says what the columns of the dataset at ``path`` are, if there is
    one."""
    return path.with_name(id_of(path, "datasets") + COLUMNS)


def stamp_of(path: Path) -> Stamp:
    """Returns a stamp of the file or of the folder's files, and of what says more of a dataset."""
    beside = columns_file(path)
    inner = sorted(path.iterdir()) if path.is_dir() else [path]
    inner += [beside] if path.parent.name == "datasets" and os.path.lexists(beside) else []
    stats = ((file.name, file.lstat()) for file in inner)
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def read_entry(kind: Kind, path: Path) -> dict[str, Any]:
    """Raises Faulty, and OSError for a file that cannot be read."""
    if kind not in FILES:
        return read_file(kind, path)
    folder, known = f"{kind}/{path.name}", FILES[kind]
    if not path.is_dir():
        detail = Phrase("A folder with $file in it was expected, not a file.", file=_NEEDED[kind])
        raise Faulty([Fault(folder, None, detail)])
    names = sorted(file.name for file in path.iterdir() if not file.name.startswith("."))
    if odd := [name for name in names if name not in known]:
        detail = Phrase(
            "There is no such file of $kind; known are $names.", kind=kind, names=tuple(known)
        )
        raise Faulty([Fault(f"{folder}/{odd[0]}", None, detail)])
    if _NEEDED[kind] not in names:
        detail = Phrase("There is no $file in this folder.", file=_NEEDED[kind])
        raise Faulty([Fault(folder, None, detail)])
    files = {}
    for name in names:
        try:
            files[name] = read_plain(path / name, known[name])
        except OSError as error:
            raise Faulty([unread(f"{folder}/{name}", error)]) from None
    return read_folder(kind, path.name, files)


def unread(name: str, error: OSError) -> Fault:
    why = Phrase.of(error.strerror or str(error))
    return Fault(name, None, Phrase("It cannot be read: $why.", why=why))


def read_file(kind: Kind, path: Path) -> dict[str, Any]:
    """Raises Faulty, and OSError for a file that cannot be read."""
    name = f"{kind}/{path.name}"
    if not path.name.endswith(ENDINGS[kind]):
        detail = Phrase("The name was expected to end in $endings.", endings=either(ENDINGS[kind]))
        raise Faulty([Fault(name, None, detail)])
    try:
        data = read_plain(path, most_of(kind))
        if kind == "runs":
            run = read_run(data)
            models = ", ".join(model["name"] for model in run["models"])
            own = {"view": run["view"], "made": run["made"], "models": models}
            return own | headline(run)
        return _dataset(path, data)
    except UnreadableRows as error:
        raise Faulty(_row_faults(path, error)) from None
    except InvalidRequest as error:
        line = None
        if isinstance(error.__cause__, Misshapen):
            steps = re.findall(r"[^.\[\]]+", error.__cause__.place)
            line = read_json(name, data).line_of(tuple(map(step_of, steps)))
        raise Faulty([Fault(name, line, Phrase.of(error.detail))]) from None


def _dataset(path: Path, data: bytes) -> dict[str, Any]:
    """``items``: how many questions it has; None where a person has yet to say which columns they
    are in. Raises UnreadableRows, Faulty, OSError."""
    text = text_of(data)
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        detail = Phrase("It has more than $most lines.", most=f"{MOST_LINES:,}")
        raise Faulty([Fault(f"datasets/{path.name}", None, detail)])
    beside = columns_file(path)
    chosen = _columns_in(beside) if os.path.lexists(beside) else None
    columns = Columns() if chosen is None else chosen.parsed(Columns)
    named = None if chosen is None else asdict(columns)
    value = {"file": path.name, "columns": named}
    try:
        return value | {"items": len(read_rows(text, columns).items)}
    except UnreadableRows as error:
        fault = error.faults[0]
        if fault["kind"] == "columns":
            return value | {"items": None}
        if chosen is None or fault["kind"] != "column":
            raise
        role = next(role for role, name in asdict(columns).items() if name == fault["column"])
        raise Faulty([chosen.fault((role,), sentence_of(fault, _WAYS))]) from None


def _columns_in(path: Path) -> Located:
    name = f"datasets/{path.name}"
    try:
        return read_json(name, read_plain(path, MOST_COLUMNS))
    except OSError as error:
        raise Faulty([unread(name, error)]) from None


def _row_faults(path: Path, error: UnreadableRows) -> Iterator[Fault]:
    """Yields a fault for each row that is at fault, with its line where a row is one."""
    for fault in error.faults:
        row = None if path.suffix == ".json" else fault.get("row")
        yield Fault(f"datasets/{path.name}", row, sentence_of(fault, _WAYS))
    if error.more:
        detail = Phrase("$count more rows cannot be read.", count=f"{error.more:,}")
        yield Fault(f"datasets/{path.name}", None, detail)
