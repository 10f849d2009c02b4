"""A task on many items, and what its answers depend on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...engine.causes.events import CausesPlanned
from ...engine.causes.record import SEARCHES, CauseRequest, Found, SearchName
from ...engine.measurement.earlier import NOTHING, Earlier
from ...engine.measurement.events import Planned
from ...engine.measurement.plan import Plan
from ...errors import InvalidRequest
from ...rows import ReadRows
from ..items import (
    PlanLike,
    TaskLike,
    cause_request,
    followed,
    plan_of,
    rows_of,
    task_of,
    warn_of,
)
from ..results.causes import CausesResult
from ..results.measurements import MeasureResult
from .opened import OpenModel

if TYPE_CHECKING:
    from ..items import Items, Progress


class Measuring(OpenModel):
    """Measure, causes."""

    def measure(
        self,
        items: Items | Plan,
        prompt: TaskLike | None = None,
        plan: PlanLike = "examples",
        *,
        columns: Mapping[str, str] | None = None,
        other: OpenModel | None = None,
        progress: Progress | None = None,
        earlier: Earlier = NOTHING,
        **changes: Any,
    ) -> MeasureResult:
        """A task on many items, under many conditions.

        ``items``: questions with answers, or a whole ``Plan`` and nothing else. ``prompt``: a
        prompt object, or a template alone, whose examples are then some of the items. ``plan``:
        "examples", "order", "labels", "format", a JSON file, or conditions. ``columns``: which
        column is the "input" and which is "expected". ``other``: is asked the same. ``progress``:
        is called with each event of the run. ``earlier``: readings of a run of the same plan that
        was cut off, which are not asked again. ``changes``: other fields of a ``Plan``, such as
        ``seed``, ``pool``, ``difference``.

        Raises UnreadableRows, InvalidRequest, ContextLengthExceeded, LabelConflict, WrongTask.
        """
        task, rows = self._measurement(items, prompt, plan, columns, other, changes)
        models = [self] if other is None else [self, other]
        by = [model._computed_by() for model in models]
        events = self.backend.measure(task, other and other.backend, earlier=earlier)
        return MeasureResult.of(task, followed(events, progress), rows, by)

    def measure_cost(
        self,
        items: Items | Plan,
        prompt: TaskLike | None = None,
        plan: PlanLike = "examples",
        *,
        columns: Mapping[str, str] | None = None,
        other: OpenModel | None = None,
        progress: Progress | None = None,
        **changes: Any,
    ) -> Planned:
        """Returns what ``measure`` would do and cost: ``costs`` has the prompts, tokens and seconds
        of each model. It takes the arguments of ``measure`` and raises as it does."""
        task, _ = self._measurement(items, prompt, plan, columns, other, changes)
        events = self.backend.measure(task, other and other.backend, only_cost=True)
        every = followed(events, progress)
        return next(event for event in every if isinstance(event, Planned))

    def causes(
        self,
        which: SearchName,
        items: Items | CauseRequest = None,
        prompt: TaskLike | None = None,
        *,
        k: int = 4,
        columns: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        **options: Any,
    ) -> CausesResult:
        """Searches for what the answers to a task with ``k`` examples depend on: which "example",
        which "head", or which "vector" can stand for the examples. ``items`` (or a whole
        ``request`` of a result, and nothing else), ``prompt``, ``columns`` and ``progress`` are
        those of ``measure``. The ``options`` are ``pool``, ``seed``, ``shot_set``, ``balanced``,
        ``questions``, ``draws`` of random heads, and ``top`` heads of a vector. Raises as
        ``measure`` does."""
        request = self._request(which, items, prompt, k, columns, options)
        every = followed(self.backend.search(which, request), progress)
        (planned,) = (event for event in every if isinstance(event, CausesPlanned))
        (result,) = (event for event in every if isinstance(event, Found))
        return CausesResult.of(which, request, planned, result, self._computed_by())

    def causes_cost(
        self,
        which: SearchName,
        items: Items | CauseRequest = None,
        prompt: TaskLike | None = None,
        *,
        k: int = 4,
        columns: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        **options: Any,
    ) -> CausesPlanned:
        """Returns what ``causes`` would do and cost: ``runs``, ``tokens`` and ``seconds``. It
        takes the arguments of ``causes`` and raises as ``measure`` does."""
        request = self._request(which, items, prompt, k, columns, options)
        events = followed(self.backend.search(which, request, only_cost=True), progress)
        return next(event for event in events if isinstance(event, CausesPlanned))

    def _measurement(
        self,
        items: Items | Plan,
        prompt: TaskLike | None,
        plan: PlanLike,
        columns: Mapping[str, str] | None,
        other: OpenModel | None,
        changes: dict[str, Any],
    ) -> tuple[Plan, ReadRows | None]:
        """Returns the plan of a measurement, and the rows that were read."""
        if isinstance(items, Plan):
            return items, None
        rows = rows_of(items, columns or {})
        if other is not None:
            changes["other_model"] = other.id
        measurement = plan_of(self.id, self.precision, task_of(prompt, rows), rows, plan, changes)
        warn_of(rows, measurement)
        return measurement, rows

    def _request(
        self,
        which: SearchName,
        items: Items | CauseRequest,
        prompt: TaskLike | None,
        k: int,
        columns: Mapping[str, str] | None,
        options: dict[str, Any],
    ) -> CauseRequest:
        if which not in SEARCHES:
            raise InvalidRequest(
                f"There is no search {which!r}; {', '.join(SEARCHES)} are known.", pointer="/which"
            )
        if isinstance(items, CauseRequest):
            return items
        rows = rows_of(items, columns or {})
        task = task_of(prompt, rows)
        request = cause_request(self.id, self.precision, task, rows, k, options)
        warn_of(rows, request.plan().task)
        return request
