"""Logs that a server was sent, read and compared in a confined process of their own: the samples of
a log are millions of small objects, whose making would keep every thread of the server waiting."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...errors import InvalidRequest
from ...parsing import read_plain
from ...sandbox import Limits, run_confined
from .comparison import compare_logs
from .files import read_logs

_ANSWER = "comparison.json"
_ROOM = 64 << 20  # bytes of it: 200 tasks of 200 disagreements
_LIMITS = Limits(memory=2 << 30, written=_ROOM, seconds=120)


def compare_apart(
    logs: Sequence[tuple[str, Path]], most: int, listed: int, **options: Any
) -> bytes:
    """A comparison as JSON. ``logs``: their names, and where they lie; ``most``: bytes of each,
    unpacked; ``listed`` and ``options``: as ``compare_logs`` has them. Raises InvalidRequest, with
    the place of a log that cannot be read."""
    with TemporaryDirectory() as scratch:
        task = {
            "logs": [(name, str(path.resolve())) for name, path in logs],
            "bytes": most,
            "options": {"most": listed, **options},
        }
        outcome = run_confined(
            f"{__name__}:compare", Path(scratch), _LIMITS, json.dumps(task), needs=["zstandard"]
        )
        if outcome.refused is not None:
            raise InvalidRequest(outcome.refused)
        if outcome.failed is not None:
            raise InvalidRequest(
                f"The logs cannot be compared: the process that reads them {outcome.failed}. "
                "Compare smaller ones, or in a terminal: shotglass compare-logs."
            )
        if isinstance(fault := outcome.returned, Mapping):
            place = int(fault["place"])
            raise InvalidRequest(str(fault["detail"]), pointer=f"/logs/{place}/data")
        return read_plain(Path(scratch) / _ANSWER, _ROOM)


def compare(folder: Path, task: str) -> dict[str, Any] | None:
    """Writes the comparison into ``folder``; returns the fault of a log that cannot be read. Raises
    InvalidRequest for logs that cannot be compared."""
    given = json.loads(task)
    logs = []
    read = partial(read_logs, most=given["bytes"], is_confined=True)
    for place, (name, path) in enumerate(given["logs"]):
        try:
            logs.append(read(Path(path), name))
        except InvalidRequest as error:
            return {"place": place, "detail": error.detail}
    comparison = compare_logs(logs[0], *logs[1:], **given["options"])
    text = json.dumps(comparison.to_json(), ensure_ascii=False, allow_nan=False)
    (folder / _ANSWER).write_bytes(text.encode())
    return None
