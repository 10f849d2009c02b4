"""Kinds of attack on the front server, as tests: nothing of it gets through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from attack.place import Place, a_place
from attack.run import kinds

QUICK = ("conditions", "hosts", "keys", "loading", "raw_http", "traversal")
LONG = ("descriptors", "measuring", "slow_clients")  # half a minute and more


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
    assert [one for one in tries if one.fault] == []
