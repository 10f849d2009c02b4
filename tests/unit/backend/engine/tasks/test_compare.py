"""Lanes side by side: each equals its single call, a lane too long fails alone."""

from dataclasses import replace

import pytest

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, compare, generate, score
from shotglass.errors import InvalidRequest, LabelConflict
from shotglass.events import End, Event, Failed, Score, Start, Token
from shotglass.prompting import Label, Lane, Prompt, Query, Shot, render

PROMPT = Prompt(
    instruction="say the other word",
    template="{input} ->{output}\n",
    shot_sets={"opposite": tuple(Shot(f"word{i}", f" other{i}") for i in range(40))},
    query=Query("fast", " slow"),
    labels=(Label(" slow"), Label(" faster")),
)
LANES = (
    Lane("zero"),
    Lane("one", "opposite", (1,)),
    Lane("few", "opposite", (0, 1, 2, 3)),
)
SETTINGS = DecodingSettings(max_tokens=6, n=2, seed=9)


def bare(events: list[Event]) -> list[Event]:
    """Tokens with their lane taken off, in order of sample and place."""
    mine = [replace(event, lane="") for event in events if isinstance(event, Token)]
    return sorted(mine, key=lambda token: (token.sample, token.index))


def test_each_lane_equals_the_single_call_with_its_rendered_prompt(engine: Engine) -> None:
    events = list(compare(engine, PROMPT, LANES, SETTINGS))

    for lane in LANES:
        mine = [event for event in events if event.lane == lane.id]
        text = render(PROMPT, lane).text
        alone = list(generate(engine, text, replace(SETTINGS, stop=("\n",))))
        assert isinstance(mine[0], Start)
        assert mine[0].prompt == text
        assert bare(mine) == bare(alone)
        scored = next(event for event in mine if isinstance(event, Score))
        assert replace(scored, lane="") == score(engine, text, [" slow", " faster"])


def test_a_shared_beginning_is_read_once(engine: Engine) -> None:
    end = list(compare(engine, PROMPT, LANES, SETTINGS))[-1]

    assert isinstance(end, End)
    assert end.computed_prompt_tokens < end.prompt_tokens


def test_labels_leave_the_samples_as_they_are(engine: Engine) -> None:
    """Scoring labels of several tokens borrows the slot; what is generated must not notice."""
    unlabelled = replace(PROMPT, labels=())

    with_labels = bare(list(compare(engine, PROMPT, LANES, SETTINGS)))

    assert with_labels == bare(list(compare(engine, unlabelled, LANES, SETTINGS)))


def test_a_lane_too_long_fails_alone_and_says_what_to_drop(engine: Engine) -> None:
    long = Lane("long", "opposite", tuple(range(40)) * 8)

    events = list(compare(engine, PROMPT, [LANES[0], long], SETTINGS))

    (failed,) = [event for event in events if isinstance(event, Failed)]
    assert failed.lane == "long"
    assert failed.problem["error"]["code"] == "context_length_exceeded"
    assert "makes it fit" in failed.problem["detail"]
    assert any(isinstance(event, Token) and event.lane == "zero" for event in events)


def test_tokens_of_a_rendered_prompt_know_their_part(engine: Engine) -> None:
    start = next(iter(compare(engine, PROMPT, [LANES[2]], SETTINGS)))

    assert isinstance(start, Start)
    for piece in start.tokens:
        span = start.spans[piece.part]
        assert span.start <= piece.start < span.end


def test_lanes_need_ids_of_their_own(engine: Engine) -> None:
    with pytest.raises(InvalidRequest, match="'zero' is empty or there twice"):
        next(compare(engine, PROMPT, [LANES[0], LANES[0]], SETTINGS))


def test_labels_that_overlap_are_pointed_at_in_the_prompt_object(engine: Engine) -> None:
    overlapping = replace(PROMPT, labels=(Label(" the"), Label(" the the")))

    with pytest.raises(LabelConflict) as caught:
        next(compare(engine, overlapping, LANES, SETTINGS))

    assert caught.value.pointer == "/prompt/labels/0"
