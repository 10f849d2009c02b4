"""What each test costs: ``pytest -p support.cost --cost FILE``.

The file gets one line of JSON for each test and for each fixture of a session or a module: its
seconds by the clock, and those of the processor for this process and for all that descend from it,
browsers and servers too. A fixture's seconds are not counted again for the test that asked first.
Where a server is killed whose own processes nobody waited for, their seconds leave the sum: then
the test that killed it counts none.
"""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

TICKS = os.sysconf("SC_CLK_TCK")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cost", help="a file for what each test costs, in lines of JSON")


def pytest_configure(config: pytest.Config) -> None:
    if file := config.getoption("--cost"):
        config.pluginmanager.register(Costs(Path(file)))


class Costs:
    def __init__(self, file: Path) -> None:
        self.lines = file.open("w", encoding="utf-8")
        self.fixtures = (0.0, 0.0)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.fixtures = (0.0, 0.0)
        clock, processor = monotonic(), processor_seconds()
        answer = yield
        self.write(
            "test",
            item.nodeid,
            monotonic() - clock - self.fixtures[0],
            processor_seconds() - processor - self.fixtures[1],
        )
        return answer

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        before, clock, processor = self.fixtures, monotonic(), processor_seconds()
        answer = yield
        spent = (monotonic() - clock, processor_seconds() - processor)
        within = (self.fixtures[0] - before[0], self.fixtures[1] - before[1])
        self.fixtures = (before[0] + spent[0], before[1] + spent[1])
        name = f"{fixturedef.baseid}::{fixturedef.argname}"
        self.write("fixture", name, spent[0] - within[0], spent[1] - within[1])
        return answer

    def write(self, kind: str, name: str, clock: float, processor: float) -> None:
        seconds = {"clock": round(clock, 2), "processor": round(max(0.0, processor), 2)}
        line = {"kind": kind, "name": name, **seconds}
        self.lines.write(json.dumps(line) + "\n")
        self.lines.flush()


def processor_seconds() -> float:
    """Of this process and of all that descend from it, those that have ended and were waited for
    included."""
    own = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    seconds = sum(used.ru_utime + used.ru_stime for used in own)
    return seconds + descendants_seconds() if has_children() else seconds


def has_children() -> bool:
    """Whether a process that this one started is there, which is known at once: to look through
    all processes of the machine takes milliseconds, twice for each of thousands of tests."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def descendants_seconds() -> float:
    parents, ticks = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        parents[int(stat.parent.name)] = int(fields[1])
        ticks[int(stat.parent.name)] = sum(map(int, fields[11:15]))
    family = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(ticks.get(process, 0) for process in family - {os.getpid()}) / TICKS
