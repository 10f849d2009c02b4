"""A task on many items, and what its answers depend on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...engine.causes.events import CausesPlanned
from ...engine.causes.record import SEARCHES, CauseRequest, Found, SearchName
from ...engine.measurement.events import Planned
from ...engine.measurement.plan import Plan
from ...errors import InvalidRequest
from ...events import Event
from ...rows import ReadRows
from ..items import (
    PlanLike,
    TaskLike,
    cause_request,
    first_of,
    followed,
    plan_of,
    rows_of,
    task_of,
    warn_of,
)
from ..results.causes import EvidenceResult
from ..results.measurements import MeasureResult
from .opened import OpenModel

if TYPE_CHECKING:
    from ..items import Items, Progress


class Measuring(OpenModel):
    """Measure, evidence."""

    def measure(
        self,
        items: Items | Plan,
        prompt: TaskLike | None = None,
        plan: PlanLike = "examples",
        *,
        columns: Mapping[str, str] | None = None,
        other: OpenModel | None = None,
        progress: Progress | None = None,
        **changes: Any,
    ) -> MeasureResult:
        """A task on many items, under many conditions.

        ``items``: questions with answers, or a whole ``Plan`` and nothing else. ``prompt``: a
        prompt object, or a template alone, whose examples are then some of the items. ``plan``:
        "examples", "order", "labels", "format", a JSON file, or conditions. ``columns``: which
        column is the "input" and which is "expected". ``other``: is asked the same. ``progress``:
        is called with each event of the run. ``changes``: other fields of a ``Plan``, such as
        ``seed``, ``pool``, ``difference``.

        Raises UnreadableRows, InvalidRequest, ContextLengthExceeded, LabelConflict, WrongTask.
        """
        task, rows, events = self._measurement(items, prompt, plan, columns, other, changes)
        models = [self] if other is None else [self, other]
        by = [model._computed_by() for model in models]
        return MeasureResult.of(task, followed(events, progress), rows, by)

    def measure_cost(
        self,
        items: Items | Plan,
        prompt: TaskLike | None = None,
        plan: PlanLike = "examples",
        *,
        columns: Mapping[str, str] | None = None,
        other: OpenModel | None = None,
        **changes: Any,
    ) -> Planned:
        """What ``measure`` would do and cost: ``costs`` has the prompts, tokens and seconds of each
        model. Arguments as of ``measure``. Raises as ``measure``."""
        _, _, events = self._measurement(items, prompt, plan, columns, other, changes)
        return first_of(events, Planned)

    def evidence(
        self,
        which: SearchName,
        items: Items = None,
        prompt: TaskLike | None = None,
        *,
        k: int = 4,
        columns: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        **options: Any,
    ) -> EvidenceResult:
        """What the answers to a task with ``k`` examples depend on: which "example", which "head",
        or which "vector" can stand for the examples. ``items``, ``prompt``, ``columns`` and
        ``progress`` as in ``measure``; ``options``: ``pool``, ``seed``, ``shot_set``, ``balanced``,
        ``questions``, ``draws`` of random heads, ``top`` heads of a vector. Raises as ``measure``.
        """
        request, events = self._search(which, items, prompt, k, columns, options)
        every = followed(events, progress)
        (planned,) = (event for event in every if isinstance(event, CausesPlanned))
        (result,) = (event for event in every if isinstance(event, Found))
        return EvidenceResult.of(which, request, planned, result, self._computed_by())

    def evidence_cost(
        self,
        which: SearchName,
        items: Items = None,
        prompt: TaskLike | None = None,
        *,
        k: int = 4,
        columns: Mapping[str, str] | None = None,
        **options: Any,
    ) -> CausesPlanned:
        """What ``evidence`` would do and cost: ``runs``, ``tokens`` and ``seconds``. Arguments
        as of ``evidence``. Raises as ``measure``."""
        _, events = self._search(which, items, prompt, k, columns, options)
        return first_of(events, CausesPlanned)

    def _measurement(
        self,
        items: Items | Plan,
        prompt: TaskLike | None,
        plan: PlanLike,
        columns: Mapping[str, str] | None,
        other: OpenModel | None,
        changes: dict[str, Any],
    ) -> tuple[Plan, ReadRows | None, Iterator[Event]]:
        """Its plan, the rows that were read, and its events, the first of which is the plan's."""
        rows = None
        if not isinstance(items, Plan):
            rows = rows_of(items, columns or {})
            if other is not None:
                changes["other_model"] = other.id
            task = task_of(prompt, rows)
            items = plan_of(self.id, self.precision, task, rows, plan, changes)
        warn_of(rows, items)
        return items, rows, self.backend.measure(items, None if other is None else other.backend)

    def _search(
        self,
        which: SearchName,
        items: Items,
        prompt: TaskLike | None,
        k: int,
        columns: Mapping[str, str] | None,
        options: dict[str, Any],
    ) -> tuple[CauseRequest, Iterator[Event]]:
        """What is asked, and its events, the first of which is its plan."""
        if which not in SEARCHES:
            raise InvalidRequest(
                f"There is no search {which!r}; {', '.join(SEARCHES)} are known.", pointer="/which"
            )
        rows = rows_of(items, columns or {})
        task = task_of(prompt, rows)
        request = cause_request(self.id, self.precision, task, rows, k, options)
        warn_of(rows, request.plan().task)
        return request, self.backend.search(which, request)
