"""What makes a model another one under its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.models.tiny import LOOSE, manifest_of, write_tiny_folder

from shotglass.contract import TOKENIZER, FileEntry, Manifest
from shotglass.engine.fingerprint import edition
from shotglass_export.adding import add_graph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_folder(tmp_path_factory.mktemp("models"), "tiny", add=["int8"])


def other_file(manifest: Manifest, name: str) -> Manifest:
    entry = FileEntry(manifest.files[name].bytes, "0" * 64)
    return replace(manifest, files={**manifest.files, name: entry})


def test_what_is_only_told_to_people_changes_nothing(folder: Path) -> None:
    manifest = manifest_of(folder)
    told = replace(manifest, name="Other", notes=("new",), licence="MIT", quality={"x": 1})
    assert edition(told, "fp32") == edition(manifest, "fp32")


@pytest.mark.parametrize("precision", ["fp32", "int8"])
@pytest.mark.parametrize(
    "change",
    [
        {"adds_start": True},
        {"stop_ids": (1,)},
        {"start_id": 1},
        {"chat_template": "{{ messages }}"},
    ],
)
def test_what_is_run_makes_another(folder: Path, precision: str, change: dict[str, object]) -> None:
    manifest = manifest_of(folder)
    assert edition(replace(manifest, **change), precision) != edition(manifest, precision)


def test_files_change_the_precisions_that_read_them(folder: Path) -> None:
    manifest = manifest_of(folder)
    exact, coarse = edition(manifest, "fp32"), edition(manifest, "int8")
    assert exact != coarse
    for name in (TOKENIZER, manifest.graphs["explain"].file, *manifest.graphs["explain"].weights):
        changed = other_file(manifest, name)
        assert edition(changed, "fp32") != exact
        assert edition(changed, "int8") != coarse
    changed = other_file(manifest, manifest.graphs["native"].file)
    assert edition(changed, "fp32") == exact
    assert edition(changed, "int8") != coarse


def test_a_graph_that_is_added_makes_no_other_of_what_is_there(tmp_path: Path) -> None:
    folder = write_tiny_folder(tmp_path, "tiny")
    before = manifest_of(folder)
    add_graph(folder, "int8", tolerances=LOOSE)
    assert edition(manifest_of(folder), "fp32") == edition(before, "fp32")
    assert edition(manifest_of(folder), "int8") != edition(before, "int8")
