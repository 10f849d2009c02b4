"""Readers that do not wait for the engine: they are given pauses, and woken when there is more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shotglass.decoding import BeamSettings, DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.tasks.beam_search import beam
from shotglass.engine.tasks.complete import CompletionRequest, complete
from shotglass.errors import NotReady
from shotglass.events import End, Pause

SETTINGS = DecodingSettings(max_tokens=12, n=2, seed=7)
ASKED = CompletionRequest(((5, 6, 7),), SETTINGS)
TASKS = [
    lambda engine, cancelled: generate(engine, "the cat", SETTINGS, cancelled=cancelled),
    lambda engine, cancelled: complete(engine, ASKED, cancelled),
    lambda engine, cancelled: beam(engine, "the cat", BeamSettings(max_tokens=5), cancelled),
]
Task = Callable[[Engine, CancellationToken | None], Iterator[object]]


def read(task: Task, engine: Engine) -> tuple[list[object], int]:
    """What it tells, and how many pauses there were; waits for each to end."""
    woken = threading.Event()
    told: list[object] = []
    pauses = 0
    for event in task(engine, CancellationToken(wake=woken.set)):
        if not isinstance(event, Pause):
            told.append(event)
            continue
        pauses += 1
        assert woken.wait(10), "The engine did not tell that there is more."
        woken.clear()
    return told, pauses


@pytest.mark.parametrize("task", TASKS)
def test_a_reader_that_is_woken_is_told_the_same_as_one_that_waits(
    engine: Engine, task: Task
) -> None:
    told, pauses = read(task, engine)
    waited = list(task(engine, None))
    assert told[:-1] == waited[:-1]
    assert pauses > 0
    assert isinstance(told[-1], End)
    assert not [event for event in waited if isinstance(event, Pause)]


def test_a_cancelled_run_ends_at_once_for_a_reader_that_does_not_wait(engine: Engine) -> None:
    cancelled = CancellationToken(wake=lambda: None)
    settings = DecodingSettings(max_tokens=300)
    events = generate(engine, "the cat", settings, cancelled=cancelled)
    next(events)
    cancelled.set()
    assert not [event for event in events if isinstance(event, Pause)]


def test_a_reader_is_woken_when_the_engine_is_closed(tiny_root: Path) -> None:
    closing, woken = Engine.open(Library([tiny_root]).folder("tiny-llama")), threading.Event()
    endless = DecodingSettings(max_tokens=200, logit_bias=((0, -100.0),))
    events = generate(closing, "the cat", endless, cancelled=CancellationToken(wake=woken.set))
    next(events)
    closing.close()
    with pytest.raises(NotReady):
        exhausted(events, woken)


def exhausted(events: Iterator[object], woken: threading.Event) -> None:
    for event in events:
        if isinstance(event, Pause):
            assert woken.wait(10)
            woken.clear()
