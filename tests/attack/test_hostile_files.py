"""Each hostile file is one sentence of the command that reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from attack.hostile_files import Try, exports, imports, tries

SOME = {"export of onnx-weights-elsewhere", "export of tokenizer-far-id"}


def failures(attempts: list[tuple[str, Try]]) -> dict[str, str]:
    failed = {}
    for name, attempt in attempts:
        try:
            print(f"\n{name}: {attempt()}", end="")
        except AssertionError as error:
            failed[name] = str(error)[:300]
    return failed


def test_some_hostile_files_are_each_one_sentence(tmp_path: Path) -> None:
    attempts = [one for one in exports(tmp_path / "exports") if one[0] in SOME]
    assert len(attempts) == len(SOME)
    assert not failures([*attempts, *list(imports(tmp_path / "imports"))[:1]])


@pytest.mark.slow  # a few seconds each
def test_all_of_them_are(tmp_path: Path) -> None:
    assert not failures(list(tries(tmp_path)))
