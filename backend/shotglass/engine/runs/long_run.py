"""A run that takes minutes: it tells its cost, counts its steps, gives results part by part, and
ends as soon as nobody wants it any more. Measuring and searching for causes are such runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from time import monotonic
from typing import Protocol

from ...events import End, Event
from ..batching.cancellation import CancellationToken, Cancelled

REPORTED = 0.25  # seconds between two events of progress


class LongRun(Protocol):
    """A plan with all that it needs to be run.

    ``total``: its steps, such as prompts to read; set by ``planned``. ``known``: how many of those
    that are done were left by an earlier run, and took no time.
    """

    @property
    def total(self) -> int: ...
    @property
    def known(self) -> int: ...

    def planned(self) -> Event:
        """Returns what is decided before anything is read, with the cost."""

    def steps(self) -> Iterator[Event | None]:
        """None after each step; an event for each part that is through, and for the result."""

    def progress(self, done: int, seconds_left: float) -> Event:
        """``done`` of ``total`` steps; ``seconds_left`` by the speed so far."""

    def end(self) -> End:
        """Returns the usage of the whole run."""


def follow(
    prepare: Callable[[CancellationToken], LongRun],
    cancelled: CancellationToken | None,
    only_cost: bool,
) -> Iterator[Event]:
    """The events of a run: what is planned, progress and parts, the result, End; with ``only_cost``
    the first and the last. ``prepare`` makes the run, and may raise.

    Nothing follows once ``cancelled`` is set, which is looked at after every step; a run that looks
    more often raises Cancelled itself.
    """
    cancelled = cancelled or CancellationToken()
    with suppress(Cancelled):
        run = prepare(cancelled)
        yield run.planned()
        if not only_cost:
            yield from _counted(run, cancelled)
        yield run.end()


def _counted(run: LongRun, cancelled: CancellationToken) -> Iterator[Event]:
    timed, began = 0, monotonic()
    reported = began
    with closing(run.steps()) as steps:  # type: ignore[type-var]
        for event in steps:
            cancelled.require()
            if event is not None:
                yield event
                continue
            timed += 1
            if (now := monotonic()) - reported >= REPORTED:
                reported, done = now, run.known + timed
                yield run.progress(done, (now - began) / timed * (run.total - done))
