"""Reasoning lanes: each sample reads as its text, the lane is their mean, alone or beside."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from shotglass.decoding import DecodingSettings, uniform
from shotglass.engine import Engine, compare, generate, next_logits, score
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.errors import InvalidRequest
from shotglass.events import Done, End, Event, Failed, Score, Start, Token
from shotglass.prompting import Label, Lane, Prompt, Query, Shot, render

END = "\nso:"
PROMPT = Prompt(
    instruction="",
    template="Q: {input}{reasoning}" + END + "{output}\n\n",
    shot_sets={
        "sums": (
            Shot("one and two", " three", " one and then two more"),
            Shot("big and small", " red", " a dog"),
        )
    },
    query=Query("the cat and the dog", " red"),
    labels=(Label(" red"), Label(" mat house")),
)
LANE = Lane("reason", "sums", (0, 1), reasoning=True)
DIRECT = (Lane("zero"), Lane("few", "sums", (0, 1)))
SETTINGS = DecodingSettings(max_tokens=8, n=3, seed=4, temperature=1.1)
TEXTS = [label.text for label in PROMPT.labels]


def run(engine: Engine, *lanes: Lane, settings: DecodingSettings = SETTINGS) -> list[Event]:
    return list(compare(engine, PROMPT, lanes, settings))


def of_lane(events: Sequence[Event], lane: str = "reason") -> list[Event]:
    """A lane's events with those of one sample beside each other: times decide between samples."""
    mine = [event for event in events if event.lane == lane]
    return sorted(mine, key=lambda event: getattr(event, "sample", None) or 0)


def samples(events: Sequence[Event]) -> list[Score]:
    found = [e for e in events if isinstance(e, Score) and e.sample is not None]
    return sorted(found, key=lambda event: event.sample or 0)


def mean(events: Sequence[Event]) -> Score:
    (found,) = [
        e for e in events if isinstance(e, Score) and e.lane == "reason" and e.sample is None
    ]
    return found


def read_text(reading: Score) -> str:
    return render(PROMPT, LANE).text + str(reading.reasoning) + END


def test_each_sample_is_the_score_of_its_text(engine: Engine) -> None:
    found = samples(run(engine, LANE))

    assert [reading.sample for reading in found] == [0, 1, 2]
    assert len({reading.reasoning for reading in found}) > 1
    for reading in found:
        told = {"sample": None, "reasoning": None, "forced": False}
        assert replace(reading, **told) == score(engine, read_text(reading), TEXTS, "reason")


def test_the_lane_is_the_mean_of_its_samples(engine: Engine) -> None:
    events = run(engine, LANE)
    alone = [score(engine, read_text(reading), TEXTS) for reading in samples(events)]

    lane = mean(events)

    for place, label in enumerate(lane.labels):
        chances = [reading.labels[place].p for reading in alone]
        assert label.p == pytest.approx(np.mean(chances), rel=1e-12)
        assert label.logprob == pytest.approx(np.log(np.mean(chances)), rel=1e-12)
        assert lane.spread[place] == (min(chances), max(chances))
    assert lane.mass == pytest.approx(np.mean([reading.mass for reading in alone]), rel=1e-12)
    assert sum(label.share for label in lane.labels) == pytest.approx(1)
    assert lane.spread[-1] == (min(r.mass for r in alone), max(r.mass for r in alone))
    assert (lane.samples, lane.sample, lane.reasoning) == (3, None, None)


def test_what_comes_next_is_the_mean_over_the_whole_vocabulary(engine: Engine) -> None:
    events = run(engine, LANE)
    chances = []
    for reading in samples(events):
        logits = next_logits(engine, read_text(reading)).logits
        weights = np.exp(logits.astype(np.float64) - logits.max())
        chances.append(weights / weights.sum())

    expected = np.mean(chances, axis=0)

    shown = mean(events).next
    for item in shown.alternatives:
        assert item.p == pytest.approx(expected[item.id], rel=1e-5)
    assert [item.id for item in shown.alternatives[:3]] == np.argsort(-expected)[:3].tolist()
    entropy = -(expected * np.log(expected)).sum()
    assert shown.entropy == pytest.approx(entropy, rel=1e-5)


def test_the_reasoning_is_what_the_prompt_alone_would_write(engine: Engine) -> None:
    text = render(PROMPT, LANE).text
    alone = list(generate(engine, text, replace(SETTINGS, stop=(END,)), lane="reason"))
    endings = {event.sample: event for event in alone if isinstance(event, Done)}

    events = run(engine, LANE)

    for reading in samples(events):
        ending = endings[reading.sample or 0]
        assert reading.reasoning == ending.text
        assert reading.forced == (ending.reason != "stop_text")
        written = [e for e in of_lane(events) if isinstance(e, Token) and e.sample == ending.sample]
        assert written[: ending.tokens] == [
            e for e in alone if isinstance(e, Token) and e.sample == ending.sample
        ]


