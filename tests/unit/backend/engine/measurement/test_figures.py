"""Every figure computed again from the readings by other means: plain loops and scipy. What right,
form, choice and calibrated are; which cells are compared; a record that holds all of it."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats
from support.inputs.measured_task import LABELS, plan_of

from shotglass.engine.measurement.cells import cells_of, compared
from shotglass.engine.measurement.conditions import conditions_of, prompts_of
from shotglass.engine.measurement.events import MeasuredModel
from shotglass.engine.measurement.figures import Figures, PerItem, Readings, figures, likeliest
from shotglass.engine.measurement.plan import Conditions, Plan, PlanItem
from shotglass.engine.measurement.record import COLUMNS, Record, plan_and_readings
from shotglass.errors import InvalidRequest

OWN = (PlanItem("x", " a", (" a", " b", " c")), PlanItem("y", " mat"), PlanItem("z", " dog"))

SIXTEEN = tuple(PlanItem(f"item {n}", LABELS[n % 2]) for n in range(16))


MODEL = MeasuredModel("tiny", "fp32", "cpu", "fp_1", True, "g", ("w",), "t")


def drawn(plan: Plan, seed: int = 0) -> list[list[Readings]]:
    """Log-probabilities by chance, for every model and condition; with the answer to say nothing,
    which is left out, they come to 1."""
    random = np.random.default_rng(seed)

    def read(prompts: Sequence[Any]) -> tuple[tuple[float, ...], ...]:
        return tuple(row(len(one.labels)) for one in prompts)

    def row(count: int) -> tuple[float, ...]:
        values = -9 * random.random(count)
        return tuple((values - np.logaddexp.reduce([*values, 0.0])).tolist())

    return [
        [Readings(*map(read, prompts_of(plan, one))) for one in conditions_of(plan)]
        for _ in plan.models
    ]


def recomputed(plan: Plan, readings: Sequence[Sequence[Readings]]) -> Figures:
    per_item = [[PerItem.of(plan, one) for one in row] for row in readings]
    return figures(plan, conditions_of(plan), per_item)


def by_hand(plan: Plan, readings: Readings) -> list[dict[str, Any]]:
    """Per item, with probabilities and no logarithms, as Zhao et al. write it: the content-free
    probabilities are averaged and normalised, and q = softmax(diag(p_cf)^-1 p) is compared."""
    found, sets = [], list(dict.fromkeys(plan.labels_of(item) for item in plan.questions))
    free = len(plan.conditions.content_free)
    for item, logprobs in zip(plan.questions, readings.items, strict=True):
        labels = plan.labels_of(item)
        answer, p = labels.index(item.expected), np.exp(logprobs)
        start = sets.index(labels) * free
        base = np.exp(readings.content_free[start : start + free]).mean(axis=0)
        weights = np.diag(1 / (base / base.sum()))
        fair = weights @ (p / p.sum())
        found.append({
            "right": int(np.argmax(p)) == answer, "form": p.sum(), "choice": p[answer] / p.sum(),
            "calibrated": int(np.argmax(fair)) == answer, "says": int(np.argmax(p)),
        })  # fmt: skip
    return found


@pytest.mark.parametrize("items", [None, OWN])
def test_an_items_figures_are_those_of_the_papers(items: tuple[PlanItem, ...] | None) -> None:
    plan = plan_of(Conditions(k=(0, 2)), **({"items": items} if items else {}))
    for readings in drawn(plan)[0]:
        found = PerItem.of(plan, readings)
        for at, expected in enumerate(by_hand(plan, readings)):
            assert found.calibrated is not None
            assert bool(found.right[at]) == expected["right"]
            assert bool(found.calibrated[at]) == expected["calibrated"]
            assert found.form[at] == pytest.approx(expected["form"], abs=1e-12)
            assert found.choice[at] == pytest.approx(expected["choice"], abs=1e-12)
            assert found.says[at] == expected["says"]


def test_two_labels_as_likely_are_no_answer() -> None:
    assert likeliest((-1.0, -1.0, -2.0)) == -1
    plan = plan_of(Conditions(k=(0,), content_free=()), items=(PlanItem("x", " mat"),))
    row = PerItem.of(plan, Readings(((-1.0, -1.0),), ())).row(plan)
    assert (row.count, row.says, row.calibrated) == (0, (0, 0), None)


def test_content_without_content_is_calibrated_to_no_answer() -> None:
    """What is as after the content-free inputs has no calibrated answer: the shares are even."""
    plan = plan_of(Conditions(k=(0,), content_free=("N/A",)), items=(PlanItem("x", " mat"),))
    found = PerItem.of(plan, Readings(((-0.5, -3.0),), ((-0.5, -3.0),)))
    assert found.right.tolist() == [True]
    assert found.calibrated is not None
    assert found.calibrated.tolist() == [False]


def test_rows_and_cells_are_the_items_counted() -> None:
    plan = plan_of(Conditions(k=(0, 2, 4), draws=3))
    readings = drawn(plan, 1)
    conditions, found = conditions_of(plan), recomputed(plan, readings)

    for cell in found.cells:
        each = [by_hand(plan, readings[0][at]) for at in cell.cell.conditions]
        assert {conditions[at].k for at in cell.cell.conditions} == {cell.cell.k}
        for name in ("right", "form", "choice", "calibrated"):
            values = np.array([[float(item[name]) for item in row] for row in each])
            interval = getattr(cell, name)
            assert interval.value == pytest.approx(values.mean(), abs=1e-12)
            assert interval.low <= interval.value <= interval.high
    zero = found.cells[0]
    n = len(plan.questions)
    twin = stats.binomtest(round(n * zero.right.value), n).proportion_ci(method="wilson")
    assert (zero.right.low, zero.right.high) == pytest.approx((twin.low, twin.high), abs=1e-9)
    assert found.chance == 0.5


def test_comparisons_are_mcnemars_with_holms_correction() -> None:
    plan = plan_of(Conditions(k=(0, 2, 8)), other_model="another")
    readings = drawn(plan, 2)
    found = recomputed(plan, readings)
    right = [
        np.array([[item["right"] for item in by_hand(plan, one)] for one in row])
        for row in readings
    ]

    ps = []
    for one in found.comparisons:
        before, after = (found.cells[place].cell for place in (one.pair.before, one.pair.after))
        a = right[before.model][before.conditions[0]]
        b = right[after.model][after.conditions[0]]
        gained, lost = int((b & ~a).sum()), int((a & ~b).sum())
        assert (one.difference.gained, one.difference.lost) == (gained, lost)
        assert one.difference.change.value == pytest.approx((gained - lost) / len(a))
        exact = stats.binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
        assert one.difference.p == pytest.approx(exact, rel=1e-9)
        ps.append(exact)
    ranked = sorted(ps)
    for one in found.comparisons:
        steps = [(len(ps) - at) * p for at, p in enumerate(ranked) if p <= one.difference.p + 1e-12]
        assert one.difference.holm == pytest.approx(min(1.0, max(steps)))
    assert len(ps) == 2 * 3 + 3


def test_no_example_is_compared_with_the_most_as_well_as_each_number_with_the_next() -> None:
    plan = plan_of(Conditions(k=(8, 0, 2), draws=2))
    cells = cells_of(plan, conditions_of(plan))
    counts = [(cells[pair.before].k, cells[pair.after].k) for pair in compared(plan, cells)]
    assert counts == [(0, 2), (2, 8), (0, 8)]
    plan = plan_of(Conditions(k=(0, 4)))
    assert len(compared(plan, cells_of(plan, conditions_of(plan)))) == 1


def test_what_is_compared_follows_from_what_is_varied() -> None:
    varied = Conditions((0, 4), 2, 1, (1.0, 0.5, "names", "none"), ("own", "arrow"))
    plan = plan_of(varied)
    cells = cells_of(plan, conditions_of(plan))
    names = [(cell.format, cell.labels, cell.k) for cell in cells]
    found = [(one.factor, names[one.before], names[one.after]) for one in compared(plan, cells)]

    assert ("k", ("own", 1.0, 0), ("own", 0.5, 4)) in found
    assert ("k", ("own", "names", 0), ("own", "names", 4)) in found
    assert ("k", ("arrow", 1.0, 0), ("arrow", "none", 4)) in found
    assert ("labels", ("own", 1.0, 4), ("own", "none", 4)) in found
    assert ("format", ("own", "names", 4), ("arrow", "names", 4)) in found
    assert ("format", ("own", 1.0, 0), ("arrow", 1.0, 0)) in found
    assert len(found) == len(set(found))
    assert {factor for factor, _, _ in found} == {"k", "labels", "format"}


def test_a_plan_of_one_condition_compares_nothing() -> None:
    plan = plan_of(Conditions(k=(4,), orders=6))
    found = recomputed(plan, drawn(plan))
    assert found.comparisons == ()
    assert [one.factor for one in found.spreads] == ["order", "order"]


def test_the_slope_is_scipys_over_the_shares_of_right_answers() -> None:
    plan = plan_of(Conditions(k=(4,), draws=2, labels=(1.0, 0.75, 0.5, 0.25, 0.0, "names")))
    found = recomputed(plan, drawn(plan, 3))

    (line,) = found.slopes
    cells = [found.cells[place] for place in line.cells]
    at = [float(cell.cell.labels) for cell in cells]
    means = [cell.right.value for cell in cells]
    assert at == [1.0, 0.75, 0.5, 0.25, 0.0]
    assert line.slope.value == pytest.approx(stats.linregress(at, means).slope, abs=1e-12)


def test_spreads_are_the_ranges_of_orders_draws_and_formats() -> None:
    plan = plan_of(Conditions(k=(0, 4), draws=3, formats=("own", "arrow", "dash")))
    readings = drawn(plan, 4)
    found = recomputed(plan, readings)

    rows = [by_hand(plan, one) for one in readings[0]]
    means = {m: [np.mean([i[m] for i in row]) for row in rows] for m in ("right", "calibrated")}
    for one in found.spreads:
        if one.factor == "draw":
            values = [means[one.measure][at] for at in one.among]
        else:
            cells = [found.cells[place] for place in one.among]
            values = [getattr(cell, one.measure).value for cell in cells]
        assert one.spread.range.value == pytest.approx(max(values) - min(values))
        assert one.spread.deviation == pytest.approx(stats.tstd(values))
    factors = [one.factor for one in found.spreads]
    assert factors.count("draw") == 3 * 2
    assert factors.count("format") == 2 * 2
    assert "order" not in factors


def record_of(plan: Plan, seed: int = 5) -> Record:
    readings = drawn(plan, seed)
    digests = tuple(tuple("0" * 64 for _ in row) for row in readings)
    rows = tuple(map(tuple, readings))
    return Record(plan, (), conditions_of(plan), digests, rows, recomputed(plan, readings))


def test_a_record_comes_back_from_its_file_to_the_bit() -> None:
    record = record_of(plan_of(Conditions(k=(0, 3), draws=2), pool=3, seed=1, items=SIXTEEN))

    text = json.dumps(record.to_json("1.0", "2026-11-26"))
    plan, readings = plan_and_readings(json.loads(text))

    assert plan == record.plan
    assert readings == record.readings
    assert record.recomputed() == record.figures == recomputed(plan, readings)
    assert all(not math.isnan(x) for row in readings for one in row for y in one.items for x in y)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"record": "other"}, "no record of a measurement"),
        ({"readings": []}, "readings of 0 models"),
        ({"readings": [[{"items": 3}]]}, "not in order"),
        ({"readings": [[{"items": [[10**400]], "content_free": []}] * 2]}, "too large"),
        ({"readings": [[{"items": [], "content_free": []}] * 2]}, "There are 0 rows of readings"),
    ],
)
def test_what_is_no_record_is_refused(change: dict[str, Any], words: str) -> None:
    whole = record_of(plan_of()).to_json("1.0", "")
    with pytest.raises(InvalidRequest, match=words):
        plan_and_readings(whole | change)


@pytest.mark.parametrize("change", [{"models": []}, {"prompts": []}])
def test_a_record_has_as_many_models_as_its_plan(change: dict[str, Any]) -> None:
    whole = replace(record_of(plan_of()), models=(MODEL,)).to_json("1.0", "")
    assert Record.from_json(whole).models == (MODEL,)
    with pytest.raises(InvalidRequest, match="0 models"):
        Record.from_json(whole | change)


def test_the_csv_has_a_line_a_reading_with_its_figures() -> None:
    plan = plan_of(Conditions(k=(0, 2)), items=(PlanItem('a, "b"\nc', " mat"), *SIXTEEN[:3]))
    record = record_of(plan)
    rows = list(csv.DictReader(io.StringIO(replace(record, models=(MODEL,)).to_csv())))

    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 2 * 4
    assert rows[0]["input"] == 'a, "b"\nc'
    expected = [item for one in record.readings[0] for item in by_hand(plan, one)]
    for row, item in zip(rows, expected, strict=True):
        assert int(row["right"]) == item["right"]
        assert float(row["choice"]) == pytest.approx(item["choice"], rel=1e-5)
        assert row["says"] == LABELS[item["says"]]
        assert json.loads(row["answers"]) == list(LABELS)
        assert row["template"] == plan.prompt.template
    assert tuple(json.loads(rows[0]["logprobs"])) == record.readings[0][0].items[0]


def said(plan: Plan, answers: Sequence[Sequence[bool]]) -> Figures:
    """A model that says the first of two labels where it stands so, by condition and item; after
    an input without content it says both alike."""
    readings = [
        Readings(
            tuple((-0.1, -3.0) if first else (-3.0, -0.1) for first in row),
            tuple((-1.0, -1.0) for _ in plan.conditions.content_free),
        )
        for row in answers
    ]
    return recomputed(plan, [readings])


def test_a_model_that_always_says_the_same_is_known_by_it() -> None:
    plan = plan_of(Conditions(k=(0, 2)), items=SIXTEEN)
    same, other = [True] * 16, [n < 5 for n in range(16)]

    found = said(plan, [same, other])

    assert [cell.always for cell in found.cells] == [LABELS[0], None]


def test_calibrated_answers_are_compared_with_those_as_they_are() -> None:
    plan = plan_of(Conditions(k=(0, 2)), items=SIXTEEN)
    alike = said(plan, [[True] * 16, [n % 2 == 0 for n in range(16)]])
    drawn_figures = recomputed(plan, drawn(plan))

    assert [one.cell for one in alike.calibrations] == [0, 1]
    assert all(one.difference.change.value == 0 for one in alike.calibrations)
    assert all(
        one.difference.change.low < 0 < one.difference.change.high for one in alike.calibrations
    )
    for one in drawn_figures.calibrations:
        cell = drawn_figures.cells[one.cell]
        assert cell.calibrated is not None
        change = cell.calibrated.value - cell.right.value
        assert one.difference.change.value == pytest.approx(change, abs=1e-12)


def test_orders_of_one_set_are_no_other_examples() -> None:
    plan = plan_of(Conditions(k=(3,), orders=6, formats=("own", "arrow")), items=SIXTEEN)

    (comparison,) = recomputed(plan, drawn(plan)).comparisons

    assert comparison.difference.draws == 1
