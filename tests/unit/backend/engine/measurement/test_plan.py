"""What a plan may be, what it refuses and where it points, and what follows from it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.inputs.measured_task import ITEMS, LABELS, TASK, plan_of

from shotglass.engine.measurement.conditions import conditions_of, label_sets, prompts_of
from shotglass.engine.measurement.plan import Conditions, HeadPlace, Plan, PlanItem
from shotglass.engine.measurement.rules import MOST_READINGS, most_prompts, size_fault
from shotglass.errors import InvalidRequest, UnknownField

MANY = tuple(PlanItem(f"item {n}", " mat") for n in range(1001))


def test_more_items_than_one_record_holds_are_told_the_way_out() -> None:
    fault = size_fault(plan_of(items=MANY))

    assert fault is not None
    assert fault.pointer == "/items"
    assert "1 to 1,000 were expected" in str(fault)
    assert "shotglass measure TASK --items FILE --into RECORD.json" in str(fault)
    assert size_fault(plan_of(items=MANY[1:])) is None


@pytest.mark.parametrize(
    ("changes", "pointer", "words"),
    [
        ({"items": ()}, "/items", "There are 0 items"),
        ({"items": (*ITEMS, ITEMS[3])}, "/items/10/input", "Items 4 and 11 ask the same"),
        ({"items": (PlanItem("cat 2", " mat"),)}, "/items/0/input", "is example 3 too"),
        ({"items": (PlanItem("x", "mat"),)}, "/items/0/expected", "they differ by the space alone"),
        ({"items": (PlanItem("x", " a", (" a",)),)}, "/items/0/labels", "2 to 64 different"),
        ({"pool": 10}, "/pool", "at least one item must be left"),
        ({"seed": -1}, "/seed", "seed is -1"),
        ({"difference": 0.0}, "/difference", "a share above 0"),
        ({"other_model": "tiny"}, "/other_model", "a different model"),
        ({"shot_set": "none"}, "/shot_set", "there are 'main', 'few'"),
        ({"shot_set": "few"}, "/conditions/k/1", "k is 4 and there are 2 examples"),
        ({"pool": 2}, "/pool", "k is 4 and there are 2 examples"),
        ({"pool": 5, "shot_set": "main"}, "/pool", "from one of the two"),
        ({"conditions": Conditions(k=())}, "/conditions/k", "k has 0 values"),
        ({"conditions": Conditions(k=(1, 1))}, "/conditions/k", "2 values, 1 of them different"),
        ({"conditions": Conditions(k=(65,))}, "/conditions/k", "0 to 64 was expected"),
        ({"conditions": Conditions(draws=0)}, "/conditions/draws", "1 to 64"),
        ({"conditions": Conditions(k=(2, 4), orders=2)}, "/conditions/orders", "at one number"),
        ({"conditions": Conditions(labels=(1.5,))}, "/conditions/labels/0", "0 to 1 was expected"),
        (
            {"conditions": Conditions(k=(2,), labels=(1.0, 0.75))},
            "/conditions/labels/1",
            "Of 2 examples 75 % cannot",
        ),
        ({"conditions": Conditions(formats=("x",))}, "/conditions/formats/0", "no format 'x'"),
        ({"conditions": Conditions(formats=("{x}",))}, "/conditions/formats/0", "'{x}'"),
        (
            {"conditions": Conditions(formats=("own", "lines"))},
            "/conditions/formats/1",
            "the same template",
        ),
    ],
)
def test_a_broken_rule_is_named_with_its_place_and_the_way_out(
    changes: dict[str, Any], pointer: str, words: str
) -> None:
    with pytest.raises(InvalidRequest, match=".") as refusal:
        plan_of(**changes)

    assert refusal.value.pointer == pointer
    assert words in str(refusal.value)


def test_more_readings_than_the_limit_are_refused_with_their_number() -> None:
    items = tuple(PlanItem(f"item {n}", " mat") for n in range(1000))
    conditions = Conditions(k=(8,), draws=64, formats=("own", "one-line", "dash", "arrow"))

    fault = size_fault(plan_of(conditions, items))
    assert "256,768 prompts at 2 answers; 200,000 prompts" in str(fault)
    assert MOST_READINGS == 200_000


def test_more_conditions_than_can_be_looked_at_are_refused() -> None:
    conditions = Conditions(k=(4,), draws=64, orders=24, formats=("own", "arrow"))
    with pytest.raises(InvalidRequest, match="up to 3,072 conditions; 2,000 at most"):
        plan_of(conditions, ITEMS[:2])


def test_a_small_plan_cannot_ask_for_gigabytes() -> None:
    shots = [{"input": f"{n} {'a' * 9000}", "output": " mat"} for n in range(64)]
    task = {"shot_sets": {"main": shots}}
    conditions = Conditions(k=(64,), draws=64)

    with pytest.raises(InvalidRequest, match="characters; 32,000,000 at most") as refusal:
        plan_of(conditions, ITEMS[:2], task)
    assert refusal.value.pointer == "/conditions/k"
    assert plan_of(Conditions(k=(4,), draws=64), ITEMS[:2], task).examples


def test_changed_labels_need_labels_that_all_items_share() -> None:
    own = (PlanItem("x", " a", (" a", " b")),)

    with pytest.raises(InvalidRequest, match="answers of its own"):
        plan_of(Conditions(labels=(1.0, 0.0)), own)
    assert plan_of(Conditions(labels=("none",)), own).labels_of(own[0]) == (" a", " b")


def test_a_plan_is_the_same_after_json() -> None:
    plan = plan_of(Conditions(k=(0, 2), labels=(1.0, 0.5, "names")), seed=5, pool=3)

    again = Plan.from_json(json.loads(json.dumps(plan.to_json())))

    assert again == plan


def test_a_key_that_there_is_not_and_a_wrong_kind_are_named() -> None:
    whole = plan_of().to_json()

    with pytest.raises(UnknownField, match="k_shots"):
        Plan.from_json(whole | {"conditions": {"k_shots": [1]}})
    with pytest.raises(InvalidRequest, match="a whole number was expected") as refusal:
        Plan.from_json(whole | {"seed": "one"})
    assert refusal.value.pointer == "/seed"


def test_items_of_the_pool_are_examples_and_are_not_asked() -> None:
    plan = plan_of(Conditions(k=(0, 3), draws=4), pool=4, seed=9)

    shown = {shot.input for one in conditions_of(plan) for shot in one.shots}
    questions = {item.input for item in plan.questions}

    assert len(plan.examples) == 4
    assert shown <= {shot.input for shot in plan.examples}
    assert not shown & questions
    assert len(questions) == 6
    assert plan_of(pool=4, seed=9).questions == plan.questions
    assert plan_of(pool=4, seed=10).questions != plan.questions


def test_without_labels_of_its_own_a_task_is_read_at_all_answers_that_occur() -> None:
    plan = plan_of(items=(PlanItem("x", " fox"),), task={"labels": []})
    assert plan.labels == (*LABELS, " fox")


def test_the_tasks_own_items_are_asked_where_there_are_no_others() -> None:
    task = {"items": [{"input": "x", "expected": " dog"}]}
    assert plan_of(items=(), task=task).questions == (PlanItem("x", " dog"),)


@given(
    k=st.lists(st.sampled_from([0, 1, 2, 4, 8]), min_size=1, unique=True),
    draws=st.integers(1, 3),
    labels=st.sampled_from([(1.0,), (1.0, 0.0), ("names", "none")]),
    formats=st.sampled_from([("own",), ("own", "arrow")]),
    free=st.sampled_from([(), ("N/A", "")]),
    other=st.sampled_from([None, "another"]),
)
def test_the_number_of_prompts_is_never_less_than_what_is_asked(
    k: list[int], draws: int, labels: Any, formats: Any, free: Any, other: str | None
) -> None:
    conditions = Conditions(tuple(k), draws, 1, labels, formats, free)
    plan = plan_of(conditions, other_model=other)

    asked = sum(len(a) + len(b) for a, b in (prompts_of(plan, c) for c in conditions_of(plan)))

    assert asked * len(plan.models) <= most_prompts(plan)
    assert len(label_sets(plan)) == 1


def test_the_task_is_as_the_page_saves_it() -> None:
    assert plan_of().prompt.to_json()["shot_sets"] == TASK["shot_sets"]


@pytest.mark.parametrize("seed", range(8))
def test_examples_of_a_balanced_pool_have_as_many_of_each_answer_as_they_can(seed: int) -> None:
    items = tuple(PlanItem(f"q{n}", LABELS[n % 10 == 0]) for n in range(40))  # 4 of the second
    conditions = Conditions(k=(0, 1, 2, 4, 8), draws=4)
    plan = plan_of(conditions, items=items, pool=8, seed=seed, balanced=True)
    assert [shot.output for shot in plan.examples].count(LABELS[1]) == 4
    for condition in conditions_of(plan):
        answers = [shot.output for shot in condition.shots]
        assert abs(answers.count(LABELS[0]) - answers.count(LABELS[1])) == condition.k % 2
    assert len(plan.questions) == 32
    assert not {shot.input for shot in plan.examples} & {item.input for item in plan.questions}


def test_heads_that_are_off_are_of_one_model_and_named_once() -> None:
    off = (HeadPlace(1, 2), HeadPlace(0, 3))
    plan = plan_of(heads_off=off)
    assert Plan.from_json(plan.to_json()) == plan
    assert list(plan.to_json())[-1] == "heads_off"
    assert plan.digest != plan_of().digest
    for changes, pointer in (
        ({"heads_off": (*off, off[0])}, "/heads_off"),
        ({"heads_off": tuple(HeadPlace(0, head) for head in range(1025))}, "/heads_off"),
        ({"heads_off": off, "other_model": "another"}, "/other_model"),
    ):
        with pytest.raises(InvalidRequest) as refused:
            plan_of(**changes)
        assert refused.value.pointer == pointer


def test_a_plan_that_does_not_say_balanced_has_the_digest_and_the_examples_it_had() -> None:
    plan = plan_of(Conditions(k=(0, 3), draws=4), pool=4, seed=9)
    assert "balanced" not in plan.to_json()
    assert [shot.input for shot in Plan.from_json(plan.to_json()).examples] == [
        f"the red house {n}" for n in (9, 5, 8, 2)
    ]
    assert plan.digest == "4e542cf005808708ece208136965b5c6984a9a89d23b6e419354c0ed78705587"
    balanced = plan_of(Conditions(k=(0, 3), draws=4), pool=4, seed=9, balanced=True)
    assert Plan.from_json(balanced.to_json()) == balanced
    assert plan_of(balanced=True).digest == plan_of().digest  # without a pool there is no choice
