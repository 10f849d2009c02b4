"""The folder itself: what lies in it, read when it is asked for and again when it has changed.

Names are ids, never paths. Nothing is opened through a link, and nothing that is no plain file.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from ...errors import (
    InvalidRequest,
    Phrase,
    escaped,
    of_disk,
    one_line,
)
from ...parsing import read_plain
from .entries import (
    COLUMNS,
    KINDS,
    MOST_ENTRIES,
    Entry,
    Kind,
    Stamp,
    check_id,
    columns_file,
    id_of,
    most_of,
    read_entry,
    read_folder,
    stamp_of,
    unread,
)
from .errors import InvalidContent, NameTaken, NotWritable
from .located import UTF_8, Fault, Faulty
from .opens import unknown_in

LOG = logging.getLogger("shotglass.content")


@dataclass(frozen=True)
class Content:
    """The entries that can be shown, by kind and id, and the faults of the rest."""

    entries: Mapping[Kind, Mapping[str, Entry]]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class ContentFolder:
    """``writable``: whether the page may add tasks and lessons."""

    path: Path
    writable: bool = False
    _logged: dict[str, str] = field(default_factory=dict)  # faults in the log, with their files
    _read: dict[str, tuple[Stamp, Entry | tuple[Fault, ...]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        if not self.path.is_dir():
            raise InvalidRequest(f"--content is {str(self.path)!r}; a folder was expected.")

    @property
    def name(self) -> str:
        return escaped(self.path.resolve().name)

    def content(self) -> Content:
        """Returns the content as it is now. A class that opens the page reads it once, and not each
        page by itself. The log says what is not shown, and when it is shown again."""
        with self._lock:
            content = self._content()
            self._log(content.faults)
            return content

    def _log(self, faults: Iterable[Fault]) -> None:
        """Logs what is new since the last reading."""
        now = {str(fault): fault.file for fault in faults}
        for line in (line for line in now if line not in self._logged):
            LOG.warning("%s", one_line(f"Not shown: {line}"))
        for file in sorted({*self._logged.values()} - {*now.values()}):
            LOG.warning("%s", one_line(f"Mended, or taken away: {file}"))
        self._logged.clear()
        self._logged.update(now)

    def _content(self) -> Content:
        entries: dict[Kind, dict[str, Entry]] = {kind: {} for kind in KINDS}
        faults = list(self.strangers())
        for kind in KINDS:
            for number, path in enumerate(self._paths(kind)):
                if number == MOST_ENTRIES:
                    words = "There are more than $most; the others are left out."
                    detail = Phrase(words, most=MOST_ENTRIES)
                    faults.append(Fault(kind, None, detail))
                    break
                entry = self._entry(kind, path)
                if not isinstance(entry, Entry):
                    faults += entry
                elif entry.id in entries[kind]:
                    words = "There is another file of the name $name; rename one."
                    detail = Phrase(words, name=repr(entry.id))
                    faults.append(Fault(f"{kind}/{path.name}", None, detail))
                else:
                    entries[kind][entry.id] = entry
        faults += self._stray_columns()
        for id, fault in self._dead_ends(entries).items():
            del entries["lessons"][id]
            faults.append(fault)
        return Content(entries, tuple(faults))

    def _stray_columns(self) -> Iterator[Fault]:
        """Files that say what the columns of a dataset are that is not there."""
        names = {columns_file(path).name for path in self._paths("datasets")}
        for path in self._files("datasets"):
            if path.name.endswith(COLUMNS) and path.name not in names:
                words = "There is no dataset $name, whose columns it could name."
                id = path.name.removesuffix(COLUMNS)
                yield Fault(f"datasets/{path.name}", None, Phrase(words, name=repr(id)))

    def _dead_ends(self, entries: Mapping[Kind, Mapping[str, Entry]]) -> dict[str, Fault]:
        """Lessons that open what is not there, by id."""
        tasks, lessons = entries["tasks"], entries["lessons"]
        faults = {}
        for id, lesson in lessons.items():
            if unknown := unknown_in(_opens(lesson.value), tasks, lessons):
                file = f"lessons/{id}/lesson.en.md"
                try:
                    text = read_plain(self.path / file, most_of("lessons")).decode(UTF_8)
                except OSError:  # it is gone since
                    text = ""
                faults[id] = Fault(file, _line_of_opens(text), unknown)
        return faults

    def entry(self, kind: Kind, id: str) -> Entry | None:
        """Returns the entry under that id, or None where none is in order."""
        return next((entry for _, entry in self._named(kind, id)), None)

    def bytes_of(self, kind: Kind, id: str) -> bytes | None:
        """The file of a run or a dataset that is in order; None where there is none."""
        return next((read_plain(path, most_of(kind)) for path, _ in self._named(kind, id)), None)

    def _named(self, kind: Kind, id: str) -> Iterator[tuple[Path, Entry]]:
        """Found among what is there: an id is never made a path."""
        for path in self._paths(kind):
            entry = self._entry(kind, path) if id_of(path, kind) == id else ()
            if isinstance(entry, Entry):
                yield path, entry

    def strangers(self) -> Iterator[Fault]:
        """Folders of other names: what lies there would be missed."""
        for path in sorted(self.path.iterdir()):
            known = path.name in KINDS or path.name.startswith(".")
            if path.is_symlink() and not path.name.startswith("."):
                detail = Phrase("It is a link; the folder itself was expected here.")
                yield Fault(path.name, None, detail)
            elif path.is_dir() and not known:
                words = "There is no such folder of content; known are $names."
                yield Fault(path.name, None, Phrase(words, names=KINDS))

    def _paths(self, kind: Kind) -> list[Path]:
        """Returns the paths of the folder's entries."""
        return [path for path in self._files(kind) if not path.name.endswith(COLUMNS)]

    def _files(self, kind: Kind) -> list[Path]:
        folder = self.path / kind
        if folder.is_symlink() or not folder.is_dir():
            return []
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))

    def _entry(self, kind: Kind, path: Path) -> Entry | tuple[Fault, ...]:
        """Read again where a file has changed."""
        name = f"{kind}/{path.name}"
        try:
            if path.is_symlink():
                detail = Phrase("It is a link; the file itself was expected.")
                raise Faulty([Fault(name, None, detail)])
            check_id(name, id := id_of(path, kind))
            stamp = stamp_of(path)
            before = self._read.get(name)
            if before is not None and before[0] == stamp:
                return before[1]
            entry: Entry | tuple[Fault, ...]
            try:
                value = read_entry(kind, path)
                entry = Entry(id, {"id": id} | value)
            except Faulty as error:
                entry = error.faults
            except OSError:
                raise
            except Exception as error:  # a fault of ours hides no other entry
                LOG.error("%s: unexpected error", escaped(name), exc_info=error)
                detail = Phrase("An error nobody expected; the server's log has it.")
                entry = (Fault(name, None, detail),)
            self._read[name] = stamp, entry
            return entry
        except Faulty as error:
            return error.faults
        except OSError as error:
            return (unread(name, error),)

    def add(self, kind: Kind, id: str, files: Mapping[str, str]) -> None:
        """A new folder of a task or lesson, there whole or not at all.

        Raises NotWritable where nothing may be written, NameTaken for an id that is there, and
        InvalidContent with every fault of the files.
        """
        if not self.writable:
            raise NotWritable(
                f"The folder {self.name} may only be read: start the server with --content-write."
            )
        data = {name: text.encode() for name, text in files.items()}
        try:
            check_id(f"{kind}/{id:.60}", id)
            value = read_folder(kind, id, data)
            if kind == "lessons":
                entries = self.content().entries
                names = {*entries["lessons"], id}
                if unknown := unknown_in(_opens(value), entries["tasks"], names):
                    line = _line_of_opens(files["lesson.en.md"])
                    raise Faulty([Fault(f"lessons/{id}/lesson.en.md", line, unknown)])
        except Faulty as error:
            raise InvalidContent(str(error), [fault.shown() for fault in error.faults]) from None
        try:
            self.write(kind, id, data)
        except OSError as error:
            raise NotWritable(of_disk(error)) from None

    def write(self, kind: Kind, id: str, files: Mapping[str, bytes]) -> None:
        """A new folder, there whole or not at all. Raises NotWritable, NameTaken, OSError."""
        parent = self.path / kind
        if parent.is_symlink():
            raise NotWritable(f"{kind} of {self.name} is a link; nothing is written through it.")
        parent.mkdir(exist_ok=True)
        if len(list(parent.iterdir())) >= MOST_ENTRIES:
            raise InvalidRequest(f"There are {MOST_ENTRIES} {kind} already; take some away first.")
        made = mkdtemp(prefix=".", dir=parent)
        try:
            for name, content in files.items():
                with open(os.path.join(made, name), "xb") as file:
                    file.write(content)
            os.chmod(made, 0o755)
            if (parent / id).exists() or (parent / id).is_symlink():
                raise NameTaken(
                    f"There is {kind}/{id} already; choose another name.", pointer="/id"
                )
            os.rename(made, parent / id)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise


def _opens(lesson: Mapping[str, Any]) -> str:
    return str(lesson["en"]["head"]["opens"])


def _line_of_opens(text: str) -> int | None:
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.startswith("opens:")), None)
