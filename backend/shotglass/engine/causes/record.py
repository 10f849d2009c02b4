"""The record of a search for causes: what was asked, of which items and examples, what was found.

The twin is ``web/src/features/measure/causes/record.ts``; both write the same bytes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

from ...errors import InvalidRequest
from ...parsing import Unfit, parsed
from ...precisions import Precision
from ...prompting import Prompt
from ..measurement.plan import PlanItem
from .events import CausesPlanned, ExamplesFound, HeadsFound, VectorsFound
from .plan import DRAWS, QUESTIONS, TOP, CausePlan, task_with

FORMAT = "shotglass-cause-1"
SearchName = Literal["example", "head", "vector"]
SEARCHES: tuple[SearchName, ...] = get_args(SearchName)
Found = ExamplesFound | HeadsFound | VectorsFound
OWN = {"draws": "head", "top": "vector"}  # fields of one search alone
TOLD = ("model", "graph", "weights", "k", "fitted", "judged", "examples", "runs", "tokens")


@dataclass(frozen=True)
class CauseRequest:
    """The body of a route that searches for causes, with every answer an exact text."""

    model: str
    precision: Precision | None
    prompt: Prompt
    items: tuple[PlanItem, ...]
    k: int
    shot_set: str | None
    pool: int
    seed: int
    balanced: bool
    questions: int = QUESTIONS
    draws: int = DRAWS
    top: int = TOP

    @classmethod
    def of(cls, plan: CausePlan) -> CauseRequest:
        task = plan.task
        return cls(
            task.model, task.precision, task.prompt, task.items, plan.k, task.shot_set, task.pool,
            task.seed, task.balanced, plan.questions,
        )  # fmt: skip

    def plan(self) -> CausePlan:
        """Raises InvalidRequest."""
        names = ("model", "prompt", "items", "precision", "shot_set", "pool", "seed", "balanced")
        task = task_with(self.k, **{name: getattr(self, name) for name in names})
        return CausePlan(task, self.questions)

    def own(self, search: SearchName) -> dict[str, int]:
        """The fields that this search alone has."""
        return {name: getattr(self, name) for name, of in OWN.items() if of == search}

    def to_json(self, search: SearchName) -> dict[str, Any]:
        value = {
            field.name: getattr(self, field.name) for field in fields(self) if field.name not in OWN
        }
        texts = {"prompt": self.prompt.to_json(), "items": [item.to_json() for item in self.items]}
        return value | texts | self.own(search)


def record_of(
    search: SearchName,
    request: CauseRequest,
    planned: CausesPlanned,
    result: Found,
    version: str,
    made: str,
) -> dict[str, Any]:
    """Returns the record as JSON. ``version`` is that of Shotglass, and ``made`` the time, for
    people."""
    events = asdict(planned)
    return {
        "record": FORMAT,
        "shotglass": version,
        "made": made,
        "search": search,
        "plan": request.to_json(search),
        "planned": {name: events[name] for name in TOLD},
        "figures": asdict(result.figures),
    }


def is_record(value: Any) -> bool:
    return isinstance(value, dict) and value.get("record") == FORMAT


def read_record(value: dict[str, Any]) -> tuple[SearchName, CauseRequest, Any]:
    """Returns the search, its request, and its figures as they stand in the record. Raises
    InvalidRequest."""
    search = value.get("search")
    if search not in SEARCHES:
        raise InvalidRequest(
            f"The record's search is {search!r}; {', '.join(SEARCHES)} was expected."
        )
    try:
        return search, parsed(CauseRequest, value.get("plan")), value.get("figures")
    except Unfit as fault:
        raise InvalidRequest(f"The record's plan: {fault}.") from None
