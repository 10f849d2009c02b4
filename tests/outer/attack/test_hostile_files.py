"""Each hostile file is one sentence of the command that reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from outer.attack import hostile_files

SOME = {"export of onnx-weights-elsewhere", "export of tokenizer-far-id"}


def failures(attempts: list[tuple[str, hostile_files.Try]]) -> dict[str, str]:
    failed = {}
    for name, attempt in attempts:
        try:
            print(f"\n{name}: {attempt()}", end="")
        except AssertionError as error:
            failed[name] = str(error)[:300]
    return failed


def test_some_hostile_files_are_each_one_sentence(tmp_path: Path) -> None:
    attempts = [one for one in hostile_files.exports(tmp_path / "exports") if one[0] in SOME]
    assert len(attempts) == len(SOME)
    assert not failures([*attempts, *list(hostile_files.imports(tmp_path / "imports"))[:1]])


@pytest.mark.slow  # a few seconds each
def test_all_of_them_are(tmp_path: Path) -> None:
    assert not failures(list(hostile_files.tries(tmp_path)))
