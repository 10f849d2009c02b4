"""The README's map is true: every path it names exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAP = re.search(r"## The map\n\n```\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)


def paths() -> list[str]:
    assert MAP is not None
    found: list[str] = []
    top = ""
    for line in MAP[1].splitlines():
        names = re.split(r"\s{2,}", line.strip())[0].split()
        if not line.startswith(" "):
            top = names[0]
            found.append(top)
        else:
            folder = names[0].rpartition("/")[0] if "." in names[0] else ""
            found += [
                top + (name if "/" in name or not folder else f"{folder}/{name}") for name in names
            ]
    return found


@pytest.mark.parametrize("path", paths())
def test_a_path_of_the_map_exists(path: str) -> None:
    assert (ROOT / path).exists()
