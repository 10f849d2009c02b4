"""What all records of evaluations share: the model by its digests, how they are written as JSON,
and their tables, intervals and origin in Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from shotglass.contract import Manifest
from shotglass.engine import Precision
from shotglass.engine.runtime.providers import computed, graph_entry
from shotglass.errors import NotFound
from shotglass.statistics import Interval

WIDTH = 140
DIGITS = 4
Triple = tuple[float, float, float]  # value, low, high


@dataclass(frozen=True)
class Measured:
    """The model that answered, by the digests of the files that decide what it says. ``weights``:
    all their digests."""

    id: str
    name: str
    precision: str
    graph: str
    weights: str
    tokenizer: str

    @classmethod
    def of(cls, manifest: Manifest, precision: Precision | None = None) -> Measured:
        graph = graph_entry(manifest, precision)
        return cls(
            manifest.id,
            manifest.name,
            precision or computed(manifest),
            manifest.files[graph.file].sha256,
            " ".join(manifest.files[file].sha256 for file in graph.weights),
            manifest.files["tokenizer.json"].sha256,
        )

    @property
    def digest(self) -> str:
        return f"{self.precision} {self.graph} {self.weights} {self.tokenizer}"


def triple(interval: Interval) -> Triple:
    """Rounded for a file that ships."""
    value, low, high = (round(x, DIGITS) for x in (interval.value, interval.low, interval.high))
    return value, low, high


def write_record(data: dict[str, Any], file: Path) -> None:
    """As JSON in which whatever fits stands on one line: small, and changes show as such."""
    file.write_text(_laid_out(data, 0) + "\n", "utf-8")


def _laid_out(value: Any, depth: int) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + depth <= WIDTH or not isinstance(value, dict | list | tuple):
        return line
    inner, outer = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {_laid_out(part, depth + 1)}" for key, part in value.items()]
        return "{" + inner + f",{inner}".join(parts) + outer + "}"
    return (
        "[" + inner + f",{inner}".join(_laid_out(part, depth + 1) for part in value) + outer + "]"
    )


def origin(model: Mapping[str, Any], recorded: str) -> str:
    """Which model a record is of, by its digests, and of which day; ``model`` as JSON of
    ``Measured``."""
    return (
        f"{model['name']}, {model['precision']}, graph `{model['graph'][:12]}`, weights "
        f"`{model['weights'][:12]}`, recorded {recorded}"
    )


def percent(share: float) -> str:
    """``share`` in percent with one decimal. A tie is rounded up, as the page's toFixed does; the
    format of Python rounds it to the even digit."""
    return str(Decimal(100 * share).quantize(Decimal("0.1"), ROUND_HALF_UP))


def cell(triple: Sequence[float]) -> str:
    """72.5 [65.9, 78.2]: percent and its interval."""
    value, low, high = map(percent, triple)
    return f"{value} [{low}, {high}]"


def markdown(head: Sequence[str], rows: Iterable[list[str]]) -> list[str]:
    """A table's lines."""
    return [_line(head), _line(["---"] * len(head)), *map(_line, rows)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def marks(name: str) -> tuple[str, str]:
    """The lines of a document between which ``make name`` writes."""
    return f"<!-- {name}: written by make {name} -->", f"<!-- /{name} -->"


def put_into(document: Path, name: str, text: str) -> None:
    """Between the two marks of ``name``. Raises NotFound where they are not there."""
    begin, end = marks(name)
    before, first, rest = document.read_text("utf-8").partition(begin)
    _, last, after = rest.partition(end)
    if not first or not last:
        raise NotFound(f"{document} has no {begin} ... {end}; put both lines where the table goes.")
    document.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", "utf-8")