def test_the_answer_is_greedy_and_counts_on(engine: Engine) -> None:
    events = run(engine, LANE)
    greedy = DecodingSettings(max_tokens=8, temperature=0, stop=PROMPT.stops)

    for reading in samples(events):
        mine = [e for e in of_lane(events) if getattr(e, "sample", None) == reading.sample]
        at = mine.index(reading)
        tokens = [event for event in mine if isinstance(event, Token)]
        done = mine[-1]
        alone = list(generate(engine, read_text(reading), greedy))
        answer = [event for event in alone if isinstance(event, Token)]
        assert isinstance(done, Done)
        assert [event.index for event in tokens] == list(range(done.tokens))
        assert done.text == "".join(event.text for event in answer)
        assert [e.id for e in mine[at + 1 : -1] if isinstance(e, Token)] == [e.id for e in answer]
        for event in tokens[: len(tokens) - len(answer)]:
            assert event.draw == uniform(SETTINGS.seed, event.sample, event.index)
        assert all(event.draw is None for event in tokens[len(tokens) - len(answer) :])


def test_a_reasoning_that_comes_to_its_end_is_not_forced(engine: Engine) -> None:
    """The delimiter is what the model writes by itself after the question."""
    settings = DecodingSettings(max_tokens=20, seed=3)
    bare = Lane("reason", reasoning=True)
    text = render(PROMPT, bare).text
    written = next(e for e in generate(engine, text, settings) if isinstance(e, Done)).text
    end = next(letter for letter in written[1:] if letter not in " {}")
    prompt = replace(PROMPT, template=PROMPT.template.replace(END, end))

    (reading,) = samples(list(compare(engine, prompt, [bare], settings)))

    assert not reading.forced
    assert reading.reasoning == written[: written.index(end)]


def test_lanes_without_reasoning_are_as_they_are_without_it(engine: Engine) -> None:
    alone, beside = run(engine, *DIRECT), run(engine, *DIRECT, LANE)

    for lane in DIRECT:
        assert of_lane(beside, lane.id) == of_lane(alone, lane.id)


def test_more_samples_leave_the_first_as_they_were(engine: Engine) -> None:
    more = samples(run(engine, LANE, settings=replace(SETTINGS, n=8)))

    assert more[:3] == samples(run(engine, LANE))


def test_the_end_counts_both_jobs(engine: Engine) -> None:
    events = run(engine, LANE)

    end, start = events[-1], events[0]
    assert isinstance(end, End)
    assert isinstance(start, Start)
    assert start.samples == 3
    assert end.generated_tokens == sum(isinstance(event, Token) for event in events)
    assert end.prompt_tokens == len(start.tokens) + sum(
        len(engine.encode(read_text(reading))) for reading in samples(events)
    )
    assert end.computed_prompt_tokens < end.prompt_tokens  # the samples begin alike


def test_without_labels_each_sample_still_says_where_its_answer_begins(engine: Engine) -> None:
    events = list(compare(engine, replace(PROMPT, labels=()), [LANE], SETTINGS))

    scores = [event for event in events if isinstance(event, Score)]
    assert [reading.labels for reading in scores] == [(), (), ()]
    assert {reading.sample for reading in scores} == {0, 1, 2}


def test_a_template_without_reasoning_is_refused_before_anything_runs(engine: Engine) -> None:
    plain = replace(PROMPT, template="{input} ->{output}\n")

    with pytest.raises(InvalidRequest, match=r"put \{reasoning\} between") as caught:
        next(compare(engine, plain, [*DIRECT, LANE], SETTINGS))

    assert caught.value.pointer == "/lanes/2/reasoning"


def test_a_lane_without_room_for_reasoning_and_answer_fails_alone(engine: Engine) -> None:
    long = replace(SETTINGS, max_tokens=engine.context // 2)

    events = run(engine, DIRECT[0], LANE, settings=long)

    (failed,) = [event for event in events if isinstance(event, Failed)]
    assert failed.lane == "reason"
    assert failed.problem["error"]["code"] == "context_length_exceeded"
    assert any(isinstance(event, Done) and event.lane == "zero" for event in events)


def test_cancelling_ends_it_while_it_reasons(engine: Engine) -> None:
    cancelled, told = CancellationToken(), []
    long = replace(SETTINGS, max_tokens=60)

    for event in compare(engine, PROMPT, [LANE], long, cancelled):
        told.append(event)
        if isinstance(event, Token):
            cancelled.set()

    assert not any(isinstance(event, Score) for event in told)
    assert len(samples(run(engine, LANE))) == 3  # nothing is left of it in the engine
