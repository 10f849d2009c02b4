"""Who comes next: jobs in turn, a job's rows in order, none lost and none twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.batching.sequence import Job, TokenSequence
from shotglass.engine.batching.waiting_queue import WaitingQueue
from shotglass.engine.strategies.scoring import Scoring


def job(rows: int, client: str = "") -> Job:
    return Job([[1, 2]] * rows, Scoring(), cancelled=CancellationToken(client))


def taken(waiting: WaitingQueue) -> list[TokenSequence]:
    found = []
    while waiting.count:
        first = waiting.first
        assert waiting.take() is first
        found.append(first)
    return found


def test_a_short_job_does_not_wait_for_a_long_one_that_came_before() -> None:
    waiting, long, short = WaitingQueue(), job(100), job(2)
    waiting.add(long.sequences())
    waiting.add(short.sequences())
    assert [row.job is short for row in taken(waiting)][:4] == [False, True, False, True]


@given(st.lists(st.integers(1, 5), max_size=6))
def test_every_row_comes_once_and_a_jobs_rows_in_their_order(sizes: list[int]) -> None:
    waiting, jobs = WaitingQueue(), [job(size) for size in sizes]
    for one in jobs:
        waiting.add(one.sequences())
    assert waiting.count == len(list(waiting)) == sum(sizes)
    found = taken(waiting)
    for one in jobs:
        own = [row.prompt for row in found if row.job is one]
        assert own == list(range(len(one.prompts)))


def test_between_two_rows_of_a_job_every_other_that_waits_has_had_a_turn() -> None:
    waiting, jobs = WaitingQueue(), [job(3), job(3), job(3)]
    for one in jobs:
        waiting.add(one.sequences())
    assert [jobs.index(row.job) for row in taken(waiting)] == [0, 1, 2] * 3


def test_a_client_with_a_hundred_requests_has_one_turn_in_two_beside_one_with_a_single() -> None:
    waiting, many, single = WaitingQueue(), [job(1, "many") for _ in range(100)], job(2, "one")
    for one in [*many, single]:
        waiting.add(one.sequences())
    order = [row.job is single for row in taken(waiting)]
    assert order[:4] == [False, True, False, True]
    assert len(order) == 102


def test_a_job_that_nobody_reads_is_forgotten_and_the_others_stay() -> None:
    waiting, left, stays = WaitingQueue(), job(3), job(1)
    waiting.add(left.sequences())
    waiting.add(stays.sequences())
    left.closed = True
    waiting.drop_abandoned()
    assert [row.job is stays for row in taken(waiting)] == [True]


def test_a_job_without_rows_takes_no_turn() -> None:
    waiting = WaitingQueue()
    waiting.add([])
    assert waiting.count == 0


CLIENTS = st.lists(st.tuples(st.integers(1, 4), st.sampled_from("abc")), max_size=9)


@given(CLIENTS, st.integers(0, 12))
def test_a_jobs_place_is_how_many_rows_are_taken_before_its_first(
    sizes: list[tuple[int, str]], taken_already: int
) -> None:
    waiting, jobs = WaitingQueue(), [job(size, client) for size, client in sizes]
    for one in jobs:
        waiting.add(one.sequences())
    begun = {waiting.take().job for _ in range(min(taken_already, waiting.count))}
    places = [waiting.before(one) for one in jobs]
    order = [row.job for row in taken(waiting)]
    expected = [None if one in begun else order.index(one) for one in jobs]
    assert places == expected
