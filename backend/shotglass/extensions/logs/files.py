"""A file or a folder of logs: whose they are, told by what is in them, not by their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import InvalidRequest
from ...parsing import Unfit, loads, open_plain, read_plain
from .archive import MOST_BYTES, header_and_summaries
from .inspect_ai import inspect_log, is_inspect
from .lm_eval import is_lm_eval, lm_eval_log
from .promptfoo import is_promptfoo, promptfoo_logs
from .records import MOST_SAMPLES, TaskLog
from .values import JsonValue

MOST_LOGS = 200  # in a folder; and columns of a file
MOST_LINE = 8 << 20  # bytes
_SPARSE = 8  # bytes a list or object; logs have 40 and more, formulas in TeX some 10
_ENDINGS = (".eval", ".json", ".jsonl")
_KINDS = (
    "a log of inspect_ai (.eval or .json), samples of lm-evaluation-harness (samples_*.jsonl, "
    "written with --log_samples) or promptfoo's JSON (promptfoo eval -o results.json) was expected"
)


def read_logs(
    path: Path, name: str = "", most: int = MOST_BYTES, is_confined: bool = False
) -> tuple[TaskLog, ...]:
    """Reads the logs of a file, or of all files in a folder. ``name`` is what the file is called,
    if not as its path says. ``most`` is how many bytes of JSON are read at once, 128 MiB or fewer.
    ``is_confined`` says whether this process is confined, so that no other is started for what is
    packed. Raises InvalidRequest, which says what is wrong where and the way out, for what cannot
    be read."""
    if not path.is_dir():
        return _read(name or path.name, path, most, is_confined)
    files = sorted(file for file in path.iterdir() if file.suffix in _ENDINGS)
    files = [file for file in files if not file.name.startswith("results_")]
    if not 1 <= len(files) <= MOST_LOGS:
        raise InvalidRequest(
            f"{path} holds {len(files)} files that could be logs; 1 to {MOST_LOGS} were expected: "
            "name a file, or a folder of one run."
        )
    logs = [log for file in files for log in _read(file.name, file, most, is_confined)]
    seen = set()
    for log in logs:
        if (log.task, log.model) in seen:
            raise InvalidRequest(
                f"{path} holds {log.task!r} of {log.model!r} several times: name one of the files, "
                "or move the others."
            )
        seen.add((log.task, log.model))
    return tuple(logs)


def _read(name: str, path: Path, most: int, is_confined: bool) -> tuple[TaskLog, ...]:
    try:
        logs = _logs(name, path, most, is_confined)
    except OSError as error:
        raise InvalidRequest(
            f"The log {name} cannot be read: {error.strerror or error}."
        ) from error
    except Unfit as fault:
        raise InvalidRequest(
            f"The log {name}: {fault}. Write the log again, or name another."
        ) from None
    if len(logs) > MOST_LOGS:
        raise InvalidRequest(
            f"The log {name} holds {len(logs):,} columns; {MOST_LOGS} at most were expected: "
            "compare some."
        )
    for log in logs:
        if not 1 <= len(log.samples) <= MOST_SAMPLES:
            raise InvalidRequest(
                f"The log {name} holds {len(log.samples):,} samples of {log.task!r}; 1 to "
                f"{MOST_SAMPLES:,} were expected: compare a part of them."
            )
    return logs


def _logs(name: str, path: Path, most: int, is_confined: bool) -> tuple[TaskLog, ...]:
    with open_plain(path) as file:
        if file.read(4) == b"PK\x03\x04":
            parts = header_and_summaries(name, path, most, is_confined)
            header, samples = (_json(name, part) for part in parts)
            return (inspect_log(JsonValue(header), JsonValue(samples, ("summaries",))),)
        file.seek(0)
        first = file.readline(MOST_LINE + 1)
    try:
        is_lines = is_lm_eval(_loaded(first))
    except ValueError:
        is_lines = False
    if is_lines:
        return (lm_eval_log(name, path, _lines(name, path)),)
    value = _json(name, read_plain(path, most))
    if is_inspect(value):
        whole = JsonValue(value)
        if whole.get("samples") is None:
            raise Unfit(("samples",), None, "the log was written without them", missing=True)
        return (inspect_log(whole, whole["samples"]),)
    if is_promptfoo(value):
        return promptfoo_logs(name, JsonValue(value))
    if isinstance(value, dict) and "n-samples" in value:
        raise InvalidRequest(
            f"The log {name} holds means alone: name the samples_*.jsonl beside it, or the folder. "
            "lm_eval writes them with --log_samples."
        )
    raise InvalidRequest(f"The log {name} is no log that is known here; {_KINDS}.")


def _lines(name: str, path: Path) -> Iterator[JsonValue]:
    with open_plain(path) as file:
        number = 0
        while line := file.readline(MOST_LINE + 1):
            number += 1
            if len(line) > MOST_LINE:
                raise InvalidRequest(f"Line {number} of {name} has more than {MOST_LINE:,} bytes.")
            if number > 8 * MOST_SAMPLES:  # a question may stand there once for each filter
                raise InvalidRequest(f"The log {name} has more than {8 * MOST_SAMPLES:,} lines.")
            if line.strip():
                try:
                    yield JsonValue(_loaded(line), (f"line {number}",))
                except ValueError as error:
                    raise InvalidRequest(
                        f"Line {number} of {name} is not JSON: {error}. If the run was cut off, "
                        "delete the line."
                    ) from error


def _json(name: str, data: bytes) -> Any:
    try:
        return _loaded(data)
    except ValueError as error:
        raise InvalidRequest(f"The log {name} is not JSON: {error}; {_KINDS}.") from error


def _loaded(data: bytes) -> Any:
    """NaN and infinity stand where a sample has no score. Raises ValueError, also for what would
    take many times its bytes: lists and objects of next to nothing."""
    if data.count(b"[") + data.count(b"{") > 64 + len(data) // _SPARSE:
        raise ValueError("it has a list or an object in every few bytes")
    return loads(data, parse_constant=lambda _: None)
