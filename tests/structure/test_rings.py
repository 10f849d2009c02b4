"""What the rings of the tests may use: a unit test needs this process alone."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
BEYOND = {"torch", "transformers", "playwright"}
SERVERS = ("support.servers.live", "support.servers.crowd")


@cache
def imported(path: Path) -> set[str]:
    """The modules that a file names, and what it takes from them as if these were modules too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def needed(path: Path) -> set[str]:
    """What a test imports, and what the modules of ``support`` that it imports do."""
    names, unread = set[str](), [path]
    while unread:
        new = imported(unread.pop()) - names
        names |= new
        files = (TESTS / f"{name.replace('.', '/')}.py" for name in new)
        unread += [file for file in files if file.is_file()]
    return names


def test_a_unit_test_needs_no_torch_no_browser_and_no_live_server() -> None:
    outside = {
        str(path.relative_to(TESTS)): beyond
        for path in (TESTS / "unit").rglob("*.py")
        if (
            beyond := {
                name
                for name in needed(path)
                if name.split(".")[0] in BEYOND | {"system", "outer"} or name.startswith(SERVERS)
            }
        )
    }
    assert outside == {}


def test_what_tests_share_belongs_to_no_ring() -> None:
    for path in (TESTS / "support").rglob("*.py"):
        rings = {name.split(".")[0] for name in imported(path)} & {"unit", "system", "outer"}
        assert not rings, path
