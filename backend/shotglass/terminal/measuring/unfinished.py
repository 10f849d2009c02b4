"""The readings of a measurement so far, in a file beside its record, so that a run that was cut off
goes on.

A line says which plan and which models, then comes a line for each condition that was measured. The
last line may be half written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...engine.measurement.earlier import Earlier, EarlierReadings
from ...engine.measurement.events import Measured, Planned
from ...engine.measurement.plan import Plan
from ...engine.measurement.record import readings_of
from ...engine.runs.record_files import replace_file
from ...errors import InvalidRequest, RecordNotWritten
from ...events import Event
from ...parsing import loads


class Unfinished:
    """``path``: the file, which need not be there. ``fingerprints``: of the models, in the plan's
    order; what is there of another plan or of other models counts as nothing."""

    def __init__(self, path: Path, plan: Plan, fingerprints: Sequence[str]) -> None:
        self.path, self._fingerprints = path, tuple(fingerprints)
        self._known: set[tuple[int, int]] = set()
        self._head = {"plan": plan.digest, "fingerprints": list(fingerprints)}

    def earlier(self) -> Earlier:
        """Raises InvalidRequest for a file that no run has left."""
        return Earlier(self._fingerprints, tuple(readings for _, readings in self._measured()))

    def keep(self, event: Event) -> None:
        """Writes what a condition read behind what is there; with the plan, by which a run begins,
        what counts as nothing goes. Raises RecordNotWritten where there is no room."""
        if isinstance(event, Planned):
            before = list(self._measured())
            self._known = {(readings.model, readings.condition) for _, readings in before}
            with self._writing():
                lines = [json.dumps(self._head).encode(), *(line for line, _ in before), b""]
                replace_file(self.path, b"\n".join(lines))
        elif isinstance(event, Measured) and (event.model, event.condition) not in self._known:
            line = f"{event.to_json()}\n".encode()
            with self._writing(), self.path.open("ab", buffering=0) as file:
                while line:
                    line = line[file.write(line) :]

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise RecordNotWritten(
                f"{self.path} cannot be written: {error.strerror}. The conditions that are in it "
                "stay: make room, and the same command goes on from there."
            ) from error

    def _measured(self) -> Iterator[tuple[bytes, EarlierReadings]]:
        """Lines of this plan and these models with what they say, up to the first that is not
        whole."""
        lines = self._lines()
        if next(lines, (b"", None))[1] != self._head:
            return
        for line, value in lines:
            try:
                place = int(value["model"]), int(value["condition"])
                prompts, readings = str(value["prompts"]), readings_of(value["readings"])
            except (KeyError, TypeError, ValueError):
                return
            yield line, EarlierReadings(*place, prompts, readings)

    def _lines(self) -> Iterator[tuple[bytes, Any]]:
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        except OSError as error:
            raise InvalidRequest(f"{self.path} cannot be read: {error.strerror}.") from error
        for number, line in enumerate(lines):
            try:
                yield line, loads(line)
            except ValueError as error:
                if number == 0 and line:
                    raise InvalidRequest(
                        f"{self.path} is not what a measurement leaves behind: {error}. Move it "
                        "away, or delete it."
                    ) from error
                return
