"""The exporter, a command in a process of its own: what it prints is parsed here, line by line.

The runtime never imports it. It runs with this interpreter, without a shell; its arguments are
words of fixed lists and folders that no request names.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, ClassVar, Literal

from .contract import Task
from .engine.batching.cancellation import CancellationToken
from .engine.library import ModelFolder
from .errors import (
    ExportFailed,
    ImportFailed,
    InvalidRequest,
    MissingExtra,
    ModelFolderError,
    escaped,
)
from .events import Event
from .precisions import Addition, Precision, offers

LOG = logging.getLogger("shotglass.server")
COMMAND = (sys.executable, "-P", "-m", "shotglass")  # -P: not what lies in this folder
INSTALL = "pip install 'shotglass[export]'"
NEEDED = ("shotglass_export", "onnx")
PATIENCE = 5.0  # seconds from asking the process to end until it is ended
TOLD = {kind.code: kind for kind in (MissingExtra, ModelFolderError, ImportFailed)}


@dataclass(frozen=True)
class Progress(Event):
    """``text`` says what is done now, ``share`` how much of the whole is behind it, 0 to 1."""

    type: ClassVar[str] = "progress"
    text: str
    share: float


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
            raise MissingExtra(f"Making graphs needs more packages: {INSTALL} brings them.")

    def run(
        self, model: Path, format: str, precision: str, out: Path, cancelled: CancellationToken
    ) -> Iterator[Progress]:
        """Write the model folder ``model`` to the new folder ``out``. Ends early, and ends the
        process, when ``cancelled`` is set. Raises what the exporter says, ExportFailed else."""
        words = ["export", "--format", format, "--precision", precision, "--json"]
        where = [str(model.absolute()), "--out", str(out.absolute())]
        yield from self._steps([*words, *where], out.parent, {str(out): "The export"}, cancelled)

    def add(
        self, model: Path, addition: Addition, cancelled: CancellationToken
    ) -> Iterator[Progress]:
        """Add a graph to the model folder ``model``, which stays as it is otherwise. Ends and
        raises as ``run`` does."""
        folder = model.absolute()
        words = ["import", str(folder), "--add", addition, "--json"]
        names = {str(folder): folder.name, str(folder.parent): "the folder of models"}
        yield from self._steps(words, folder.parent, names, cancelled)

    def _steps(
        self,
        words: Sequence[str],
        place: Path,
        names: Mapping[str, str],
        cancelled: CancellationToken,
    ) -> Iterator[Progress]:
        """``names``: what folders are called in what the exporter says."""
        with tempfile.TemporaryFile() as complaints:
            process = subprocess.Popen(
                [*self._command, *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                cwd=place,
                text=True,
                encoding="utf-8",
            )
            try:
                with cancelled.calling(lambda: _end(process)):
                    yield from self._followed(process, complaints, names, cancelled)
            finally:
                # Whatever happened, no process is left behind.
                if process.poll() is None:
                    _end(process)
                process.wait()
                if process.stdout is not None:
                    process.stdout.close()

    def _followed(
        self,
        process: subprocess.Popen[str],
        complaints: IO[bytes],
        names: Mapping[str, str],
        cancelled: CancellationToken,
    ) -> Iterator[Progress]:
        assert process.stdout is not None
        done = False
        for line in map(_read, process.stdout):
            kind = line.get("type")
            if kind == "progress":
                yield Progress("", line["text"], min(max(line["share"], 0.0), 1.0))
            elif "error" in line:  # a problem, whose own type may have taken the line's place
                # Its own sentence, without the name of a folder that the asker does not know.
                kind_of_error = TOLD.get(line["error"]["code"], ExportFailed)
                detail = line["detail"]
                for path, name in names.items():
                    detail = detail.replace(path, name)
                raise kind_of_error(detail)
            done = done or kind == "done"
        if not done and not cancelled.is_set():
            code = process.wait()
            complaints.seek(0)
            text = complaints.read().decode(errors="replace")
            LOG.error("The exporter ended with code %s: %s", code, escaped(text[-4000:]))
            raise ExportFailed(
                f"The exporter ended with code {code} before it was done: the server's log has its "
                "last words. Memory or room on the disk may have run out."
            )


def with_graph(
    folder: ModelFolder,
    precision: Precision | None,
    tell: Callable[[str], None],
    exporter: Exporter | None = None,
) -> ModelFolder:
    """The folder with the graph of ``precision``; ``tell`` hears what is done meanwhile.

    Raises MissingExtra, and what the exporter raises. A model that cannot have the graph is left as
    it is; loading it then raises.
    """
    if all(offer.made or offer.name != precision for offer in offers(folder.manifest)):
        return folder
    maker, last = exporter or Exporter(), ""
    maker.require()
    tell(f"{folder.manifest.id} has no 8-bit graph yet: it is made now.")
    for step in maker.add(folder.path, "int8", CancellationToken()):
        if step.text != last:
            tell(step.text)
        last = step.text
    return ModelFolder.open(folder.path)


def _read(text: str) -> dict[str, Any]:
    """A line; what a library prints between them is none."""
    try:
        line = json.loads(text)
    except ValueError:
        LOG.warning("The exporter printed %r", text[:200])
        return {}
    return line if isinstance(line, dict) else {}


def _end(process: subprocess.Popen[str]) -> None:
    """Ask the process to end, and kill it if it has not ended in time."""
    process.terminate()
    late = threading.Timer(PATIENCE, process.kill)
    late.daemon = True
    late.start()


ExportFormat = Literal[
    "portable", "int8", "native", "explain", "hf", "web", "genai", "triton", "gguf", "torch"
]
ExportPrecision = Literal["fp32", "fp16", "int8", "int4"]

FORMATS: Mapping[ExportFormat, tuple[ExportPrecision, ...]] = {  # the natural one first
    "portable": ("fp32", "fp16", "int8", "int4"),
    "int8": ("int8",),
    "native": ("int8", "fp32", "fp16"),
    "explain": ("fp32", "fp16"),
    "hf": ("fp32", "fp16", "int8", "int4"),
    "web": ("fp16",),
    "genai": ("int8", "fp32"),
    "triton": ("fp32", "fp16", "int8", "int4"),
    "gguf": ("fp16", "int8"),
    "torch": ("fp32", "fp16"),
}
MASKED = (
    "portable",
    "int8",
    "explain",
    "hf",
    "triton",
    "torch",
)  # what a model that fills gaps can be exported as


def chosen_precision(
    format: ExportFormat, precision: ExportPrecision | None, task: Task
) -> ExportPrecision:
    """The natural one for None. Raises InvalidRequest with what there is."""
    offered = [name for name in FORMATS if task == "causal-lm" or name in MASKED]
    if format not in offered:
        raise InvalidRequest(
            f"The format {format} cannot be made of this {task} model; it comes as "
            f"{' or '.join(offered)}.",
            pointer="/format",
        )
    if precision is not None and precision not in FORMATS[format]:
        raise InvalidRequest(
            f"The format {format} is not made in {precision}; it comes in "
            f"{' or '.join(FORMATS[format])}.",
            pointer="/precision",
        )
    return precision or FORMATS[format][0]
