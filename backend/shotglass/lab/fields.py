"""Fields of a plan or a search as keywords of a call: values that Python has and JSON does not are
taken too, and one that does not fit is refused by its name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from operator import index
from typing import Any, SupportsFloat, SupportsIndex, cast

from ..engine.causes.plan import DRAWS, QUESTIONS, TOP
from ..engine.interventions.changes import HeadOff
from ..engine.measurement.standard_plans import PlanFile
from ..errors import InvalidRequest, UnknownField
from ..parsing import Unfit, json_pointer, parsed
from ..precisions import Precision


@dataclass(frozen=True)
class PlanChanges(PlanFile):
    """The arguments that ``measure`` takes beside the plan."""

    other_model: str | None = None
    precision: Precision | None = None


@dataclass(frozen=True)
class SearchOptions:
    """The arguments that ``causes`` takes beside items and prompt."""

    k: int = 4
    shot_set: str | None = None
    pool: int = 0
    seed: int = 0
    balanced: bool = False
    questions: int = QUESTIONS
    draws: int = DRAWS
    top: int = TOP


def given_fields(kind: type[PlanFile | SearchOptions], given: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields of ``kind`` that are given. Raises UnknownField, InvalidRequest."""
    known = [field.name for field in fields(kind)]
    if odd := given.keys() - {*known}:
        noun = f"option {min(odd)!r} of a search"
        if issubclass(kind, PlanFile):
            noun = f"field {min(odd)!r} of a plan"
        raise UnknownField(f"There is no {noun}; known are {', '.join(known)}.")
    values = {**given}
    if isinstance(heads := given.get("heads_off"), list | tuple):
        values["heads_off"] = [_head(head) for head in cast("Sequence[Any]", heads)]
    plain = json.loads(json.dumps(values, default=_plain))
    try:
        made = parsed(kind, plain)
    except Unfit as fault:
        raise InvalidRequest(f"{fault}.", pointer=json_pointer(fault.place)) from None
    return {name: getattr(made, name) for name in given}


def _head(head: Any) -> Any:
    """``sg.head_off(0, 1)`` without a mean, or the pair of layer and head."""
    if isinstance(head, HeadOff) and head.by == "zero":
        return {"layer": head.layer, "head": head.head}
    if not isinstance(head, list | tuple):
        return head
    numbers = cast("Sequence[Any]", head)
    return {"layer": numbers[0], "head": numbers[1]} if len(numbers) == 2 else numbers


def _plain(value: Any) -> Any:
    """numpy's numbers are numbers; what has no place in JSON is refused as the text it prints."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    try:
        return index(cast("SupportsIndex", value))
    except TypeError:
        return float(cast("SupportsFloat", value)) if hasattr(value, "__float__") else repr(value)
