"""Whether a run that was repeated is the run that was recorded, bit for bit: all that its file says
of what was answered, value by value, beside what is answered now.

What the file does not say, such as a field that came with a later version, is not compared. The
twin is ``web/src/core/runFile/sameness.ts``; ``tests/contract/runs.json`` holds both together.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..floats import array_of
from ..shape import MISSING

# When and by which version it was made, and how a machine computes: what may be another while every
# answer is the same. Another fingerprint is told as a reason.
MAY_DIFFER = frozenset({"made", "shotglass", "context", "writes", "fingerprint", "bit_stable"})
MOST_SHOWN = 40  # characters of a value in a sentence
Events = Sequence[Mapping[str, Any]]  # of a lane, as the form has them


@dataclass(frozen=True)
class TokenPlace:
    """A token of a run; all count from 0."""

    lane: int
    sample: int
    token: int


@dataclass(frozen=True)
class ValueDifference:
    """``place``: in the file, as ``results.lanes[0].events[2].p``; what stands there and what would
    now, None for nothing and an ellipsis in brackets for what has parts of its own."""

    place: str
    was: str | float | bool | None
    now: str | float | bool | None

    def __str__(self) -> str:
        return f"{self.place}: {_shown(self.was)} then, {_shown(self.now)} now"


@dataclass(frozen=True)
class Sameness:
    """``values``: how many were compared, each text, number and answer of yes or no;
    ``different``: how many of them are others now; ``first``: the first of these; ``tokens``: how
    many of the compared values are tokens that are the same; ``token``: the first that is another,
    behind which nothing of its text is compared; ``largest``: the largest difference of a number
    with a fraction; ``uncompared``: places of the file that cannot be compared here; ``reasons``:
    what is known to be another now, in sentences."""

    values: int
    different: int = 0
    first: ValueDifference | None = None
    tokens: int = 0
    token: TokenPlace | None = None
    largest: float = 0.0
    uncompared: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Something was compared, and nothing of it is another."""
        return self.values > 0 and self.different == 0

    def sentence(self, lanes: Sequence[str]) -> str:
        """``lanes``: their names."""
        without = f" Not compared: {', '.join(self.uncompared)}." if self.uncompared else ""
        if self.values == 0:
            return f"Nothing of it can be compared.{without}"
        tokens = f"{self.tokens:,} token{'' if self.tokens == 1 else 's'}"
        if self.is_same:
            among = f", {tokens} among them" if self.tokens else ""
            return f"The same bit for bit: {self.values:,} values{among}.{without}"
        if (at := self.token) is not None:
            place = f"lane {lanes[at.lane]}, sample {at.sample}"
            return f"Not the same: {place}, from token {at.token} on.{without}"
        though = f" The {tokens} are the same." if self.tokens else ""
        by = f" Numbers differ by up to {self.largest:.2g}." if self.largest else ""
        others = f"{self.different:,} of {self.values:,} values, first {self.first}"
        return f"Not the same: {others}.{though}{by}{without}"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


@dataclass
class RunComparison:
    """Counts what was compared so far."""

    values: int = 0
    different: int = 0
    first: ValueDifference | None = None
    tokens: int = 0
    token: TokenPlace | None = None
    largest: float = 0.0
    uncompared: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def result(self) -> Sameness:
        lists = {"uncompared": tuple(self.uncompared), "reasons": tuple(self.reasons)}
        return Sameness(**{**vars(self), **lists})

    def compare(self, place: str, then: Any, now: Any) -> None:
        """``then`` as the file has it, ``now`` as the file would have it."""
        if isinstance(then, Mapping) and isinstance(now, Mapping):
            is_array = isinstance(then.get("data"), str) and then.get("shape") == now.get("shape")
            if is_array:
                self._compare_numbers(f"{place}.data", array_of(then), array_of(now))
            for name, value in then.items():
                if name not in MAY_DIFFER and not (is_array and name in ("shape", "data")):
                    self.compare(f"{place}.{name}", value, now.get(name, MISSING))
        elif isinstance(then, list | tuple) and isinstance(now, list | tuple):
            for at, (before, after) in enumerate(zip_longest(then, now, fillvalue=MISSING)):
                self.compare(f"{place}[{at}]", before, after)
        else:
            self.values += 1
            if not _same(then, now):
                self._differ(place, then, now)

    def compare_events(self, place: str, lane: int, then: Events, now: Events) -> None:
        """Each event beside the next of its kind and sample, in whatever order the samples were
        written; of a sample up to the first token that is another."""
        coming: dict[tuple[str, int | None], deque[Any]] = defaultdict(deque)
        for event in now:
            coming[_kind(event)].append(event)
        pairs: list[tuple[Any, Any]] = [(e, _first(coming[_kind(e)])) for e in then]
        pairs += [(MISSING, event) for rest in coming.values() for event in rest]
        counts: Counter[int | None] = Counter()  # of each sample's tokens
        others: set[int | None] = set()  # samples that are other texts from here on
        for at, (before, after) in enumerate(pairs):
            kind, sample = _kind(after if before is MISSING else before)
            if sample in others:
                continue
            self.compare(f"{place}[{min(at, len(then))}]", before, after)
            if kind == "token" and sample is not None:
                token = TokenPlace(lane, sample, counts[sample])
                if not self.is_token(token, before, after):
                    others.add(sample)
                counts[sample] += 1

    def is_token(self, at: TokenPlace, then: Any, now: Any) -> bool:
        """Whether both are the same token, whatever else is said of it; counts it."""
        same = MISSING not in (then, now) and then["id"] == now["id"]
        self.tokens += same
        if not same and self.token is None:
            self.token = at
        return same

    def _differ(self, place: str, then: Any, now: Any) -> None:
        self.different += 1
        numbers = _is_number(then) and _is_number(now)
        if numbers and not (float(then).is_integer() and float(now).is_integer()):
            self.largest = max(self.largest, abs(then - now))
        if self.first is None:
            self.first = ValueDifference(place, _plain(then), _plain(now))

    def _compare_numbers(
        self, place: str, then: NDArray[np.float32], now: NDArray[np.float32]
    ) -> None:
        before, after = then.reshape(-1), now.reshape(-1)
        self.values += before.size
        others = np.flatnonzero(before.view(np.uint32) != after.view(np.uint32))
        for at in others[:1].tolist():
            was, here = float(before[at]), float(after[at])
            self.first = self.first or ValueDifference(f"{place}[{at}]", was, here)
        self.different += others.size
        gaps = np.abs(before[others].astype(float) - after[others])
        self.largest = max(self.largest, float(np.nan_to_num(gaps, nan=np.inf).max(initial=0)))


def sameness(place: str, then: Any, now: Any) -> Sameness:
    """Compares two values as JSON; ``place`` is where they stand."""
    comparison = RunComparison()
    comparison.compare(place, then, now)
    return comparison.result()


def _same(then: Any, now: Any) -> bool:
    """True is not 1."""
    return bool(then == now) and isinstance(then, bool) == isinstance(now, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(value: Any) -> str | float | bool | None:
    if isinstance(value, Mapping | list | tuple):
        return "{…}" if isinstance(value, Mapping) else "[…]"
    return None if value is MISSING else value


def _kind(event: Any) -> tuple[str, int | None]:
    return event["type"], event.get("sample")


def _first(events: deque[Any]) -> Any:
    return events.popleft() if events else MISSING
