"""Our files in every runtime beside the numpy truth; prints the table and puts it into the README.

    cd tests && python -m conformance.run [--only NAME ..] [--models GROUP ..] [--readme FILE]

``make conformance`` runs all of it. A runtime that cannot be had and a file that is refused are
rows with the error. Ends with 1 where a file was read and the logits are not the truth's.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.machine import processor
from bench.peers.process import PeerFailed, Process
from bench.peers.protocol import THREADS, Unsupported
from bench.peers.venvs import NotInstalled

from .formats import FORMATS, Format, file_of, weights_of
from .judging import Cell, judge
from .runtimes import RUNTIMES, Runtime
from .subjects import HOUSE, REAL, TINY, Subject, subjects
from .table import Row, Table, put_into

GROUPS = {TINY: "five tiny families", HOUSE: HOUSE, REAL: "SmolLM2-135M"}
SHAPE = ("layers", "width", "heads", "kv_heads", "head_size", "vocabulary", "context")
WRITTEN = {HOUSE: 32, REAL: 16}  # tokens by the clock


def main(arguments: argparse.Namespace) -> int:
    with TemporaryDirectory() as scratch:
        there = list(subjects(arguments.models, Path(scratch)))
        chosen = [r for r in RUNTIMES if _is_wanted(r.name, arguments.only)]
        rows = [row for runtime in chosen for row in rows_of(runtime, there, Path(scratch))]
    table = Table({group: GROUPS[group] for group in arguments.models}, rows)
    text = f"{_heading()}\n\n{table.markdown()}"
    print(text)
    if arguments.readme:
        put_into(arguments.readme, text)
    wrong = [
        (r, c)
        for r in rows
        for c in r.cells
        if c.off is not None and not c.is_near(FORMATS[r.format])
    ]
    for row, cell in wrong:
        print(
            f"{row.runtime} is off on {row.format} of {cell.subject}: {cell.off}", file=sys.stderr
        )
    return int(bool(wrong))


def rows_of(runtime: Runtime, there: Sequence[Subject], scratch: Path) -> Iterator[Row]:
    """A row a format; the process is begun anew where it died of a file."""
    process: Process | None = None
    try:
        for format in (FORMATS[name] for name in runtime.formats):
            cells, version = [], ""
            for subject in there:
                if (file := file_of(subject, format)) is None:
                    continue
                if process is None or process.has_ended:
                    process = runtime.start()
                version = ", ".join(process.facts["versions"].values())
                cells.append(_cell(process, subject, format, file, scratch))
                print(f"{runtime.name}: {format.name} of {subject.id}", file=sys.stderr, flush=True)
            if cells:
                yield Row(runtime.name, version, format.name, cells)
    except (NotInstalled, PeerFailed) as error:
        yield Row(runtime.name, "", runtime.formats[0], missing=_sentence(error))
    finally:
        if process is not None:
            process.end()


def _cell(process: Process, subject: Subject, format: Format, file: Path, scratch: Path) -> Cell:
    whole = format.interface == "whole" or subject.config.bidirectional
    tokens = 0 if whole else WRITTEN.get(subject.group, 0)
    logits, shape = scratch / "logits.bin", subject.config.to_json()
    task = {key: shape[key] for key in SHAPE} | {
        "graph": str(file),
        "weights": weights_of(subject, format),
        "interface": "whole" if whole else format.interface,
        "ids": subject.ids,
        "pieces": [len(subject.ids)] if whole else subject.pieces,
        "tokens": tokens,
        "to": str(logits),
    }
    try:
        answer = process.ask(**task)
    except (PeerFailed, Unsupported) as error:
        return Cell(subject.id, subject.group, error=_sentence(error))
    return judge(subject, format, logits, tokens / answer["seconds"] if tokens else None)


def _sentence(error: Exception) -> str:
    """What a runtime said, short enough for a note, with no path of this machine in it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = " ".join(lines).split("Stack backtrace")[0]
    return re.sub(r"(/[\w.+-]+){2,}/", "", said)[:300].replace("|", "/").strip()


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
    parser.add_argument("--readme", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(_arguments()))
