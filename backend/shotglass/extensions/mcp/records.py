"""Saved runs and measurements of one folder, by their names."""

from __future__ import annotations

from pathlib import Path

from ...errors import InvalidRequest, NotFound, quoted
from ...lab import MeasureResult, open_run
from ...lab.results.lanes import CompareResult
from .answers import ReadRecord

ENDINGS = (".shotglass", ".json")
MOST_BYTES = 32 << 20
MOST_ROWS = 500


def record_names(folder: Path) -> list[str]:
    """Returns the names of the files that may be records, links left out."""
    entries = sorted(folder.iterdir())
    return [
        path.name
        for path in entries
        if path.suffix in ENDINGS and path.is_file() and not path.is_symlink()
    ]


def read_record(folder: Path, name: str) -> ReadRecord:
    """Reads the record of that name. A name is compared with those in the folder and is never made
    a path before. Raises NotFound, InvalidRequest."""
    known = record_names(folder)
    if name not in known:
        names = ", ".join(known[:20]) or "none"
        raise NotFound(f"There is no record {quoted(name, 100)} in the folder. There are: {names}.")
    path = folder / name
    if path.stat().st_size > MOST_BYTES:
        raise InvalidRequest(f"{name} has more than {MOST_BYTES >> 20} MiB, the most that is read.")
    if path.suffix == ".json":
        return _measured(name, MeasureResult.open(path), "")
    run = open_run(path)
    result = run.result
    if isinstance(result, MeasureResult):
        return _measured(name, result, run.made)
    ids = [model.id for model in run.models]
    rows = result.rows() if isinstance(result, CompareResult) else []
    texts = [text for column in run.texts for text in column]
    return ReadRecord(name, run.view, run.made, ids, [], rows[:MOST_ROWS], texts)


def _measured(name: str, result: MeasureResult, made: str) -> ReadRecord:
    return ReadRecord(
        name,
        "measure",
        made or result.made,
        list(result.plan.models),
        str(result).splitlines(),
        result.rows()[:MOST_ROWS],
        [],
    )
