"""The limit on how often each client may try something: a token bucket for each.

A code of 8 characters of 32 is one of 10 ** 12. At one wrong try in two seconds, a thousand
addresses that try for eight hours find it with a chance of 1 in 76,000.
"""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable
from time import monotonic

from ...errors import TryLater

MOST_CLIENTS = 4096  # counted one by one; others share one allowance
OTHERS = ""


class TooOften(TryLater):
    code, title, status = "too_often", "Too many tries", 429


class Allowance:
    """``burst`` tries at once for each client, and ``rate`` more a second. Thread-safe."""

    def __init__(self, burst: int, rate: float, clock: Callable[[], float] = monotonic) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._left: dict[str, tuple[float, float]] = {}  # tries, and when they were counted
        self._lock = threading.Lock()

    def require(self, client: str) -> None:
        """Raises TooOften where the client has no try left."""
        with self._lock:
            left = self._count(self._name(client))
        if left < 1:
            seconds = max(1, round((1 - left) / self._rate))
            raise TooOften(
                f"This was tried too often; try again in {seconds} s.", retry_after=seconds
            )

    def spend(self, client: str) -> None:
        with self._lock:
            name = self._name(client)
            self._left[name] = (max(0.0, self._count(name) - 1), self._clock())

    def take(self, client: str) -> None:
        """Raises TooOften; else one try less is left."""
        self.require(client)
        self.spend(client)

    def _count(self, name: str) -> float:
        left, since = self._left.get(name, (float(self._burst), 0.0))
        return min(self._burst, left + self._rate * (self._clock() - since))

    def _name(self, client: str) -> str:
        """Forgets clients that have all their tries again before others share a bucket."""
        if client not in self._left and len(self._left) >= MOST_CLIENTS:
            spent = [name for name in self._left if self._count(name) < self._burst]
            self._left = {name: self._left[name] for name in spent}
            return OTHERS if len(self._left) >= MOST_CLIENTS else client
        return client


def network(address: str) -> str:
    """Whom an address stands for: with IPv6 one machine has 2 ** 64 of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:  # of a server that listens on both kinds at once
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
