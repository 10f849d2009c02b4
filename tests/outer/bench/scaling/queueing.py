"""What replicas would make of requests that come by chance: a simulation of their steps.

A replica reads one prompt at the beginning of a step, which gives the first token of its answer,
and then writes a token for all its requests at once, as ``shotglass.engine.batching`` does.
Requests come as a Poisson process and go to the replica that has fewest, as nginx's ``least_conn``
sends them, or to the one of two drawn at random that has fewer, as Ray Serve does (Mitzenmacher
2001, "The power of two choices").
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Choice = Literal["fewest", "two"]


@dataclass(frozen=True)
class Service:
    """Seconds: ``prompt`` to the first token of one, ``step`` of one request alone, ``more`` for
    each further one in the step. ``tokens`` are written for a request, ``slots`` requests at once.
    """

    prompt: float
    step: float
    more: float
    tokens: int
    slots: int = 16

    @property
    def capacity(self) -> float:
        """Requests a second of one replica whose slots are all taken."""
        step = self.step + self.more * (self.slots - 1)
        return 1 / (self.prompt + (self.tokens - 1) * step / self.slots)


@dataclass
class _Replica:
    waiting: deque[int] = field(default_factory=deque)
    writing: dict[int, int] = field(default_factory=dict)  # request: tokens that it lacks
    at_work: bool = False


class _Crowd:
    """All replicas. ``first`` and ``last`` (requests,) float64: when a request had those tokens."""

    def __init__(self, service: Service, replicas: int, requests: int) -> None:
        self._service = service
        self._replicas = [_Replica() for _ in range(replicas)]
        self._ends: list[tuple[float, int]] = []  # of steps, and whose
        self.counts = np.zeros(replicas, int)
        self.first, self.last = np.zeros(requests), np.zeros(requests)

    def send(self, request: int, number: int, now: float) -> None:
        self.counts[number] += 1
        self._replicas[number].waiting.append(request)
        if not self._replicas[number].at_work:
            self._begin(number, now)

    def work(self, until: float) -> None:
        """Every step that ends by then."""
        while self._ends and self._ends[0][0] <= until:
            now, number = heappop(self._ends)
            writing = self._replicas[number].writing
            for request, lacking in list(writing.items()):
                writing[request] = lacking - 1
                if lacking:
                    self.last[request] = now
                if lacking <= 1:
                    del writing[request]
                    self.counts[number] -= 1
            self._begin(number, now)

    def _begin(self, number: int, now: float) -> None:
        replica, service = self._replicas[number], self._service
        end = now
        if replica.waiting and len(replica.writing) < service.slots:
            request = replica.waiting.popleft()
            end += service.prompt
            self.first[request] = self.last[request] = end
            replica.writing[request] = service.tokens - 1
        if together := sum(map(bool, replica.writing.values())):
            end += service.step + service.more * (together - 1)
        replica.at_work = bool(replica.writing)
        if replica.at_work:
            heappush(self._ends, (end, number))


def simulate(
    service: Service, replicas: int, rate: float, requests: int, choice: Choice, seed: int = 0
) -> NDArray[np.float64]:
    """(requests, 2) float64: seconds until the first and until the last token of each request, of
    ``rate`` a second for all replicas together."""
    chance = np.random.default_rng(seed)
    came = np.cumsum(chance.exponential(1 / rate, requests))
    crowd = _Crowd(service, replicas, requests)
    for request, now in enumerate(came):
        crowd.work(now)
        if choice == "two":
            one, other = chance.integers(replicas, size=2)
            number = one if crowd.counts[one] <= crowd.counts[other] else other
        else:
            number = crowd.counts.argmin()
        crowd.send(request, int(number), float(now))
    crowd.work(np.inf)
    return np.stack([crowd.first - came, crowd.last - came], axis=1)


def most_at(
    service: Service, replicas: int, choice: Choice, seconds: float, requests: int
) -> float:
    """Requests a second, to about 2 %, of which 95 of 100 have their first token within
    ``seconds``; 0 where none can."""
    low, high = 0.0, replicas * service.capacity
    while high - low > 0.02 * replicas * service.capacity:
        rate = (low + high) / 2
        firsts = simulate(service, replicas, rate, requests, choice)[:, 0]
        low, high = (rate, high) if np.quantile(firsts, 0.95) <= seconds else (low, rate)
    return low
