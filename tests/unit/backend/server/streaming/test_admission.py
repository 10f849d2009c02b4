"""Whose turn it is when there are more runs than places."""

from __future__ import annotations

import pytest

from shotglass.errors import QueueFull
from shotglass.server.problems import Draining
from shotglass.server.streaming import admission as module
from shotglass.server.streaming.admission import FEW, SPARE, Admission, Ticket

CLASS, OTHER, THIRD = "203.0.113.5", "198.51.100.7", "192.0.2.9"  # addresses
woken: list[str] = []


@pytest.fixture
def shared() -> Admission:
    woken.clear()
    return Admission(10, is_shared=True)


def lined_up(admission: Admission, address: str, is_long: bool = False) -> Ticket:
    return admission.ticket(address, is_long, True, lambda: woken.append(address))


def test_one_address_may_have_all_places_and_others_find_some_all_the_same(
    shared: Admission,
) -> None:
    for _ in range(10):
        shared.enter(CLASS)
    with pytest.raises(QueueFull, match="10 requests are running"):
        shared.enter(CLASS)
    for address in (OTHER, THIRD):
        for _ in range(FEW):
            shared.enter(address)
        with pytest.raises(QueueFull):
            shared.enter(address)
    assert shared.running == 10 + SPARE


def test_what_takes_minutes_leaves_places_for_what_takes_seconds(shared: Admission) -> None:
    for _ in range(6):
        shared.enter(CLASS, is_long=True)
    with pytest.raises(QueueFull):
        shared.enter(CLASS, is_long=True)
    for _ in range(4):
        shared.enter(CLASS)
    shared.enter(OTHER, is_long=True)


def test_those_in_the_line_are_served_in_turn_the_address_with_the_fewest_places_first(
    shared: Admission,
) -> None:
    for _ in range(10):
        shared.enter(CLASS)
    for _ in range(FEW):
        shared.enter(OTHER)
        shared.enter(THIRD)
    tickets = [lined_up(shared, CLASS), lined_up(shared, CLASS), lined_up(shared, OTHER)]
    assert [ticket.admitted for ticket in tickets] == [False] * 3
    assert before(shared, tickets) == [1, 2, 0]
    shared.leave(THIRD)  # a spare place is for those with few; 18 less one are taken
    assert woken == []
    shared.leave(OTHER)
    assert woken == [OTHER]
    for _ in range(6):
        shared.leave(CLASS)
    assert before(shared, tickets) == [0, 1, None]
    shared.leave(CLASS)  # which has few by now
    assert before(shared, tickets) == [None, 0, None]
    assert woken == [OTHER, CLASS]


def before(admission: Admission, tickets: list[Ticket]) -> list[int | None]:
    places = [admission.place(ticket) for ticket in tickets]
    return [place and place.before for place in places]


def test_who_leaves_the_line_is_before_nobody_any_more(shared: Admission) -> None:
    for _ in range(10):
        shared.enter(CLASS)
    first, second = lined_up(shared, CLASS), lined_up(shared, CLASS)
    shared.give_back(first)
    assert before(shared, [second]) == [0]
    shared.leave(CLASS)
    assert second.admitted
    shared.give_back(second)
    assert shared.running == 9


def test_the_wait_is_told_by_how_long_those_before_it_took(
    shared: Admission, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("shotglass.engine.batching.waiting_queue.monotonic", lambda: clock[0])
    for _ in range(10):
        shared.enter(CLASS)
    tickets = [lined_up(shared, CLASS) for _ in range(7)]
    assert seconds(shared, tickets[-1]) is None  # nobody has had a turn yet
    for _ in range(5):
        clock[0] += 2.0
        shared.leave(CLASS)
    assert seconds(shared, tickets[-1]) == 4.0
    clock[0] += 1.5
    assert seconds(shared, tickets[-1]) == 2.5


def seconds(admission: Admission, ticket: Ticket) -> float | None:
    place = admission.place(ticket)
    assert place is not None
    return place.seconds


def test_a_line_that_is_too_long_and_a_server_that_ends_take_nobody_more(
    shared: Admission, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(10):
        shared.enter(CLASS)
    for _ in range(module.MOST_IN_LINE):
        lined_up(shared, CLASS)
    with pytest.raises(QueueFull):
        lined_up(shared, CLASS)
    shared.drain()
    with pytest.raises(Draining):
        lined_up(shared, OTHER)
    shared.leave(CLASS)
    assert woken == []  # nobody of the line begins any more


def test_without_sharing_there_is_one_count_and_no_line() -> None:
    plain = Admission(1)
    plain.enter(CLASS)
    for address in (CLASS, OTHER):
        with pytest.raises(QueueFull):
            lined_up(plain, address)


def test_where_each_has_a_share_one_waits_or_is_refused_while_others_find_places() -> None:
    admission = Admission(10, is_shared=True, most_each=2)
    admission.enter(CLASS)
    admission.enter(CLASS)
    with pytest.raises(QueueFull, match="2 requests are running, as many as one client may have"):
        admission.enter(CLASS)
    waiting = lined_up(admission, CLASS)
    admission.enter(OTHER)
    assert not waiting.admitted
    admission.leave(CLASS)
    assert waiting.admitted
