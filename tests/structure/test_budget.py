"""No capability grows beyond its row of the budget in docs/architecture.md."""

from __future__ import annotations

import pytest
from structure.budget import CAPABILITIES, Size, allowed, capability_of, counted, tracked
from structure.measures import ROOT

SLACK = 200  # lines, or a twentieth: a row that allows more than that is lowered


@pytest.fixture(scope="module")
def sizes() -> dict[str, Size]:
    return counted(ROOT)


@pytest.fixture(scope="module")
def budget() -> dict[str, Size]:
    return allowed(ROOT)


def test_the_table_has_a_row_for_each_capability(budget: dict[str, Size]) -> None:
    assert list(budget) == list(CAPABILITIES)


def test_every_file_belongs_to_a_capability() -> None:
    outside = [path for path in tracked(ROOT) if capability_of(path) is None]
    assert outside == []


@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_capability_stays_within_its_lines(
    name: str, sizes: dict[str, Size], budget: dict[str, Size]
) -> None:
    most, size = budget[name], sizes[name]
    assert size.source <= most.source, "name in the table what leaves for it"
    assert size.tests <= most.tests, "name in the table what leaves for it"


@pytest.mark.parametrize("name", CAPABILITIES)
def test_a_row_that_allows_more_than_there_is_gets_lowered(
    name: str, sizes: dict[str, Size], budget: dict[str, Size]
) -> None:
    most, size = budget[name], sizes[name]
    assert most.source - size.source <= max(SLACK, size.source // 20)
    assert most.tests - size.tests <= max(SLACK, size.tests // 20)
