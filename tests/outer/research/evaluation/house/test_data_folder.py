"""The data folder that a model's questions come from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.house.small_house import write_small_data
from support.servers.fakes import write_folder

from shotglass.contract import MANIFEST, Manifest
from shotglass.errors import DataFailed
from shotglass_export.evaluation.held_out import data_folder_of


@pytest.fixture
def manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Manifest:
    monkeypatch.setenv("SHOTGLASS_DATA", str(tmp_path / "data"))
    path = write_folder(tmp_path / "models", "house")
    return Manifest.from_json((path / MANIFEST).read_text("utf-8"))


def write_data(tmp_path: Path, name: str, **changes: Any) -> Path:
    path = write_small_data(tmp_path / "data" / name)
    about = json.loads((path / "data.json").read_text())
    about["sources"][0] |= {key: value for key, value in changes.items() if key != "format"}
    about["format"] = changes.get("format", about["format"])
    (path / "data.json").write_text(json.dumps(about))
    return path


def trained_on(manifest: Manifest, path: Path) -> Manifest:
    sources = json.loads((path / "data.json").read_text())["sources"]
    told = {one["name"]: {"sha256": one["sha256"], "tokens": one["tokens"]} for one in sources}
    return replace(manifest, provenance={"data": told})


def test_the_only_one_is_taken_whatever_a_link_calls_it(manifest: Manifest, tmp_path: Path) -> None:
    path = write_data(tmp_path, "one")
    (tmp_path / "data" / "alias").symlink_to(path)
    write_data(tmp_path, "older", format=0)

    assert data_folder_of(manifest) == path


def test_of_several_the_one_it_was_trained_on_is_taken(manifest: Manifest, tmp_path: Path) -> None:
    one, other = write_data(tmp_path, "one"), write_data(tmp_path, "other", sha256="1" * 64)

    assert data_folder_of(trained_on(manifest, one)) == one
    assert data_folder_of(trained_on(manifest, other)) == other


def test_where_it_is_not_clear_all_are_named(manifest: Manifest, tmp_path: Path) -> None:
    with pytest.raises(DataFailed, match="none; one was expected"):
        data_folder_of(manifest)
    for name in ("one", "other"):
        write_data(tmp_path, name)
    with pytest.raises(DataFailed, match="one, other; one was expected: name it with --data"):
        data_folder_of(manifest)


def test_a_model_without_a_data_folder_is_told_what_else_can_be_measured(
    manifest: Manifest,
) -> None:
    with pytest.raises(DataFailed) as refusal:
        data_folder_of(manifest)
    for command in ("--text FILE house", "--gallery house"):
        assert f"shotglass evaluate {command}" in str(refusal.value)
