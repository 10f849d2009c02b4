"""Every block of docs/python.md runs, in its order, and prints what stands below it."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).parents[3] / "docs" / "python.md"
ADDRESS = "http://127.0.0.1:8000"
BLOCK = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)
BLOCKS = BLOCK.findall(DOCUMENT.read_text("utf-8"))


def printed(address: str) -> list[str]:
    """What each block prints, one after another in one program."""
    names: dict[str, object] = {}
    outputs = []
    for source, _ in BLOCKS:
        code = compile(source.replace(ADDRESS, address), str(DOCUMENT), "exec")
        with redirect_stdout(StringIO()) as output:
            exec(code, names)
        outputs.append(output.getvalue())
    return outputs


def test_every_block_runs_and_prints_what_stands_below_it(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")

    assert printed(server) == [text for _, text in BLOCKS]
    assert (tmp_path / "examples.png").stat().st_size > 1000
    assert (tmp_path / "record.json").stat().st_size > 1000


def test_the_page_is_short() -> None:
    assert len(BLOCKS) >= 10
    assert len(DOCUMENT.read_text("utf-8").splitlines()) <= 320
