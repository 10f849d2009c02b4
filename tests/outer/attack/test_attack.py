"""Kinds of attack on the front server, as tests: nothing of it gets through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from outer.attack import run
from outer.attack.place import Place, Try, a_place
from outer.attack.run import kinds

QUICK = ("conditions", "hosts", "keys", "loading", "raw_http", "traversal")
LONG = (
    "descriptors",
    "leaving",
    "long_texts",
    "measuring",
    "places",
    "searches",
    "slow_clients",
)  # half a minute and more


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with a_place() as made:
        yield made


@pytest.mark.parametrize("name", QUICK)
def test_it_holds(place: Place, name: str) -> None:
    all_hold(place, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_it_holds_in_the_long_run(place: Place, name: str) -> None:
    all_hold(place, name)


def all_hold(place: Place, name: str) -> None:
    ((_, attack),) = kinds([name])
    tries = list(attack(place))
    assert tries
    assert [one for one in tries if one.fault is not None] == []


def test_an_assertion_without_a_word_counts_as_a_fault(place: Place) -> None:
    def bare() -> None:
        raise AssertionError

    (one,) = run.by_calls(lambda folder: [("bare", bare)], place)
    assert one.fault is not None
    assert one.fault.startswith("AssertionError in line ")


def test_what_an_attack_raises_is_a_fault_and_what_it_tried_before_is_kept(place: Place) -> None:
    def attack(_: Place) -> Iterator[Try]:
        yield Try("one")
        raise TimeoutError("No answer.")

    assert run.tried(attack, place) == [Try("one"), Try("the attack itself", "No answer.")]
