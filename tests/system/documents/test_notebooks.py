"""The notebooks of docs/ run from their first cell to their last, and show what they promise."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[3] / "docs" / "notebooks").glob("*.ipynb"))


def outputs(notebook: Any, kind: str) -> list[str]:
    """What the cells show, as ``kind``."""
    shown = [each for cell in notebook.cells for each in cell.get("outputs", ())]
    return [each["data"][kind] for each in shown if kind in each.get("data", {})]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_kept_without_what_it_shows(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)

    nbformat.validate(notebook)
    assert [cell for cell in notebook.cells if cell.get("outputs")] == []
    assert {cell.get("execution_count") for cell in notebook.cells} == {None}


def test_the_notebook_that_compares_runs_and_draws(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = (path for path in NOTEBOOKS if path.name == "compare.ipynb")
    notebook = nbformat.read(path, as_version=4)
    monkeypatch.setenv("SHOTGLASS_SERVER", server)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}})

    client.execute(env=os.environ)

    html = outputs(notebook, "text/html")
    assert sum("<svg" in each for each in html) == 3
    assert "examples before the question" in html[0]
    assert len(outputs(notebook, "image/png")) == 1
