"""``make test`` runs every test once: its parts overlap nowhere and leave out nothing."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
FOLDERS = re.findall(r"\$\(PYTEST\)(?: -o \S+)? (tests/[^)\n]+)", MAKEFILE)
RESEARCH = "tests/outer/research"  # every test of it is slow


def test_every_test_is_in_one_part() -> None:
    paths = (path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py"))
    parts = {str(path): sum(holds(words, path) for words in FOLDERS) for path in paths}

    assert {path: count for path, count in parts.items() if count != 1} == {
        path: 0 for path in parts if path.startswith(RESEARCH)
    }


def holds(words: str, path: Path) -> bool:
    left_out = re.findall(r"--ignore=(\S+)", words)
    taken = re.sub(r"--ignore=\S+", "", words).split()
    return any(map(path.is_relative_to, taken)) and not any(map(path.is_relative_to, left_out))


def test_make_test_runs_every_part() -> None:
    (recipe,) = re.findall(r"^test:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    parts = set(re.findall(r"^(part-[a-z]+):", MAKEFILE, re.MULTILINE))

    assert set(re.findall(r"part-[a-z]+", recipe)) == parts - {"part-core"}  # in part-page
