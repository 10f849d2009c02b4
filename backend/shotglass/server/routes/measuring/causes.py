"""A search for what a task's answers depend on, as a request: which example, head, or vector."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pydantic import Field

from ....engine.causes import plan as rules
from ....engine.causes.events import CAUSE_EVENTS
from ....engine.causes.plan import CausePlan, task_with
from ....engine.tasks import Runner
from ....events import Event
from ...schemas import Whole
from ...services import Services
from .bodies import Begin, LongRunBody, limits


class CauseBody(LongRunBody):
    """A task with ``k`` examples, and how it is answered.

    ``items``: the questions, else those of the prompt object. ``shot_set``: where the examples come
    from; or ``pool``: so many of the items, chosen by the seed, are examples and are not asked,
    ``balanced`` over the answers unless that is false. ``exact``: whether the answers of ``items``
    are exact texts; else they begin with a space where the template asks for one.
    ``questions``: so many items are judged. ``only_cost``: tell what it would cost, and end."""

    event = "CauseEvent"
    events = CAUSE_EVENTS
    k: Whole = Field(4, json_schema_extra=limits(1, rules.MOST_K))
    questions: Whole = Field(rules.QUESTIONS, json_schema_extra=limits(1, rules.MOST_QUESTIONS))

    def begin(self, services: Services) -> Begin:
        plan = CausePlan(task_with(self.k, **self.task()), self.questions)
        model = services.hosting.runner(self.model, self.precision)
        return partial(self.search(model, plan), only_cost=self.only_cost)

    def search(self, model: Runner, plan: CausePlan) -> partial[Iterator[Event]]:
        return partial(model.which_example, plan)


class HeadsBody(CauseBody):
    """``draws``: of as many random heads, to compare with."""

    draws: Whole = Field(rules.DRAWS, json_schema_extra=limits(1, rules.MOST_DRAWS))

    def search(self, model: Runner, plan: CausePlan) -> partial[Iterator[Event]]:
        return partial(model.which_head, plan, self.draws)


class VectorsBody(CauseBody):
    """``top``: how many heads make the function vector."""

    top: Whole = Field(rules.TOP, json_schema_extra=limits(1, rules.MOST_TOP))

    def search(self, model: Runner, plan: CausePlan) -> partial[Iterator[Event]]:
        return partial(model.which_vector, plan, self.top)
