"""One run at a time holds the place; one that was stopped is waited for."""

from __future__ import annotations

import threading

import pytest
from support.processes.until import until

from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.errors import QueueFull
from shotglass.server.downloads.workplace import Workplace


def test_a_second_run_is_refused_while_the_first_goes_on() -> None:
    place = Workplace()
    with place.hold(CancellationToken()), pytest.raises(QueueFull, match="being made"):
        place.hold(CancellationToken()).__enter__()


def test_a_run_that_was_stopped_is_waited_for() -> None:
    place, first, order = Workplace(), CancellationToken(), list[str]()

    def follow() -> None:
        with place.hold(CancellationToken()):
            order.append("second")

    with place.hold(first):
        first.set()
        second = threading.Thread(target=follow)
        second.start()
        until(lambda: bool(place._left._waiters))  # type: ignore[attr-defined]
        order.append("first")
    second.join()
    assert order == ["first", "second"]


def test_an_error_in_the_run_gives_the_place_back() -> None:
    place = Workplace()
    with pytest.raises(ZeroDivisionError), place.hold(CancellationToken()):
        1 / 0  # noqa: B018
    with place.hold(CancellationToken()):
        pass
