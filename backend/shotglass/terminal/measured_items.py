"""Items and plans as files: questions with answers in any of the forms of ``rows``, and what is
varied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ..engine.measurement.formats import different_formats
from ..engine.measurement.plan import Conditions, Labels, PlanItem
from ..errors import InvalidJson, InvalidRequest
from ..parsing import Unfit, loads, parsed
from ..prompting import Prompt
from ..rows import Columns, ReadRows, answer_in, answer_space, read_rows, text_of

_MOST_SHOWN = 8  # rows that a line names


@dataclass(frozen=True)
class PlanFile:
    """What a plan says beside model, task and items."""

    conditions: Conditions = Conditions()
    shot_set: str | None = None
    pool: int = 0
    seed: int = 0
    difference: float = 0.1
    balanced: bool = True


def standard_plans(prompt: Prompt, items: int) -> Mapping[str, PlanFile]:
    """One for each question: do more examples help, does their order matter, are their answers
    read, does the format matter? Numbers of examples that are not there are left out: of a task
    without any, up to a third of its ``items`` are the examples."""
    shots = max((len(shots) for shots in prompt.shot_sets.values()), default=0)
    there = shots or items // 3
    ks = tuple(k for k in (0, 1, 2, 4, 8) if k <= there)
    shares: tuple[Labels, ...] = (1.0, 0.75, 0.5, 0.25, 0.0, "names", "none")
    formats = different_formats(prompt.template)
    plans = {
        "examples": Conditions(k=ks, draws=8),
        "order": Conditions(k=(4,), orders=24),
        "labels": Conditions(k=(4,), draws=4, labels=shares),
        "format": Conditions(k=(4,), formats=formats),
    }
    return {
        name: PlanFile(varied, pool=0 if shots else min(max(varied.k), there))
        for name, varied in plans.items()
    }


def read_plan(name: str, prompt: Prompt, items: int) -> PlanFile:
    """A standard plan for so many ``items``, or the JSON file ``name``. Raises InvalidRequest,
    InvalidJson."""
    standard = standard_plans(prompt, items)
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


def columns_of(text: str | None) -> Columns:
    """``input=text,expected=label``: which column is which. Raises InvalidRequest."""
    chosen: dict[str, str] = {}
    roles = [field.name for field in fields(Columns)]
    for part in text.split(",") if text else ():
        role, equals, name = part.partition("=")
        if role.strip() not in roles or not equals or role.strip() in chosen:
            raise InvalidRequest(
                f"--columns is {text!r}; input=NAME,expected=NAME and perhaps labels=NAME was "
                "expected, each once. Without names in the file NAME is a column's number."
            )
        chosen[role.strip()] = name.strip()
    return Columns(**chosen)


def read_items(path: Path, columns: Columns) -> ReadRows:
    """The rows of a file in any of the forms. Raises UnreadableRows, with the file's name."""
    try:
        return read_rows(text_of(path.read_bytes()), columns)
    except InvalidRequest as error:
        error.args = (f"{path}: {error}",)
        raise


def plan_items(rows: ReadRows, template: str) -> tuple[PlanItem, ...]:
    """The answers as they follow a prompt of ``template``."""
    return tuple(
        PlanItem(
            item.input,
            answer_in(template, item.expected),
            tuple(answer_in(template, label) for label in item.labels),
        )
        for item in rows.items
    )


def lines_on(rows: ReadRows, template: str) -> Iterator[str]:
    """How a file was read, for the person who gave it."""
    columns = rows.columns
    unused = [name for name in rows.names if name not in vars(columns).values()]
    roles = [f"{role} = {name}" for role, name in vars(columns).items() if name and role != "id"]
    rest = f"; not used: {', '.join([*filter(None, [columns.id]), *unused])}"
    yield f"{len(rows.items)} rows; {', '.join(roles)}{rest if columns.id or unused else ''}"
    if not rows.header:
        yield (
            "The first row is read as an item; where it names the columns, say so with "
            "--columns input=NAME,expected=NAME"
        )
    if rows.blank:
        yield f"Empty, left out: {_rows(rows.blank)}"
    if rows.repeated:
        yield f"Asked before with the same answer, left out: {_rows([r for r, _ in rows.repeated])}"
    if rows.quotes:
        yield f"A quote that is not closed is kept as it is: {_rows(rows.quotes)}"
    yield space_line(template)


def space_line(template: str) -> str:
    """Whether answers begin with a space, and why."""
    if answer_space(template):
        return "Answers begin with a space: yes, as the template ends without one before {output}"
    return (
        "Answers begin with a space: no, as what stands before {output} in the template needs none"
    )


def _rows(rows: Sequence[int]) -> str:
    more = f" and {len(rows) - _MOST_SHOWN} more" if len(rows) > _MOST_SHOWN else ""
    word = "row" if len(rows) == 1 else "rows"
    return f"{word} {', '.join(map(str, rows[:_MOST_SHOWN]))}{more}"
