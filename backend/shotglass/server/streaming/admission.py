"""The rate limit: how many runs there may be at once (more are answered 429), and whose turn it is.

One address may stand for a class behind a router, or for everybody behind a proxy, so it may have
all places; a few more are kept for addresses that have few. Runs that take minutes have a part of
the places only, so that short ones find some. A stream that can say so waits in a line, in which
the address with the fewest places is served first; everything else is refused at once.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import request

from ...engine.batching.waiting_queue import Pace
from ...errors import QueueFull
from ...events import Waiting
from ..problems import Draining

# Keys of the WSGI environment that a guard may set: the name by which a client's places and turns
# are counted in place of its address, and that it is a guest, who changes nothing that others see.
CLIENT, GUEST = "shotglass.client", "shotglass.guest"
SPARE = 8  # places beyond the others, for addresses that have few
FEW = 4  # places
LONG = 0.6  # of the places, for runs that take minutes
MOST_IN_LINE = 200

Wake = Callable[[], None]


@dataclass(eq=False)
class Ticket:
    """A run's place, or its wait for one; ``wake`` is called when it is ``admitted``."""

    address: str
    is_long: bool
    wake: Wake
    admitted: bool = False


class Places:
    """The places of one kind, counted by address."""

    def __init__(self, most: int, spare: int, most_each: int) -> None:
        self.most, self._spare, self.most_each = most, spare, most_each
        self.count = 0
        self.held: Counter[str] = Counter()

    def are_free(self, address: str) -> bool:
        if self.held[address] >= self.most_each:
            return False
        few = self.held[address] < FEW
        return self.count < self.most or (few and self.count < self.most + self._spare)

    def add(self, address: str, change: int) -> None:
        self.count += change
        self.held[address] += change
        if not self.held[address]:
            del self.held[address]


class Admission:
    """Counts runs, or ``what`` else takes its time. ``drain`` refuses new ones; ``cut`` asks the
    running ones to end now."""

    def __init__(
        self,
        most: int,
        what: str = "requests are running",
        *,
        is_shared: bool = False,
        ending: Admission | None = None,
        most_each: int | None = None,
    ) -> None:
        """``is_shared``: with spare and long places and a line, as the module says. ``ending``:
        what is counted here is cut when the runs there are; ``most_each``: places of one address.
        """
        self._what, self._most_in_line = what, MOST_IN_LINE * is_shared
        most_long, spare = round(most * LONG) if is_shared else most, SPARE * is_shared
        self._all = Places(most, spare, most_each or most + spare)
        self._long = Places(most_long, spare, most_each or most + spare)
        self._line: list[Ticket] = []
        self._pace = Pace()
        self._changed = threading.Condition()
        self.draining = False
        self.cut: threading.Event = threading.Event() if ending is None else ending.cut

    @property
    def running(self) -> int:
        return self._all.count

    def others(self, address: str) -> int:
        """Returns how many of the running ones are not of ``address``."""
        with self._changed:
            return self._all.count - self._all.held[address]

    def enter(self, address: str = "", is_long: bool = False) -> None:
        """Raises Draining or QueueFull; else ``leave`` must be called once, with the same."""
        self.ticket(address, is_long)

    def leave(self, address: str = "", is_long: bool = False) -> None:
        with self._changed:
            self._count(address, is_long, -1)
            while self._line and not self.draining:
                able = [each for each in self._line if self._has_room(each.address, each.is_long)]
                if not able:
                    break
                ticket = min(able, key=self._rank)
                self._line.remove(ticket)
                self._count(ticket.address, ticket.is_long, 1)
                ticket.admitted = True
                self._pace.turn(bool(self._line))
                ticket.wake()
            self._changed.notify_all()

    def ticket(
        self,
        address: str,
        is_long: bool,
        can_wait: bool = False,
        wake: Wake = lambda: None,
    ) -> Ticket:
        """A place at once or, where it ``can_wait``, maybe one in the line. Raises Draining,
        QueueFull; else ``give_back`` must be called once."""
        ticket = Ticket(address, is_long, wake)
        with self._changed:
            self.refuse_when_draining()
            if self._has_room(address, is_long):
                self._count(address, is_long, 1)
                ticket.admitted = True
            elif can_wait and len(self._line) < self._most_in_line:
                self._line.append(ticket)
                self._pace.waits()
            else:
                own = self._all.held[address]
                is_own = own >= self._all.most_each
                count = own if is_own else self._all.count
                whose = "one client may have" if is_own else "this server has"
                raise QueueFull(
                    f"{count} {self._what}, as many as {whose} at once; try again in a moment."
                )
        return ticket

    def give_back(self, ticket: Ticket) -> None:
        with self._changed:
            if not ticket.admitted:
                self._line.remove(ticket)
                return
        self.leave(ticket.address, ticket.is_long)

    def place(self, ticket: Ticket) -> Waiting | None:
        """Returns for how long the run still waits, or None once it is admitted."""
        with self._changed:
            if ticket.admitted:
                return None
            alike = [other for other in self._line if other.is_long or not ticket.is_long]
            before = sorted(alike, key=self._rank).index(ticket)
            return Waiting("", before, self._pace.seconds(before))

    @contextmanager
    def run(self) -> Iterator[None]:
        """Around the work for the request in progress."""
        address = request.environ.get(CLIENT) or request.remote_addr or ""
        self.enter(address)
        try:
            yield
        finally:
            self.leave(address)

    def refuse_when_draining(self) -> None:
        if self.draining:
            raise Draining("The server is shutting down; try again in a moment.")

    def drain(self) -> None:
        with self._changed:
            self.draining = True

    def wait_until_idle(self, seconds: float) -> bool:
        """Whether all runs ended in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._all.count == 0, seconds)

    def _has_room(self, address: str, is_long: bool) -> bool:
        return self._all.are_free(address) and (not is_long or self._long.are_free(address))

    def _count(self, address: str, is_long: bool, change: int) -> None:
        self._all.add(address, change)
        if is_long:
            self._long.add(address, change)

    def _rank(self, ticket: Ticket) -> int:
        """The least is served first, and of equal ones the first that came."""
        return self._all.held[ticket.address]
