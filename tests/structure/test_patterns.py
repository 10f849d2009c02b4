"""Every regular expression that reads texts of others takes time in proportion to them: no file, no
folder and no request can hold a thread, and with it the interpreter, for minutes."""

from __future__ import annotations

import re

import pytest
from structure.foreign_texts import FOREIGN, Worst
from structure.measures import PYTHON, ROOT, python_modules
from structure.patterns import Pattern, patterns_of
from support.growth import growth_fault

# What the corpora are made of is fetched by name and digest (``data/packages.py``), by a developer.
PINNED = "shotglass_export.data."
MODULES = [module for package in PYTHON for module in python_modules(ROOT, package)]
PATTERNS = [
    *patterns_of(module for module in MODULES if not module.name.startswith(PINNED)),
]


def test_every_pattern_has_a_worst_text_or_a_reason() -> None:
    assert {pattern.name for pattern in PATTERNS} == FOREIGN.keys()


def texts_of(pattern: Pattern) -> list[Worst]:
    entry = FOREIGN.get(pattern.name, ())
    if isinstance(entry, str):
        return []
    return [entry] if isinstance(entry, Worst) else list(entry)


CASES = [
    pytest.param(pattern, text, id=f"{pattern.name} {at}")
    for pattern in PATTERNS
    for at, text in enumerate(texts_of(pattern))
]


@pytest.mark.parametrize(("pattern", "text"), CASES)
def test_a_pattern_takes_time_in_proportion_to_its_text(pattern: Pattern, text: Worst) -> None:
    assert growth_fault(text.by or pattern.ask, text) is None


def test_a_square_is_found() -> None:
    assert growth_fault(re.compile("(a+)b").search, Worst("a")) is not None
    assert growth_fault(re.compile("a+").search, Worst("a")) is None
