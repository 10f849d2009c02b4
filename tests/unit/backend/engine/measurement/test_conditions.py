"""The conditions of a plan: draws within draws, orders, wrong answers, names, templates; and their
prompts, which are those that rendering gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.inputs.measured_task import LABELS, TASK, plan_of

from shotglass.engine.measurement.conditions import Condition, conditions_of, prompts_of
from shotglass.engine.measurement.formats import (
    NAMED,
    OWN,
    Stem,
    different_formats,
    field_names,
    template_of,
)
from shotglass.engine.measurement.plan import Conditions, PlanItem
from shotglass.engine.measurement.randomness import orders, permutation
from shotglass.errors import InvalidRequest
from shotglass.prompting import Lane, Prompt, Query, render


def inputs(condition: Condition) -> list[str]:
    return [shot.input for shot in condition.shots]


def test_one_draw_is_the_first_examples_of_the_set() -> None:
    found = conditions_of(plan_of(Conditions(k=(0, 3))))
    assert [inputs(one) for one in found] == [[], ["cat 0", "cat 1", "cat 2"]]
    assert [one.id for one in found] == ["k=0", "k=3"]


def test_fewer_examples_are_some_of_the_same_draw() -> None:
    found = conditions_of(plan_of(Conditions(k=(8, 1, 4), draws=5), seed=3))
    by_draw = [[one for one in found if one.draw == draw] for draw in range(5)]

    for one, four, eight in by_draw:
        assert inputs(one) == inputs(eight)[:1]
        assert inputs(four) == inputs(eight)[:4]
        assert len(set(inputs(eight))) == 8
    assert len({tuple(inputs(draw[-1])) for draw in by_draw}) == 5


def test_a_draw_does_not_depend_on_how_many_there_are() -> None:
    two, five = (conditions_of(plan_of(Conditions(k=(4,), draws=n))) for n in (2, 5))
    assert [inputs(one) for one in two] == [inputs(one) for one in five[:2]]


def test_each_order_is_as_likely_and_the_seed_decides() -> None:
    counts = Counter(permutation(seed, 1 << 20, 3) for seed in range(6000))
    assert set(counts) == set(permutations(range(3)))
    assert all(880 <= count <= 1120 for count in counts.values())  # 1000 and 4 sigma


def test_four_examples_have_24_orders_and_eight_a_sample_of_them() -> None:
    four = conditions_of(plan_of(Conditions(k=(4,), orders=24)))
    assert {tuple(inputs(one)) for one in four} == set(permutations(inputs(four[0])))

    eight = conditions_of(plan_of(Conditions(k=(8,), orders=24)))
    assert len({tuple(inputs(one)) for one in eight}) == 24
    assert [f"cat {n}" for n in range(8)] in [inputs(one) for one in eight]
    assert len({frozenset(inputs(one)) for one in eight}) == 1


def test_a_sample_of_orders_is_sorted_so_that_neighbours_begin_alike() -> None:
    found = orders(7, 0, 6, 30)
    assert found == sorted(set(found))
    assert len(found) == 30


def test_so_many_answers_are_wrong_and_fewer_are_some_of_the_same() -> None:
    shares = (1.0, 0.75, 0.5, 0.25, 0.0)
    found = conditions_of(plan_of(Conditions(k=(8,), labels=shares, draws=2), seed=4))
    for draw in range(2):
        before: set[str] = set()
        for share in shares:
            (one,) = (c for c in found if c.draw == draw and c.labels == share)
            right = {f"cat {n}": LABELS[n % 2] for n in range(8)}
            wrong = {shot.input for shot in one.shots if shot.output != right[shot.input]}
            assert len(wrong) == round(8 * (1 - share))
            assert before <= wrong
            assert {shot.output for shot in one.shots} <= set(LABELS)
            before = wrong


def test_names_stand_for_all_answers_and_for_the_labels_that_are_read() -> None:
    plan = plan_of(Conditions(k=(0, 4), labels=("names",)), seed=2)
    without, four = conditions_of(plan)
    names = dict(four.names)

    assert set(names) == set(LABELS)
    assert all(name[0] == " " and name[1:].isalpha() for name in names.values())
    assert [shot.output for shot in four.shots] == [names[LABELS[n % 2]] for n in range(4)]
    prompts, free = prompts_of(plan, four)
    assert {one.labels for one in prompts + free} == {tuple(names[label] for label in LABELS)}
    assert [LABELS[one.right] for one in prompts] == [item.expected for item in plan.questions]
    assert not without.shots


def test_examples_without_answers_keep_their_questions() -> None:
    (four,) = conditions_of(plan_of(Conditions(k=(4,), labels=("none",))))
    assert [shot.output for shot in four.shots] == [""] * 4
    assert inputs(four) == [f"cat {n}" for n in range(4)]


def test_without_examples_there_is_one_condition_whatever_is_varied() -> None:
    varied = Conditions(k=(0, 4), draws=3, labels=(1.0, 0.5, "names", "none"))
    found = [one for one in conditions_of(plan_of(varied)) if one.k == 0]
    assert [one.labels for one in found] == [1.0, "names"]


def test_ids_are_different() -> None:
    varied = Conditions((0, 4), 3, 2, (1.0, 0.5, "names"), ("own", "arrow"))
    ids = [one.id for one in conditions_of(plan_of(varied))]
    assert len(set(ids)) == len(ids)
    assert "k=4 draw=2 order=1 labels=names format=2" in ids


@given(
    format=st.sampled_from([OWN, *NAMED, "{input}\n{output}", "{{{input}}}:{output}"]),
    k=st.integers(0, 3),
    input=st.text("ab c\n中👍{}", max_size=8),
)
def test_a_prompt_is_the_one_that_rendering_gives(format: str, k: int, input: str) -> None:
    prompt = Prompt.from_json(TASK)
    template = template_of(format, prompt.template)
    shots = prompt.shot_sets["main"][:k]

    found = Stem.of(prompt, template, shots).asking(input)

    lane = Lane("x", "main", tuple(range(k)))
    asked = replace(prompt, template=template, query=Query(input))
    assert found == render(asked, lane).text


def test_a_prompt_that_would_end_in_a_space_is_refused() -> None:
    stem = Stem.of(Prompt.from_json(TASK), "{input}{output}\n", ())
    with pytest.raises(InvalidRequest, match="end in a space"):
        stem.asking("what ")


@pytest.mark.parametrize(
    ("own", "names"),
    [
        ("Review: {input}\nSentiment:{output}\n\n", ("Review", "Sentiment")),
        ("{input} ->{output}\n", ("Input", "Output")),
        ("Read this.\nThe text: {input}\nIts kind:{output}\n", ("The text", "Its kind")),
        ("评论：{input}\n情感：{output}\n", ("评论", "情感")),
        ("Q: {input}\nThink:{reasoning}\nA:{output}\n", ("Q", "A")),
    ],
)
def test_fields_keep_the_names_that_the_task_gives_them(own: str, names: tuple[str, str]) -> None:
    assert field_names(own) == names


@pytest.mark.parametrize(
    "own", [TASK["template"], "{input} ->{output}\n", "评论：{input}\n情感：{output}\n"]
)
def test_eight_templates_differ_and_mean_the_same(own: str) -> None:
    names = different_formats(own)
    templates = {template_of(name, own) for name in names}
    assert names[0] == OWN
    assert len(names) == len(templates) == 8


def test_content_free_prompts_are_asked_at_each_list_of_labels() -> None:
    items = (
        PlanItem("x", " a", (" a", " b")),
        PlanItem("y", " mat"),
        PlanItem("z", " b", (" b", " c")),
    )
    plan = plan_of(Conditions(k=(2,), content_free=("N/A", "")), items)

    _, free = prompts_of(plan, conditions_of(plan)[0])

    assert [one.labels for one in free] == [
        (" a", " b"), (" a", " b"), LABELS, LABELS, (" b", " c"), (" b", " c")
    ]  # fmt: skip
    assert free[0].text.endswith("Q: N/A\nA:")
    assert free[1].text.endswith("Q: \nA:")
