"""Which items are taken from and which are judged; what a plan may be."""

from __future__ import annotations

from typing import Any

import pytest
from support.inputs.measured_task import ITEMS, TASK, plan_of

from shotglass.engine.causes.plan import CausePlan, require_draws, require_top, task_with
from shotglass.engine.measurement.plan import Conditions
from shotglass.errors import InvalidRequest
from shotglass.prompting import Prompt


def cause_plan(questions: int = 32, **changes: Any) -> CausePlan:
    return CausePlan(plan_of(Conditions(k=(4,)), **changes), questions)


def test_no_item_is_both_taken_from_and_judged() -> None:
    plan = cause_plan(5)
    fitted, judged = plan.split(3)
    assert (len(fitted), len(judged)) == (3, 5)
    assert not {item.input for item in fitted} & {item.input for item in judged}
    assert plan.places(fitted) == tuple(ITEMS.index(item) for item in fitted)


def test_another_seed_takes_other_items() -> None:
    assert cause_plan(5).split(3) == cause_plan(5).split(3)
    assert cause_plan(5).split(3) != cause_plan(5, seed=1).split(3)


def test_of_few_items_half_are_taken_from() -> None:
    fitted, judged = cause_plan(items=ITEMS[:5]).split(8)
    assert (len(fitted), len(judged)) == (2, 3)


@pytest.mark.parametrize(("count", "fitted", "least"), [(1, 8, 1), (2, 8, 2)])
def test_too_few_items_are_refused(count: int, fitted: int, least: int) -> None:
    said = f"There are {count} items to ask; {least + 1} or more"
    with pytest.raises(InvalidRequest, match=said) as caught:
        cause_plan(items=ITEMS[:count]).split(fitted, least)
    assert caught.value.pointer == "/items"


def test_orders_hold_the_same_examples() -> None:
    plan = cause_plan()
    orders = [plan.in_order(number) for number in range(6)]
    assert all(sorted(one.input for one in order) for order in orders)
    assert {frozenset(one.input for one in order) for order in orders} == {
        frozenset(shot.input for shot in plan.shots)
    }
    assert len(set(orders)) > 1
    assert plan.without(1) == (plan.shots[0], *plan.shots[2:])


@pytest.mark.parametrize(
    ("make", "pointer"),
    [
        (lambda: cause_plan(0), "/questions"),
        (lambda: cause_plan(257), "/questions"),
        (lambda: task_with(0, model="m", prompt=Prompt.from_json(TASK), items=ITEMS), "/k"),
        (lambda: task_with(17, model="m", prompt=Prompt.from_json(TASK), items=ITEMS), "/k"),
        (lambda: task_with(9, model="m", prompt=Prompt.from_json(TASK), items=ITEMS), "/k"),
        (lambda: require_draws(0), "/draws"),
        (lambda: require_top(13, 12), "/top"),
        (lambda: require_top(129, 1000), "/top"),
    ],
)
def test_what_a_plan_may_not_be_is_named(make: Any, pointer: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        make()
    assert caught.value.pointer == pointer
