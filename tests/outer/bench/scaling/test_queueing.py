"""The simulation of replicas, held to what queueing theory knows exactly."""

from __future__ import annotations

import numpy as np
import pytest
from outer.bench.scaling.queueing import Service, _Crowd, most_at, simulate

ONE_BY_ONE = Service(prompt=1.0, step=0.0, more=0.0, tokens=1, slots=1)


@pytest.mark.parametrize("load", [0.3, 0.6, 0.8])
def test_one_server_of_constant_time_waits_as_pollaczek_and_khinchine_say(load: float) -> None:
    seconds = simulate(ONE_BY_ONE, 1, load, 60_000, "fewest")[:, 1]
    assert seconds.mean() == pytest.approx(1 + load / (2 * (1 - load)), rel=0.05)


def test_two_choices_are_worse_than_the_fewest_and_better_than_chance() -> None:
    fewest, two = (
        simulate(ONE_BY_ONE, 100, 95.0, 60_000, choice)[:, 1].mean() for choice in ("fewest", "two")
    )
    alone = 1 + 0.95 / (2 * 0.05)  # of a hundred servers, each with its own share
    assert fewest < two < alone / 2


def test_a_request_alone_takes_its_prompt_and_its_steps() -> None:
    service = Service(prompt=0.5, step=0.1, more=0.02, tokens=8)
    seconds = simulate(service, 3, rate=0.001, requests=50, choice="two")
    np.testing.assert_allclose(seconds, [[0.5, 1.2]] * 50)


def test_prompts_are_read_one_a_step_and_hold_up_what_is_written() -> None:
    crowd = _Crowd(Service(prompt=0.5, step=0.1, more=0.02, tokens=3), 1, 2)
    for request in (0, 1):
        crowd.send(request, 0, 0.0)
    crowd.work(np.inf)
    np.testing.assert_allclose(crowd.first, [0.5, 1.1])  # the first one's second token is between
    np.testing.assert_allclose(crowd.last, [1.22, 1.32])  # then both write, then one is left


def test_what_replicas_bear_is_below_their_capacity_and_grows_with_them() -> None:
    service = Service(prompt=0.05, step=0.03, more=0.002, tokens=16)
    few, many = (most_at(service, count, "fewest", 1.0, 5_000) for count in (1, 4))
    assert 0 < few < service.capacity
    assert 4 * few < many < 4 * service.capacity
