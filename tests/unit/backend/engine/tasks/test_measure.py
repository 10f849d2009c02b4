"""A plan on real engines: every reading has the bits that scoring its prompt alone gives; what it
costs; how it is told, stopped and repeated; two models; a queue that others have filled."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from support.inputs.measured_task import ITEMS, LABELS, plan_of
from support.models.tiny import write_tiny_folder
from support.processes.until import until

from shotglass.engine import Engine, Library, score
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.fingerprint import without
from shotglass.engine.interventions.changes import HeadOff
from shotglass.engine.measurement.conditions import conditions_of, digest, prompts_of
from shotglass.engine.measurement.earlier import Earlier, EarlierReadings
from shotglass.engine.measurement.events import Measured, MeasureProgress, Planned, Summary
from shotglass.engine.measurement.plan import Conditions, HeadPlace, Plan, PlanItem
from shotglass.engine.measurement.record import Record
from shotglass.engine.tasks.inside.intervened import score as score_changed
from shotglass.engine.tasks.measure import measure
from shotglass.errors import ContextLengthExceeded, InvalidRequest, LabelConflict, QueueFull
from shotglass.events import End, Event
from shotglass.statistics import minimum_detectable

LONG = tuple(PlanItem(f"{'the red house ' * 3}{n}", LABELS[n % 2]) for n in range(120))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 1)
    write_tiny_folder(root, "another", "gpt2", 2)
    return root


def opened(root: Path, id: str) -> Engine:
    return Engine.open(Library([root]).folder(id), slots=4, threads=1)


@pytest.fixture(scope="module")
def tiny(root: Path) -> Iterator[Engine]:
    engine = opened(root, "tiny")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def another(root: Path) -> Iterator[Engine]:
    engine = opened(root, "another")
    yield engine
    engine.close()


def test_every_reading_has_the_bits_of_its_prompt_alone(tiny: Engine) -> None:
    conditions = Conditions((0, 2), 2, 1, (1.0, 0.0, "names"), ("own", "arrow"), ("N/A", ""))
    plan = plan_of(conditions, items=ITEMS[:3])

    events = list(measure(tiny, plan))

    measured = [event for event in events if isinstance(event, Measured)]
    assert [one.lane for one in measured] == [one.id for one in conditions_of(plan)]
    for one, condition in zip(measured, conditions_of(plan), strict=True):
        items, free = prompts_of(plan, condition)
        found = (*one.readings.items, *one.readings.content_free)
        for prompt, logprobs in zip(items + free, found, strict=True):
            alone = score(tiny, prompt.text, prompt.labels)
            assert logprobs == tuple(label.logprob for label in alone.labels)
        assert one.prompts == digest(items + free)


def test_with_heads_off_every_reading_is_that_of_a_score_without_them(tiny: Engine) -> None:
    conditions = Conditions((0, 2), content_free=("N/A",))
    off = (HeadPlace(1, 2), HeadPlace(0, 1))
    plan = replace(plan_of(conditions, items=ITEMS[:3]), heads_off=off)
    changes = [HeadOff(place.layer, place.head) for place in off]

    planned, *events = measure(tiny, plan)

    measured = [event for event in events if isinstance(event, Measured)]
    assert len(measured) == len(conditions_of(plan)) == 2
    for one, condition in zip(measured, conditions_of(plan), strict=True):
        items, free = prompts_of(plan, condition)
        found = (*one.readings.items, *one.readings.content_free)
        for prompt, logprobs in zip(items + free, found, strict=True):
            alone = score_changed(tiny, prompt.text, prompt.labels, changes)
            assert logprobs == pytest.approx([each.logprob for each in alone.labels], abs=1e-5)
    full = [e for e in measure(tiny, replace(plan, heads_off=())) if isinstance(e, Measured)]
    assert [one.prompts for one in full] == [one.prompts for one in measured]
    assert full[0].readings != measured[0].readings
    assert isinstance(planned, Planned)
    (model,) = planned.models
    assert (model.precision, model.provider) == ("fp32", "cpu")
    assert model.graph == tiny.manifest.files["explain.onnx"].sha256
    assert model.fingerprint not in (tiny.fingerprint, without(tiny.fingerprint, off[:1]))
    again = [event for event in measure(tiny, plan) if isinstance(event, Measured)]
    assert again == measured


def test_a_head_that_is_not_there_is_refused_by_its_place(tiny: Engine) -> None:
    plan = replace(plan_of(items=ITEMS[:3]), heads_off=(HeadPlace(0, 0), HeadPlace(1, 99)))
    with pytest.raises(InvalidRequest, match="no head 99") as refused:
        next(measure(tiny, plan))
    assert refused.value.pointer == "/heads_off/1/head"


def test_items_may_have_answers_of_their_own(tiny: Engine) -> None:
    items = (PlanItem("x", " sat", (" sat", " ran")), PlanItem("y", " dog"))
    plan = plan_of(Conditions(k=(1,), content_free=("N/A",)), items)

    (one,) = (event for event in measure(tiny, plan) if isinstance(event, Measured))

    (first, second), free = prompts_of(plan, conditions_of(plan)[0])
    assert first.labels == (" sat", " ran")
    assert second.labels == LABELS
    expected = [score(tiny, prompt.text, prompt.labels).labels for prompt in (first, second, *free)]
    found = (*one.readings.items, *one.readings.content_free)
    assert [tuple(label.logprob for label in labels) for labels in expected] == list(found)


def test_what_it_costs_is_said_first_and_counted_at_the_end(tiny: Engine) -> None:
    plan = plan_of(Conditions(k=(0, 2, 4), draws=3))

    planned, *_, end = measure(tiny, plan)

    assert isinstance(planned, Planned)
    assert isinstance(end, End)
    (cost,) = planned.costs
    assert cost.prompts == (len(ITEMS) + 3) * len(conditions_of(plan))
    assert cost.computed_tokens < cost.prompt_tokens / 3
    assert cost.seconds > 0
    timed = 10  # prompts that are timed, which are in the count of the end too
    assert end.prompt_tokens == pytest.approx(
        cost.prompt_tokens * (1 + timed / cost.prompts), rel=0.1
    )
    assert end.computed_prompt_tokens <= 1.5 * cost.computed_tokens
    assert planned.detectable == minimum_detectable(len(ITEMS), len(planned.pairs))
    assert planned.questions == tuple(range(len(ITEMS)))


def test_only_the_cost_reads_no_more_than_it_needs_to_know_it(tiny: Engine) -> None:
    planned, end = measure(tiny, plan_of(Conditions(k=(0, 4), draws=8)), only_cost=True)

    assert isinstance(planned, Planned)
    assert isinstance(end, End)
    assert end.prompt_tokens < planned.costs[0].prompt_tokens / 4


def test_two_models_are_asked_the_same_and_compared(tiny: Engine, another: Engine) -> None:
    plan = plan_of(Conditions(k=(0, 2)), other_model="another")

    events = list(measure(tiny, plan, another))
    record = Record.of(plan, events)

    assert [model.id for model in record.models] == ["tiny", "another"]
    assert record.models[0].fingerprint == tiny.fingerprint
    assert record.prompts[0] == record.prompts[1]
    assert record.readings[0] != record.readings[1]
    alone = Record.of(
        replace(plan, other_model=None), list(measure(tiny, replace(plan, other_model=None)))
    )
    assert record.readings[0] == alone.readings[0]
    assert [one.pair.factor for one in record.figures.comparisons] == ["k", "k", "model", "model"]


def test_a_second_model_must_be_there_as_the_plan_says(tiny: Engine) -> None:
    with pytest.raises(InvalidRequest, match="names 2 models and 1 are here"):
        next(measure(tiny, plan_of(other_model="another")))


def test_a_record_measured_again_has_the_same_bits(root: Path, tiny: Engine) -> None:
    plan = plan_of(Conditions(k=(4,), orders=3), seed=3)
    record = Record.of(plan, measure(tiny, plan))

    again = opened(root, "tiny")
    try:
        repeated = Record.of(
            Plan.from_json(json.loads(json.dumps(plan.to_json()))), measure(again, plan)
        )
    finally:
        again.close()

    assert repeated == record
    assert record.recomputed() == record.figures


def test_progress_counts_up_with_figures_of_what_was_read_so_far(
    tiny: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shotglass.engine.runs.long_run.REPORTED", 0.001)
    plan = plan_of(Conditions(k=(0, 8)), items=LONG)

    told = [event for event in measure(tiny, plan) if isinstance(event, MeasureProgress)]

    assert told
    assert all(before.done < after.done for before, after in zip(told, told[1:], strict=False))
    for one in told:
        assert 0 < one.done <= one.total == 2 * (len(LONG) + 3)
        assert 0 <= one.count <= one.n <= len(LONG)
        assert one.seconds_left >= 0
        assert one.right is None or one.right.low <= one.right.value <= one.right.high


def test_a_plan_that_does_not_fit_is_refused_before_it_begins(tiny: Engine) -> None:
    too_long = (*ITEMS, PlanItem("house " * 400, " mat"))
    with pytest.raises(ContextLengthExceeded, match="Condition 'k=4' does not fit") as refusal:
        next(measure(tiny, plan_of(items=too_long)))
    assert refusal.value.pointer == "/conditions/k"
    assert "2400 characters and begins 'house house" in refusal.value.detail


def test_labels_that_cannot_be_told_apart_are_refused(tiny: Engine) -> None:
    items = (PlanItem("x", " a", (" a", " a b")),)
    with pytest.raises(LabelConflict, match="are the beginning of those of"):
        next(measure(tiny, plan_of(items=items)))


def test_cancelling_ends_it_soon_and_frees_the_engine(tiny: Engine) -> None:
    cancelled = CancellationToken()
    events: list[Event] = []

    def read() -> None:
        plan = plan_of(Conditions(k=(0, 4, 8), draws=8), items=LONG)
        for event in measure(tiny, plan, cancelled=cancelled):
            events.append(event)

    thread = threading.Thread(target=read)
    thread.start()
    while not any(isinstance(event, MeasureProgress) for event in events):
        sleep(0.01)
    cancelled.set()
    thread.join(20)

    assert not thread.is_alive()
    assert not any(isinstance(event, Summary | End) for event in events)
    until(lambda: not tiny.waiting)
    assert score(tiny, "the cat", LABELS).mass > 0


def test_a_full_queue_is_waited_for(tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(Conditions(k=(2,)))
    expected = Record.of(plan, measure(tiny, plan))
    submit, refused = tiny.submit, []

    def full_at_first(job: object) -> None:
        if len(refused) < 3:
            refused.append(job)
            raise QueueFull("512 sequences are waiting already; try again in a moment.")
        submit(job)  # type: ignore[arg-type]

    monkeypatch.setattr(tiny, "submit", full_at_first)
    found = Record.of(plan, measure(tiny, plan))

    assert len(refused) == 3
    assert found == expected


def cut_off(events: list[Event], measured: int) -> Earlier:
    """What is left of a run that ended after so many conditions."""
    planned = events[0]
    assert isinstance(planned, Planned)
    known = [event for event in events if isinstance(event, Measured)][:measured]
    return Earlier(
        tuple(model.fingerprint for model in planned.models),
        tuple(
            EarlierReadings(one.model, one.condition, one.prompts, one.readings) for one in known
        ),
    )


def test_a_run_that_was_cut_off_goes_on_and_ends_as_if_it_had_not_been(
    tiny: Engine, another: Engine
) -> None:
    plan = plan_of(Conditions(k=(0, 2), draws=2), other_model="another")
    whole = list(measure(tiny, plan, another))

    again = list(measure(tiny, plan, another, earlier=cut_off(whole, 4)))

    assert Record.of(plan, again) == Record.of(plan, whole)
    end, first = again[-1], whole[-1]
    assert isinstance(end, End)
    assert isinstance(first, End)
    assert 0 < end.prompt_tokens < 0.6 * first.prompt_tokens


def test_readings_of_all_conditions_need_no_prompt(tiny: Engine) -> None:
    plan = plan_of()
    whole = list(measure(tiny, plan))

    again = list(measure(tiny, plan, earlier=cut_off(whole, 2)))

    assert Record.of(plan, again) == Record.of(plan, whole)


@pytest.mark.parametrize(
    ("change", "pointer", "said"),
    [
        ({"fingerprints": ("another",)}, "/earlier/fingerprints", "cannot be mixed"),
        ({"condition": 2}, "/earlier/measured/0", "not in the plan"),
        ({"model": 1}, "/earlier/measured/0", "not in the plan"),
        ({"prompts": "0" * 64}, "/earlier/measured/0/prompts", "another plan"),
        ({"items": ((-1.0, -2.0),)}, "/earlier/measured/0/readings/items", "10 with one"),
        ({"content_free": ()}, "/earlier/measured/0/readings/content_free", "3 with one"),
        ({"items": ((5.0, -2.0),) * 10}, "/earlier/measured/0/readings/items/0", "is 5; the log"),
        ({"items": ((-1.0, -1e308),) * 10}, "/earlier/measured/0/readings/items/0", "is -1e.308"),
    ],
)
def test_readings_that_are_not_of_this_run_are_refused(
    tiny: Engine, change: dict[str, Any], pointer: str, said: str
) -> None:
    plan = plan_of()
    known = cut_off(list(measure(tiny, plan)), 1)
    (one,) = known.measured
    if "fingerprints" in change:
        known = replace(known, **change)
    elif change.keys() & {"items", "content_free"}:
        readings = replace(one.readings, **change)
        known = replace(known, measured=(replace(one, readings=readings),))
    else:
        known = replace(known, measured=(replace(one, **change),))

    with pytest.raises(InvalidRequest, match=said) as caught:
        next(measure(tiny, plan, earlier=known))

    assert caught.value.pointer == pointer


def test_readings_given_twice_are_refused(tiny: Engine) -> None:
    plan = plan_of()
    known = cut_off(list(measure(tiny, plan)), 1)

    with pytest.raises(InvalidRequest, match="given twice"):
        next(measure(tiny, plan, earlier=replace(known, measured=known.measured * 2)))
