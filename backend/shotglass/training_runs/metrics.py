"""Training runs as files: what ``metrics.jsonl`` holds, and reading it while it is being written.

A run is a folder that holds ``metrics.jsonl``, one JSON object a line, and where they are there
``recipe.toml`` and ``data.json``. Each line names its ``kind``; every one but ``start`` tells the
``step`` after which it was measured:

- ``start``: format, time, name, recipe (the TOML as an object), parameters, tokens_total,
  steps_total; also device, precision, compiled, ceiling_flops, flops_per_token, commit, notes
- ``step``: tokens, loss (nats); also label_predictions, learning_rate, gradient_norm,
  tokens_per_second, mfu, eta (seconds), time
- ``held``: tokens, bits_per_byte by held-out source; also bytes by source
- ``probe``: tokens, family, split, k, n, form (mean mass on the labels), choice (how many of the n
  were right); also label_predictions, ways (labels of each question, where all have as many),
  chance (the share that a guess gets right)
- ``heads``: tokens, induction and previous: a score a head, a list a layer (Olsson et al. 2022)
- ``resume``: time; what an interrupted run had beyond its step was taken out of the file
- ``done``: tokens, time, seconds

Times are Unix seconds. A number that was NaN or infinite is read as None. Stdlib only.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import RunFolderError
from ..files import open_plain
from ..parsing import loads

FORMAT = 1
METRICS = "metrics.jsonl"
RECIPE = "recipe.toml"
DATA = "data.json"
MOST_BYTES = 16 << 20  # of metrics.jsonl; a thousand lines are 200 kB
MOST_LINE = 1 << 18  # bytes
_LARGEST = 1 << 1000  # JSON's whole numbers may be beyond every decimal one

Line = Mapping[str, Any]

_NEEDED: dict[str, dict[str, str]] = {
    "start": {
        "time": "number", "name": "text", "recipe": "object", "parameters": "number",
        "tokens_total": "number", "steps_total": "number",
    },
    "step": {"tokens": "number", "loss": "number or none"},
    "held": {"tokens": "number", "bits_per_byte": "numbers by name"},
    "probe": {
        "tokens": "number", "family": "text", "split": "text", "k": "number", "n": "number",
        "form": "number or none", "choice": "number",
    },
    "heads": {"tokens": "number", "induction": "rows", "previous": "rows"},
    "resume": {"time": "number"},
    "done": {"tokens": "number", "time": "number", "seconds": "number"},
}  # fmt: skip
_NUMBERS = (
    "label_predictions", "learning_rate", "gradient_norm", "tokens_per_second", "mfu", "eta",
    "time", "ways", "chance", "ceiling_flops", "flops_per_token",
)  # fmt: skip
_TEXTS = ("device", "precision", "commit")


@dataclass(frozen=True)
class Reading:
    """``offset``: where the next reading goes on, in bytes. ``faulty``: lines that are none."""

    lines: tuple[Line, ...]
    offset: int
    faulty: int = 0


def read(path: Path, offset: int = 0) -> Reading:
    """The whole lines of a metrics file from ``offset`` on; a last line that is still being
    written is left for the next time. Lines of kinds that are not known here are left out.

    Raises RunFolderError for one that is no plain file, cannot be read or holds more than
    ``MOST_BYTES`` there.
    """
    try:
        with open_plain(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size - offset > MOST_BYTES:
                raise RunFolderError(
                    f"{METRICS} holds {size:,} bytes; {MOST_BYTES:,} at most are read. Keep every "
                    "tenth line of it."
                )
            file.seek(offset)
            data = file.read(MOST_BYTES)
    except OSError as error:
        raise RunFolderError(f"{METRICS} cannot be read: {error.strerror}.") from error
    whole = data[: data.rfind(b"\n") + 1]
    found = [parse(text) for text in whole.splitlines() if text.strip()]
    lines = tuple(line for line in found if line is not None)
    known = tuple(line for line in lines if line["kind"] in _NEEDED)
    return Reading(known, offset + len(whole), len(found) - len(lines))


def parse(text: bytes) -> Line | None:
    """One line; None for one that is no object of a known kind with what that kind needs."""
    if len(text) > MOST_LINE:
        return None
    try:
        line = loads(text, parse_constant=lambda _: None, parse_float=_finite)
    except ValueError:
        return None
    if not isinstance(line, dict) or not isinstance(line.get("kind"), str):
        return None
    return line if _has_what_it_needs(line) else None


def _finite(text: str) -> float | None:
    value = float(text)  # 1e999 is infinite
    return value if math.isfinite(value) else None


def _has_what_it_needs(line: Line) -> bool:
    needed = _NEEDED.get(line["kind"])
    if needed is None:
        return True  # of a later version; the caller leaves it out
    if line["kind"] != "start" and not _is(line.get("step"), "number"):
        return False
    more = {name: "number or none" for name in _NUMBERS if name not in needed}
    more |= dict.fromkeys(_TEXTS, "text or none")
    return all(_is(line.get(name), kind) for name, kind in (more | needed).items())


def _is(value: object, kind: str) -> bool:
    if kind.endswith(" or none"):
        return value is None or _is(value, kind.removesuffix(" or none"))
    if kind == "number":
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return False
        return -_LARGEST <= value <= _LARGEST
    if kind == "text":
        return isinstance(value, str)
    if kind == "object":
        return isinstance(value, dict)
    if kind == "numbers by name":
        return isinstance(value, dict) and all(_is(v, "number or none") for v in value.values())
    return isinstance(value, list) and all(
        isinstance(row, list) and all(_is(item, "number or none") for item in row) for row in value
    )


def series_of(line: Line) -> tuple[Any, ...]:
    """Which curve a line is a point of."""
    if line["kind"] == "probe":
        return ("probe", line["family"], line["split"], line["k"])
    return (line["kind"],)


def thinned(lines: Sequence[Line], most: int, in_all: int) -> list[Line]:
    """The lines in their order, of each curve at most ``most``, evenly taken with the first and
    the last of them, and of all together about ``in_all``."""
    places: dict[tuple[Any, ...], list[int]] = {}
    for place, line in enumerate(lines):
        places.setdefault(series_of(line), []).append(place)
    share = _share([len(group) for group in places.values()], most, in_all)
    kept = sorted(place for group in places.values() for place in _even(group, share))
    return [lines[place] for place in kept]


def _share(sizes: Sequence[int], most: int, in_all: int) -> int:
    """The largest share of each, from 2 to ``most``, with which all together stay in the bound."""
    share = most
    while share > 2 and sum(min(size, share) for size in sizes) > in_all:
        share -= 1
    return share


def _even(places: Sequence[int], most: int) -> list[int]:
    if len(places) <= most:
        return list(places)
    last = len(places) - 1
    return [places[round(i * last / (most - 1))] for i in range(most)]
