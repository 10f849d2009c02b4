"""The exporter, a command in a process of its own: what it prints, line by line, is told here.

The server never imports it. It runs with this interpreter, without a shell; its arguments are
words of fixed lists and folders that no request names.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from ..engine.leaving import Leaving
from ..errors import ExportFailed, MissingExtra, ModelFolderError, ShotglassError
from ..shown import escaped
from .export_events import Progress

LOG = logging.getLogger("shotglass.server")
COMMAND = (sys.executable, "-P", "-m", "shotglass", "export")  # -P: not what lies in this folder
INSTALL = "pip install 'shotglass[export]'"
NEEDED = ("shotglass_export", "onnx")
PATIENCE = 5.0  # seconds from asking the process to end until it is ended
TOLD = {kind.code: kind for kind in (MissingExtra, ModelFolderError)}


class Exporter:
    """``command`` prints a JSON object a line: progress, then done or failed."""

    def __init__(self, command: Sequence[str] = COMMAND, needed: Sequence[str] = NEEDED) -> None:
        self._command, self._needed = tuple(command), tuple(needed)

    @property
    def installed(self) -> bool:
        return all(find_spec(name) for name in self._needed)

    def require(self) -> None:
        """Raises MissingExtra where the exporter's packages are not here."""
        if not self.installed:
            raise MissingExtra(f"Exporting needs more packages: {INSTALL} brings them.")

    def run(
        self, model: Path, format: str, precision: str, out: Path, cancelled: Leaving
    ) -> Iterator[Progress]:
        """Write the model folder ``model`` to the new folder ``out``. Ends early, and ends the
        process, when ``cancelled`` is set. Raises what the exporter says, ExportFailed else."""
        words = ["--format", format, "--precision", precision, "--json"]
        where = [str(model.absolute()), "--out", str(out.absolute())]
        with tempfile.TemporaryFile() as complaints:
            process = subprocess.Popen(
                [*self._command, *words, *where],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                cwd=out.parent,
                text=True,
                encoding="utf-8",
            )
            cancelled.tell(lambda: _end(process))
            try:
                yield from self._followed(process, complaints, out, cancelled)
            finally:
                _finish(process)

    def _followed(
        self, process: subprocess.Popen[str], complaints: IO[bytes], out: Path, cancelled: Leaving
    ) -> Iterator[Progress]:
        assert process.stdout is not None
        done = False
        for line in map(_read, process.stdout):
            kind = line.get("type")
            if kind == "progress":
                yield Progress("", line["text"], min(max(line["share"], 0.0), 1.0))
            elif "error" in line:  # a problem, whose own type may have taken the line's place
                raise _said(line, out)
            done = done or kind == "done"
        if not done and not cancelled.is_set():
            raise _silent(process.wait(), complaints)


def _read(text: str) -> dict[str, Any]:
    """A line; what a library prints between them is none."""
    try:
        line = json.loads(text)
    except ValueError:
        LOG.warning("The exporter printed %r", text[:200])
        return {}
    return line if isinstance(line, dict) else {}


def _said(line: dict[str, Any], out: Path) -> ShotglassError:
    """The exporter's own sentence, without the name of a folder that the asker does not know."""
    kind = TOLD.get(line["error"]["code"], ExportFailed)
    return kind(line["detail"].replace(str(out), "The export"))


def _silent(code: int, complaints: IO[bytes]) -> ExportFailed:
    complaints.seek(0)
    text = complaints.read().decode(errors="replace")
    LOG.error("The exporter ended with code %s: %s", code, escaped(text[-4000:]))
    return ExportFailed(
        f"The exporter ended with code {code} before it was done: the server's log has its last "
        "words. Memory or room on the disk may have run out."
    )


def _end(process: subprocess.Popen[str]) -> None:
    """Ask it to end; who does not within the patience is ended."""
    process.terminate()
    late = threading.Timer(PATIENCE, process.kill)
    late.daemon = True
    late.start()


def _finish(process: subprocess.Popen[str]) -> None:
    """Whatever happened, no process is left behind."""
    if process.poll() is None:
        _end(process)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
