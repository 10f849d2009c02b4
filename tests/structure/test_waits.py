"""No test waits for a time that nobody explained.

A pause between two looks at what is awaited, in a loop, needs no reason: the loop ends when it has
come. Any other pause has a comment that says what the time is for, on its line or the one above:
where it stands for "by now it has surely happened", it is to be an event or ``until`` instead.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
RINGS = ("unit", "contract", "structure", "system", "support")
PAUSES = {"sleep", "wait_for_timeout"}


def pauses(text: str) -> Iterator[int]:
    """The lines of pauses that are in no loop."""
    tree = ast.parse(text)
    looped = {
        inner for loop in ast.walk(tree) if isinstance(loop, ast.While) for inner in ast.walk(loop)
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call not in looped:
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if isinstance(call.func, ast.Name):
                name = call.func.id
            if name in PAUSES:
                yield call.lineno


def unexplained(text: str) -> list[int]:
    lines = text.splitlines()
    return [
        line
        for line in pauses(text)
        if "  # " not in lines[line - 1] and not lines[line - 2].lstrip().startswith("#")
    ]


@pytest.mark.parametrize("ring", RINGS)
def test_every_pause_of_a_test_says_what_it_is_for(ring: str) -> None:
    faults = [
        f"{path.relative_to(TESTS)}:{line}"
        for path in sorted((TESTS / ring).rglob("*.py"))
        if "node_modules" not in path.parts
        for line in unexplained(path.read_text("utf-8"))
    ]
    assert faults == []


def test_a_pause_without_a_reason_is_seen_and_one_in_a_loop_is_not() -> None:
    assert unexplained("from time import sleep\nsleep(1)\n") == [2]
    assert unexplained("import time\ntime.sleep(1)  # the lease of a lock\n") == []
    assert unexplained("import time\nwhile not seen():\n    time.sleep(1)\n") == []
