"""Items and plans as files: CSV or JSON with questions and answers, and what is varied."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..engine.measurement.formats import different_formats
from ..engine.measurement.plan import Conditions, Labels, PlanItem
from ..errors import InvalidJson, InvalidRequest
from ..parsing import Unfit, loads, parsed
from ..prompting import Prompt

SEPARATOR = "|"  # between an item's own labels in CSV
_COLUMNS = ("input", "expected", "labels")


@dataclass(frozen=True)
class PlanFile:
    """What a plan says beside model, task and items."""

    conditions: Conditions = Conditions()
    shot_set: str | None = None
    pool: int = 0
    seed: int = 0
    difference: float = 0.1


def standard_plans(prompt: Prompt) -> Mapping[str, PlanFile]:
    """One for each question: do more examples help, does their order matter, are their answers
    read, does the format matter? Numbers of examples that the task does not have are left out."""
    there = max((len(shots) for shots in prompt.shot_sets.values()), default=0)
    ks = tuple(k for k in (0, 1, 2, 4, 8) if k <= there)
    shares: tuple[Labels, ...] = (1.0, 0.75, 0.5, 0.25, 0.0, "names", "none")
    formats = different_formats(prompt.template)
    return {
        "examples": PlanFile(Conditions(k=ks, draws=8)),
        "order": PlanFile(Conditions(k=(4,), orders=24)),
        "labels": PlanFile(Conditions(k=(4,), draws=4, labels=shares)),
        "format": PlanFile(Conditions(k=(4,), formats=formats)),
    }


def read_plan(name: str, prompt: Prompt) -> PlanFile:
    """A standard plan, or the JSON file ``name``. Raises InvalidRequest, InvalidJson."""
    standard = standard_plans(prompt)
    if name in standard:
        return standard[name]
    if not Path(name).is_file():
        raise InvalidRequest(
            f"There is no plan {name!r}; {', '.join(standard)} or a JSON file was expected."
        )
    try:
        return parsed(PlanFile, read_json(Path(name)))
    except Unfit as fault:
        raise InvalidRequest(f"{name}: {fault}.") from None


def read_json(path: Path) -> Any:
    """Raises InvalidJson."""
    try:
        return loads(path.read_bytes())
    except ValueError as error:
        raise InvalidJson(f"{path} is not JSON: {error}.") from error


def read_items(path: Path, labels: Sequence[str]) -> tuple[PlanItem, ...]:
    """Items of a CSV file with the columns input, expected and perhaps labels (several with "|"
    between them), or of a JSON list of objects with those keys.

    ``labels``: of the task. An answer is the text that would follow the prompt: where it is none of
    them but is one with a space before it, it gets that space. Raises InvalidRequest, InvalidJson.
    """
    rows = _csv_rows(path) if path.suffix.lower() == ".csv" else _json_items(path)
    spaced = {label[1:]: label for label in labels if label.startswith(" ")}
    return tuple(
        replace(row, expected=spaced.get(row.expected, row.expected)) if not row.labels else row
        for row in rows
    )


def _json_items(path: Path) -> list[PlanItem]:
    value = read_json(path)
    rows = value.get("items") if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise InvalidRequest(f"{path} holds no list of items; [{{input, expected}}] was expected.")
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(parsed(PlanItem, row))
        except Unfit as fault:
            raise InvalidRequest(f"{path}, item {number}: {fault}.") from None
    return found


def _csv_rows(path: Path) -> list[PlanItem]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"{path} is not UTF-8 text: {error.reason}.") from error
    table = csv.DictReader(io.StringIO(text, newline=""))
    columns = table.fieldnames or []
    if not {"input", "expected"} <= set(columns) <= set(_COLUMNS):
        raise InvalidRequest(
            f"{path} has the columns {', '.join(columns) or 'none'}; input, expected and perhaps "
            "labels were expected in its first line."
        )
    return [_csv_item(path, table.line_num, row) for row in table]


def _csv_item(path: Path, line: int, row: Mapping[str | None, Any]) -> PlanItem:
    if None in row or row["input"] is None or row["expected"] is None:
        raise InvalidRequest(
            f"{path}, line {line}, does not have as many values as there are columns; put a value "
            "with a comma in double quotes."
        )
    own = row.get("labels")
    return PlanItem(row["input"], row["expected"], tuple(own.split(SEPARATOR)) if own else ())
