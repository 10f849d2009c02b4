"""Threads are as many as a container's limit lets them run, whatever the machine has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shotglass.machine.processors import available_processors


@pytest.fixture
def groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of a machine of eight processors."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    (tmp_path / "cpu").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("limit", "processors"),
    [("200000 100000", 2), ("150000 100000", 2), ("50000 100000", 1), ("max 100000", 8)]
    + [("9900000 100000", 8), ("", 8), ("nothing of the kind", 8)],
)
def test_a_quota_is_rounded_up_and_never_adds_processors(
    groups: Path, limit: str, processors: int
) -> None:
    (groups / "cpu.max").write_text(limit + "\n")
    assert available_processors(groups) == processors


@pytest.mark.parametrize(("quota", "processors"), [("300000", 3), ("-1", 8)])
def test_the_older_files_are_read_too(groups: Path, quota: str, processors: int) -> None:
    (groups / "cpu" / "cpu.cfs_quota_us").write_text(quota + "\n")
    (groups / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    assert available_processors(groups) == processors


def test_without_control_groups_it_is_what_the_process_is_bound_to(groups: Path) -> None:
    assert available_processors(groups / "none") == 8
