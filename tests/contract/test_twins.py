"""Every file of the page that states a rule of Python once more stands in the table of twins."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "web/src"
TABLE = Path(__file__).with_name("README.md")
MOST = 37  # where the page must answer without a server


def twins() -> set[str]:
    """The files whose comments say that they are the twin of something."""
    files = [*PAGE.rglob("*.ts"), *PAGE.rglob("*.svelte")]
    return {
        path.relative_to(PAGE).as_posix()
        for path in files
        if not re.search(r"\.test\.|^words\.", path.name)
        and re.search(r"\btwin of\b", comments(path))
    }


def comments(path: Path) -> str:
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    return " ".join(line.lstrip("/* ") for line in lines if line.startswith(("//", "/*", "*")))


def listed() -> dict[str, str]:
    """The cell that says what holds a twin, by each file of the page in its row."""
    rows = re.findall(r"^\| (`.+?) \| .+? \| .+? \| (.+?) \|$", TABLE.read_text("utf-8"), re.M)
    return {name: held for files, held in rows for name in re.findall(r"`([^`]+)`", files)}


def test_the_table_has_every_twin_and_no_other_file() -> None:
    assert set(listed()) == twins()


def test_what_holds_a_twin_exists() -> None:
    for name, held in listed().items():
        paths = re.findall(r"`([^`]+)`", held)
        assert paths, name
        assert all((ROOT / path).exists() for path in paths), (name, held)


def test_there_are_no_more_twins_than_the_page_needs() -> None:
    assert len(twins()) <= MOST
