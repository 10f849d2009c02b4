"""A bad manifest is refused in words, and the lists that name it go on."""

from __future__ import annotations

from pathlib import Path

from outer.attack import manifests


def test_each_hostile_manifest_is_refused_in_words_and_no_list_fails(tmp_path: Path) -> None:
    failed = {}
    for name, attempt in manifests.tries(tmp_path):
        try:
            print(f"\n{name}: {attempt()}", end="")
        except AssertionError as error:
            failed[name] = str(error)[:300]
    assert not failed, failed
