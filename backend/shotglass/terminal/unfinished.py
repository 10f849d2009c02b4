"""What a measurement has read so far, in a file beside its record: a run that was cut off goes on.

A line says which plan and which models, then comes a line for each condition that was measured. The
last line may be half written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ..engine.measurement.earlier import Earlier, EarlierReadings
from ..engine.measurement.events import Measured
from ..engine.measurement.figures import Readings
from ..engine.measurement.plan import Plan
from ..events import Event


class Unfinished:
    """``path``: the file, which need not be there. ``fingerprints``: of the models, in the plan's
    order; what is there of another plan or of other models counts as nothing."""

    def __init__(self, path: Path, plan: Plan, fingerprints: Sequence[str]) -> None:
        self._path, self._fingerprints = path, tuple(fingerprints)
        self._head = {"plan": plan.digest, "fingerprints": list(fingerprints)}

    def earlier(self) -> Earlier:
        lines = list(self._lines())
        if not lines or lines[0] != self._head:
            return Earlier()
        return Earlier(self._fingerprints, tuple(map(_readings, lines[1:])))

    def kept(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same events; each condition is in the file before it is passed on."""
        with self._path.open("w", encoding="utf-8") as file:
            file.write(f"{json.dumps(self._head)}\n")
            for event in events:
                if isinstance(event, Measured):
                    file.write(f"{event.to_json()}\n")
                    file.flush()
                yield event

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)

    def _lines(self) -> Iterator[Any]:
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            return
        for line in text.splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                return


def _readings(line: Any) -> EarlierReadings:
    found = line["readings"]
    readings = Readings(*(tuple(map(tuple, found[name])) for name in ("items", "content_free")))
    return EarlierReadings(line["model"], line["condition"], line["prompts"], readings)
