"""Readers that do not wait for the engine: ``poll`` gives what there is, and they are notified when
there is more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shotglass.decoding import BeamSettings, DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.batching.sequence import Job
from shotglass.engine.runtime.session import Session
from shotglass.engine.tasks.beam_search import beam
from shotglass.engine.tasks.complete import CompletionRequest, complete
from shotglass.engine.tasks.task_events import TaskEvents
from shotglass.errors import NotReady
from shotglass.events import End, Event

SETTINGS = DecodingSettings(max_tokens=12, n=2, seed=7)
REQUEST = CompletionRequest(((5, 6, 7),), SETTINGS)
TASKS = [
    lambda engine: generate(engine, "the cat", SETTINGS),
    lambda engine: complete(engine, REQUEST),
    lambda engine: beam(engine, "the cat", BeamSettings(max_tokens=5)),
]


def polled(events: TaskEvents, nothing_yet: threading.Event | None = None) -> list[Event]:
    """All of them; ``nothing_yet`` is set where there is none, and the next is waited for."""
    more, read = threading.Event(), list[Event]()
    events.notify(more.set)
    while True:
        try:
            event = events.poll()
        except StopIteration:
            return read
        if event is not None:
            read.append(event)
            continue
        if nothing_yet:
            nothing_yet.set()
        assert more.wait(20), "The engine did not say that there is more."
        more.clear()


@pytest.mark.parametrize("task", TASKS)
def test_a_reader_that_polls_reads_the_same_as_one_that_waits(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, task: Callable[[Engine], TaskEvents]
) -> None:
    nothing_yet, run = threading.Event(), Session.run

    def after_a_look(self: Session, *arguments: Any, **options: Any) -> Any:
        assert nothing_yet.wait(20), "The reader waits instead of saying that there is nothing."
        return run(self, *arguments, **options)

    monkeypatch.setattr(Session, "run", after_a_look)
    events = polled(task(engine), nothing_yet)
    assert events[:-1] == list(task(engine))[:-1]
    assert isinstance(events[-1], End)


def test_a_cancelled_task_ends_at_once_for_a_reader_that_does_not_wait(engine: Engine) -> None:
    cancelled = CancellationToken()
    settings = DecodingSettings(max_tokens=300)
    events = generate(engine, "the cat", settings, cancelled=cancelled)
    next(events)
    cancelled.set()
    with pytest.raises(StopIteration):
        events.poll()


def test_a_task_whose_iterator_is_dropped_is_cancelled_at_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[Job] = []
    monkeypatch.setattr(engine, "cancel", cancelled.append)
    events = generate(engine, "the cat", SETTINGS)
    next(events)
    del events
    assert len(cancelled) == 1


def test_a_reader_that_takes_over_in_the_middle_is_notified(engine: Engine) -> None:
    events = generate(engine, "the cat", DecodingSettings(max_tokens=100))
    first = [next(events), next(events)]
    rest = polled(events)
    assert len(first + rest) > 2
    assert isinstance(rest[-1], End)


def test_a_reader_is_notified_when_the_engine_is_closed(tiny_root: Path) -> None:
    closing = Engine.open(Library([tiny_root]).folder("tiny-llama"))
    endless = DecodingSettings(max_tokens=200, logit_bias=((0, -100.0),))
    events = generate(closing, "the cat", endless)
    next(events)
    closing.close()
    with pytest.raises(NotReady):
        polled(events)
