"""Our files in every runtime beside the numpy truth; prints the table, and writes it.

    cd tests && python -m outer.conformance.run [--only NAME ..] [--models GROUP ..] [--into FILE]

``make conformance`` runs all of it; with names, the others' rows stay as they were. A runtime that
cannot be had and a file that is refused are rows with the error. Ends with 1 where a file was read
and the logits are not the truth's.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from outer.bench.machine import processor
from outer.bench.peers.process import PeerFailed, Process
from outer.bench.peers.protocol import THREADS, Unsupported
from outer.bench.peers.venvs import NotInstalled

from shotglass.errors import ExportFailed

from .environments import CONFORMANCE
from .formats import FORMATS, File, Format, file_of
from .judging import Cell, judge
from .kept import AnswerFile
from .runtimes import RUNTIMES, Runtime
from .subjects import HOUSE, MASKED, REAL, TINY, Subject, subjects
from .table import Row, Table, put_into

GROUPS = {TINY: "five tiny families", HOUSE: HOUSE, MASKED: MASKED, REAL: "SmolLM2-135M"}
SHAPE = ("layers", "width", "heads", "kv_heads", "head_size", "vocabulary", "context")
WRITTEN = {HOUSE: 32, REAL: 16}  # tokens by the clock


def main(arguments: argparse.Namespace) -> int:
    kept = AnswerFile(CONFORMANCE / "rows.json")
    with TemporaryDirectory() as scratch:
        there = list(subjects(arguments.models, Path(scratch)))
        for runtime in RUNTIMES:
            if _is_wanted(runtime.name, arguments.only):
                kept.put(rows_of(runtime, there, Path(scratch)))
    rows = in_order(kept.rows())
    text = f"{_heading()}\n\n{Table(GROUPS, rows).markdown()}"
    print(text)
    if arguments.into:
        put_into(arguments.into, text)
    wrong = list(strays(rows))
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    return int(bool(wrong))


def in_order(rows: Sequence[Row]) -> list[Row]:
    """As ``RUNTIMES`` and their formats stand; what is no longer there is left out."""
    places = [(runtime.name, format) for runtime in RUNTIMES for format in runtime.formats]
    found = {(row.runtime, row.format): row for row in rows}
    return [found[place] for place in places if place in found]


def strays(rows: Sequence[Row]) -> Iterator[str]:
    """A sentence for each file that was read and is not what the truth says."""
    for row in rows:
        for cell in row.cells:
            if cell.off is not None and not cell.is_near(FORMATS[row.format]):
                yield f"{row.runtime} strays on {row.format} of {cell.subject}: {cell.off}"


def rows_of(runtime: Runtime, there: Sequence[Subject], scratch: Path) -> Iterator[Row]:
    """A row a format; the process is begun anew where it died of a file."""
    process: Process | None = None
    try:
        for format in (FORMATS[name] for name in runtime.formats):
            cells = []
            for subject in there:
                print(f"{runtime.name}: {format.name} of {subject.id}", file=sys.stderr, flush=True)
                if process is None or process.has_ended:
                    process = runtime.start()
                if cell := _cell(process, subject, format, scratch):
                    cells.append(cell)
            if cells and process:
                yield Row(runtime.name, _versions(process), format.name, cells)
    except (NotInstalled, PeerFailed) as error:
        yield Row(runtime.name, "", runtime.formats[0], missing=_sentence(error))
    finally:
        if process is not None:
            process.end()


def _versions(process: Process) -> str:
    first, *others = process.facts["versions"].items()
    return ", ".join([first[1], *(f"{name} {version}" for name, version in others)])


def _cell(process: Process, subject: Subject, format: Format, scratch: Path) -> Cell | None:
    try:
        if (file := file_of(subject, format, scratch)) is None:
            return None
        task = _task(subject, format, file, scratch / "logits.bin")
        seconds = process.ask(**task)["seconds"]
    except (PeerFailed, Unsupported, ExportFailed) as error:
        return Cell(subject.id, subject.group, error=_sentence(error))
    speed = task["tokens"] / seconds if task["tokens"] else None
    return judge(subject, format, Path(task["to"]), speed)


def _task(subject: Subject, format: Format, file: File, logits: Path) -> dict[str, Any]:
    whole = format.interface == "whole" or subject.config.bidirectional
    shape = subject.config.to_json()
    return {key: shape[key] for key in SHAPE} | {
        "graph": str(file.graph),
        "weights": file.weights,
        "interface": "whole" if whole else format.interface,
        "ids": subject.ids,
        "pieces": [len(subject.ids)] if whole else subject.pieces,
        "tokens": 0 if whole else WRITTEN.get(subject.group, 0),
        "to": str(logits),
    }


def _sentence(error: Exception) -> str:
    """What a runtime said, short enough for a note, with no path of this machine in it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = " ".join(lines).split("Stack backtrace")[0]
    said = re.sub(r"Exception from \S+|Check '.*?' failed at \S+|(/[\w.+-]+){2,}/", "", said)
    return re.sub(r"\s+", " ", said)[:400].replace("|", "/").strip()


def _heading() -> str:
    return f"{date.today().isoformat()}, {processor()}, {THREADS} cores."


def _is_wanted(name: str, only: Sequence[str]) -> bool:
    return not only or any(part.lower() in name.lower() for part in only)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--models", nargs="*", default=list(GROUPS), choices=list(GROUPS))
    parser.add_argument("--into", type=Path, help="a document with the markers of the table")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(_arguments()))
