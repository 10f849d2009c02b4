"""One bad folder of a training run is one bad row."""

from __future__ import annotations

from pathlib import Path

from outer.attack import run_folders


def test_each_hostile_run_folder_is_a_row_and_the_others_are_shown(tmp_path: Path) -> None:
    failed = {}
    for name, attempt in run_folders.tries(tmp_path):
        try:
            print(f"\n{name}: {attempt()}", end="")
        except AssertionError as error:
            failed[name] = str(error)[:200]
    assert not failed, failed
