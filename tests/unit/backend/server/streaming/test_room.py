"""Memory that answers share."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from shotglass.errors import QueueFull
from shotglass.server.streaming import room as module
from shotglass.server.streaming.room import Room


@pytest.fixture
def room() -> Room:
    return Room(10, "answers")


@pytest.fixture
def waiting(room: Room) -> Iterator[list[int]]:
    """What has got its room; as many wait as may."""
    served: list[int] = []

    def take(amount: int) -> None:
        with room.taken(amount):
            served.append(amount)

    with ExitStack() as held:
        held.enter_context(room.taken(8))
        threads = [threading.Thread(target=take, args=(5,)) for _ in range(module.MOST_WAITING)]
        for thread in threads:
            thread.start()
        while room._waiting < module.MOST_WAITING:
            time.sleep(0.001)
        yield served
    for thread in threads:
        thread.join()


def test_what_finds_no_room_waits_until_there_is_some(room: Room) -> None:
    served = threading.Event()

    def take() -> None:
        with room.taken(5):
            served.set()

    thread = threading.Thread(target=take)
    with room.taken(8):
        thread.start()
        while not room._waiting:
            time.sleep(0.001)
        assert not served.is_set()
    thread.join()
    assert served.is_set()


def test_a_class_waits_and_what_fits_is_taken_beside_it(room: Room, waiting: list[int]) -> None:
    words = f"answers is taken by 2, and {module.MOST_WAITING} wait"
    with room.taken(2), pytest.raises(QueueFull, match=words) as refused:
        room.taken(5).__enter__()
    assert refused.value.retry_after == module.PATIENCE
    assert waiting == []


def test_what_is_larger_than_all_the_room_has_it_alone(room: Room) -> None:
    with room.taken(1000):
        assert not room._fits(1)
    with room.taken(10):
        pass


def test_nobody_waits_for_ever(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    with room.taken(10), pytest.raises(QueueFull, match="taken by 1; try again"):
        room.taken(1).__enter__()
    with room.taken(10):
        pass
