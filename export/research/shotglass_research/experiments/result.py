"""What a run of an experiment gives, and the file that the page reads it from.

Floats are written with six significant digits; a file with another key, a missing one or a value of
another kind is refused.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from shotglass.bounds import Bound
from shotglass.errors import ExperimentFailed
from shotglass.parsing import Unfit, json_pointer, loads, parsed

from ..evaluation.record import write_record

DIGITS = 6
Count = Annotated[int, Bound(0, 1 << 53, whole=True)]
# "null": the data do not tell; "refuted": they show the opposite of the hypothesis.
Outcome = Literal["held", "refuted", "null"]


@dataclass(frozen=True)
class Point:
    """``y`` at ``x``, a number or the name of a category, with the ends of its 95 % interval;
    ``n``: how many items or seeds it is the mean of."""

    x: float | str
    y: float
    low: float | None = None
    high: float | None = None
    n: int | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The interval that a rule judges; a value without one is its own."""
        return (
            self.y if self.low is None else self.low,
            self.y if self.high is None else self.high,
        )


@dataclass(frozen=True)
class Series:
    """Points under one name. ``x`` names their axis in English; ``unit`` is of y: "share" (0 to 1),
    "nats", "bits", "count" or another word."""

    name: str
    x: str
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Table:
    """Figures that are no series; every row is as long as ``columns``."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[float | str | None, ...], ...]


@dataclass(frozen=True)
class Data:
    """A source of what was measured on: its sha256, licence and where it is from."""

    name: str
    digest: str
    licence: str
    source: str


@dataclass(frozen=True)
class Result:
    """A run of an experiment. ``counted`` says of what there are ``n``; ``minutes`` are of
    processor time, all threads together, which other work does not lengthen. ``code`` is the sha256
    of the experiment's file, and ``rule_commit`` the commit that it stood in before the run, the
    last that changed it (empty outside a checkout, or for a rule that was not committed)."""

    name: str
    lesson: str
    question: str
    hypothesis: str
    rule: str
    null: str
    outcome: Outcome
    n: Count
    counted: str
    seeds: tuple[int, ...]
    tokens: Count
    minutes: float
    machine: str
    series: tuple[Series, ...]
    tables: tuple[Table, ...]
    data: tuple[Data, ...]
    code: str
    rule_commit: str
    run_commit: str
    date: str
    smoke: bool
    command: str

    def point(self, series: str, x: float | str) -> Point:
        """Raises KeyError where there is none."""
        for one in self.series:
            for point in one.points:
                if one.name == series and point.x == x:
                    return point
        raise KeyError(f"{series} at {x}")


def read_result(file: Path) -> Result:
    """Raises ExperimentFailed for a file that is not there or no result."""
    try:
        return parsed(Result, loads(file.read_bytes()))
    except Unfit as error:
        raise ExperimentFailed(
            f"{file} is no result of an experiment ({json_pointer(error.place)}: {error}): "
            "run the experiment again."
        ) from error
    except (OSError, ValueError) as error:
        raise ExperimentFailed(
            f"{file} cannot be read ({error}): run the experiment again."
        ) from error


def write_result(result: Result, file: Path) -> None:
    """Raises ExperimentFailed for a value that is no number, and for series of one name."""
    names = [one.name for one in result.series] + [one.name for one in result.tables]
    if len(set(names)) < len(names):
        raise ExperimentFailed(f"{result.name} gives two series of one name: {sorted(names)}.")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_record(rounded(asdict(result)), file)


def rounded(value: Any) -> Any:
    """``value`` with its floats cut to ``DIGITS`` significant digits, and without the keys of an
    object that are None. Raises ExperimentFailed for NaN and infinity."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [rounded(part) for part in value]
    if not isinstance(value, float):
        return value
    short = float(f"{value:.{DIGITS}g}")
    if short - short != 0:
        raise ExperimentFailed(f"The experiment gives {value}; a number was expected.")
    return short
