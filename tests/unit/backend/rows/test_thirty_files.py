"""Files as other people write them are read, or refused in a sentence, as rows.json says of bytes;
the page's tests read the same."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from shotglass.rows import Columns, UnreadableRows, read_rows_file

ROOT = Path(__file__).parents[4]
FILES = json.loads((ROOT / "tests/contract/rows.json").read_text("utf-8"))["files"]
READ = [case for case in FILES if "items" in case]
REFUSED = [case for case in FILES if "faults" in case]


def file_of(case: dict[str, Any], folder: Path) -> Path:
    path = folder / "rows.csv"
    parts = ((base64.b64decode(part), times) for part, times in case["parts"])
    repeated = (part.replace(b"#", b"%d" % time) for part, times in parts for time in range(times))
    path.write_bytes(b"".join(repeated))
    return path


def short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:20]}{text[-20:]} ({len(text)})"


def test_there_are_thirty_files_and_more() -> None:
    assert len(READ) + len(REFUSED) == len(FILES) > 30
    assert len({case["name"] for case in FILES}) == len(FILES)


@pytest.mark.parametrize("case", READ, ids=lambda case: case["name"])
def test_a_file_is_read_as_it_was_meant(case: dict[str, Any], tmp_path: Path) -> None:
    items = read_rows_file(file_of(case, tmp_path), Columns()).items
    ends = (items[0], items[-1])[: len(case["items"])]
    assert [[short(item.input), item.expected] for item in ends] == case["items"]
    assert len(items) == case["count"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_a_file_is_refused_in_a_sentence(case: dict[str, Any], tmp_path: Path) -> None:
    path = file_of(case, tmp_path)
    with pytest.raises(UnreadableRows) as refused:
        read_rows_file(path, Columns())
    assert [*refused.value.faults] == case["faults"]
    assert refused.value.detail == f"{path}: {case['sentence']}"
