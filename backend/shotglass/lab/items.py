"""Questions with answers, as programs have them: a file, a table of pandas, a list."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from ..engine.causes.plan import CausePlan, task_with
from ..engine.causes.record import OWN, CauseRequest
from ..engine.measurement.plan import Conditions, Plan
from ..engine.measurement.standard_plans import PlanFile, plan_items, read_plan
from ..errors import InvalidRequest, quoted
from ..events import Event
from ..precisions import Precision
from ..prompting import Prompt, Query
from ..rows import Columns, ReadRows, UnreadableRows, read_rows, read_rows_file
from ..rows.sentences import alike_lines, items_from_one, left_out_lines
from .fields import PlanChanges, SearchOptions, given_fields

if TYPE_CHECKING:
    from pandas import DataFrame

    Items: TypeAlias = str | Path | DataFrame | Iterable[Mapping[str, Any] | tuple[str, str]] | None
    """A file (CSV, TSV, JSON, JSON Lines), a table, or a list of ``{"input", "expected"}`` or
    pairs of them; None for the items of the prompt object."""

TaskLike = str | Prompt | Mapping[str, Any]
"""A prompt object, or its template alone, such as ``"Q: {input}\\nA:{output}\\n\\n"``."""
Progress = Callable[[Event], object]
PlanLike = str | Path | Conditions | Mapping[str, Any]


def rows_of(items: Items, columns: Mapping[str, str]) -> ReadRows | None:
    """``columns``: which column is the "input", "expected", "labels"; by their names else. Raises
    UnreadableRows, InvalidRequest."""
    known = [field.name for field in fields(Columns)]
    if odd := [role for role in columns if role not in known]:
        raise InvalidRequest(
            f"columns names {odd[0]!r}; a column for some of {', '.join(known)} was expected.",
            pointer="/columns",
        )
    chosen = Columns(**columns)
    if items is None:
        return None
    try:
        return _read(items, chosen)
    except UnreadableRows as error:  # whose way out is the command's
        own = {
            "--columns input=NAME,expected=NAME": 'columns={"input": NAME, "expected": NAME}',
            "say what it is with --encoding": "give what pandas.read_csv(encoding=...) reads",
        }
        for option, way in own.items():
            error.detail = error.detail.replace(option, way)
            error.args = (str(error).replace(option, way),)
        raise


def _read(items: str | Path | DataFrame | Iterable[Any], chosen: Columns) -> ReadRows:
    if isinstance(items, str | Path):
        if not Path(items).is_file():
            raise InvalidRequest(
                f"There is no file {quoted(str(items), 200)}; one with questions and answers was "
                "expected, or a DataFrame, or a list.",
                pointer="/items",
            )
        return read_rows_file(Path(items), chosen)
    if _is_frame(items):
        text = str(items.to_json(orient="records", force_ascii=False))
    elif isinstance(items, Iterable):
        text = json.dumps(list(map(_pair, items)))
    else:
        raise InvalidRequest(
            f"The items are {quoted(items, 60)}; a file, a DataFrame or a list was expected.",
            pointer="/items",
        )
    return read_rows(text, chosen)


def _is_frame(items: object) -> TypeGuard[DataFrame]:
    return hasattr(items, "columns") and hasattr(items, "to_json")


def _pair(item: Mapping[str, Any] | Sequence[str]) -> dict[str, Any]:
    if isinstance(item, Mapping):
        return {**item}
    if not isinstance(item, Sequence) or len(item) != 2:
        raise InvalidRequest(
            f"An item is {quoted(item)}; a pair of question and answer was expected.",
            pointer="/items",
        )
    return {"input": item[0], "expected": item[1]}


def task_of(task: TaskLike | None, rows: ReadRows | None) -> Prompt:
    """A template alone becomes a prompt object without examples of its own. Raises InvalidRequest,
    UnknownField."""
    if isinstance(task, Mapping):
        return Prompt.from_json(task)
    if isinstance(task, Prompt):
        return task
    if task is None or rows is None:
        raise InvalidRequest(
            "There is no prompt; a prompt object was expected, or a template and items.",
            pointer="/prompt",
        )
    return Prompt(template=task, query=Query(rows.items[0].input))


def cause_request(
    model: str,
    precision: Precision | None,
    prompt: Prompt,
    rows: ReadRows | None,
    k: int,
    options: dict[str, Any],
) -> CauseRequest:
    """``options``: other fields of the request, each with a default. Raises InvalidRequest,
    UnknownField."""
    options = given_fields(SearchOptions, {"k": k, **options})
    k = options.pop("k")
    items = () if rows is None else plan_items(rows, prompt.template)
    own = {name: value for name, value in options.items() if name in OWN or name == "questions"}
    task = {name: value for name, value in options.items() if name not in own}
    named = {"model": model, "precision": precision, "prompt": prompt, "items": items} | task
    return replace(CauseRequest.of(CausePlan(task_with(k, **named))), **own)


def warn_of(rows: ReadRows | None, task: Plan) -> None:
    """Warns of rows that were left out, and of answers that differ by their writing alone: they
    change every share, and a program prints nothing of them."""
    if rows is None:
        lines = [*alike_lines(items_from_one(task.alike), "item")]
    else:
        lines = [*left_out_lines(rows), *alike_lines(rows.answers)]
    for line in lines:
        warnings.warn(line, stacklevel=4)  # where the method of the model is called


def followed(events: Iterable[Event], progress: Progress | None) -> list[Event]:
    """Returns all events, and calls ``progress`` with each as it comes."""
    every = list[Event]()
    for event in events:
        if progress is not None:
            progress(event)
        every.append(event)
    return every


def plan_of(
    model: str,
    precision: Precision | None,
    prompt: Prompt,
    rows: ReadRows | None,
    plan: PlanLike,
    changes: Mapping[str, Any],
) -> Plan:
    """``plan``: the name of a standard plan, a JSON file, what such a file holds, or conditions.
    ``changes``: other fields of a ``Plan``. Raises InvalidRequest, InvalidJson, UnknownField."""
    changes = given_fields(PlanChanges, changes)
    items = () if rows is None else plan_items(rows, prompt.template)
    if isinstance(plan, Conditions):
        varied = PlanFile(plan)
    elif isinstance(plan, Mapping):
        varied = PlanFile(**given_fields(PlanFile, plan))
    else:
        varied = read_plan(str(plan), prompt, len(items or prompt.items))
    values: dict[str, Any] = {**vars(varied), "items": items, "precision": precision, **changes}
    return Plan(model=model, prompt=prompt, **values)
