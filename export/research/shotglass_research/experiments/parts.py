"""A run of an experiment in parts: each computes some of what the run keeps (``Context.kept``), by
the experiment's own code and on any machine that has the same.

What is kept is the smallest part: a condition of a seed, from its own random numbers on. A run
without it gets a stand-in and goes on until it uses one, so that all it asks for before that is
known, and can be computed at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from .experiment import Context, Findings

T = TypeVar("T")
# What a value of JSON's kinds can be asked, and what numpy asks of everything. To be made and to
# have an item are not among them: an item of what is missing is missing too.
ASKED = {name for kind in (dict, list, str, int, float) for name in dir(kind)} | {"__array__"}
ASKED -= {"__new__", "__init__", "__init_subclass__", "__subclasshook__", "__doc__", "__getitem__"}
ASKED -= {"__class__", "__class_getitem__", "__setattr__", "__delattr__"}


class Unfinished(BaseException):
    """A part has ended. No Exception: an experiment that catches those must not catch it."""


def _end(*_asked: object, **_more: object) -> Any:
    raise Unfinished


class Missing:
    """Stands for a value; whoever uses it ends the run."""

    def __getitem__(self, _place: object) -> Missing:
        return self


for _name in ASKED:
    setattr(Missing, _name, _end)


@dataclass(frozen=True)
class Part(Context):
    """Computes ``wanted`` alone of what is not kept yet, and ends when it has it. ``there``: the
    files of what was asked for and is kept; ``missing``: of what is not; both in the run's
    order."""

    wanted: frozenset[Path] = frozenset()
    there: dict[Path, None] = field(default_factory=dict)
    missing: dict[Path, None] = field(default_factory=dict)

    def kept(self, key: str, compute: Callable[[], T]) -> T:
        file = self.cache / f"{key}.json"
        if file not in self.wanted and not file.exists():
            self.missing[file] = None
            return cast(T, Missing())
        value = super().kept(key, compute)
        self.there[file] = None
        if self.wanted and self.wanted <= self.there.keys():
            raise Unfinished
        return value

    def findings(self, run: Callable[[Context], Findings]) -> Findings | None:
        """None where the run ended, or something is missing from its findings."""
        try:
            findings = run(self)
        except Unfinished:
            return None
        return None if self.missing else findings
