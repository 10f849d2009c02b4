"""One meaning a name, and functions that read top to bottom. Limits, not snapshots. Research is
not counted: it ran once and carries the digests of its files.
The page's names are held by its lint."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from structure.measures import PYTHON, ROOT, Module, python_modules
from structure.naming import (
    called_once,
    doubled_classes,
    empty_names,
    functions,
    share_called_once,
)

MOST_LINES = 40  # of a function, which is one thought
MOST_CALLED_ONCE = 0.12  # of the functions of a package
# What stands on the wire keeps its name there.
WIRE = {"shotglass.engine.causes.examples": {"one"}}


@pytest.fixture(params=PYTHON)
def package(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def modules(package: str) -> list[Module]:
    return python_modules(ROOT, package)


def test_a_function_fits_on_a_page(modules: list[Module]) -> None:
    sizes = {
        f"{module.name}.{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for module in modules
        for function in functions(module)
    }
    assert {name: size for name, size in sizes.items() if size > MOST_LINES} == {}


def test_few_private_functions_have_a_single_call(modules: list[Module]) -> None:
    assert share_called_once(modules) <= MOST_CALLED_ONCE


def test_a_class_name_stands_in_one_module(modules: list[Module]) -> None:
    assert doubled_classes(modules) == {}


def test_no_value_is_named_by_a_verb_or_a_pronoun(modules: list[Module]) -> None:
    names = [
        name
        for module in modules
        for name in empty_names(module)
        if name.split()[1] not in WIRE.get(module.name, ())
    ]
    assert names == []


SOURCE = """
class Entry:
    told: int
    def __init__(self, wanted): self.kept = wanted
    def _once(self): return [one for one in (1, 2)]
    def _handed(self): ...
    def public(self): return self._once(), map(self._handed, [])
def _twice(): ...
_twice(), _twice()
match Entry(1):
    case found: pass
"""


def test_names_and_helpers_are_counted_by_the_tree() -> None:
    module = Module("a.b", Path("b.py"), SOURCE.count("\n"), ast.parse(SOURCE))
    other = Module("a.c", Path("c.py"), 1, ast.parse("class Entry: ..."))
    named = [name.split()[1] for name in empty_names(module)]
    assert named == ["told", "kept", "wanted", "one", "found"]
    assert called_once(module) == ["a.b._once"]
    assert share_called_once([module]) == 1 / 5
    assert doubled_classes([module, other]) == {"Entry": ["a.b", "a.c"]}
