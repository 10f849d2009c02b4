"""Graphs that are added to a model folder: what comes of it, and what is left when it fails."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from support.models.tiny import LOOSE, manifest_of, tiny_checkpoint, write_tiny_folder, write_whole

from shotglass.contract import MANIFEST, RETIRED_FILES
from shotglass.errors import ImportFailed, ModelFolderError
from shotglass.precisions import ADDITIONS, Addition, offers
from shotglass_export.adding import add_graph
from shotglass_export.cli import COMMANDS
from shotglass_export.importing import is_installed
from shotglass_export.to_onnx import publication
from shotglass_export.to_onnx.checks.agreement import Agreement, points_off
from shotglass_export.to_onnx.checks.graph_runs import NativeRun, PortableRun
from shotglass_export.to_onnx.folder import file_entry
from shotglass_export.to_onnx.publication import addition

NAMES: tuple[Addition, ...] = ("int8", "fp16", "web")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_folder(tmp_path_factory.mktemp("imported"), "tiny", "llama", 2)


@pytest.fixture
def folder(imported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(imported, tmp_path / "tiny"))


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", NAMES)
def test_a_graph_is_added_and_nothing_else_changes(folder: Path, name: Addition) -> None:
    before, files = manifest_of(folder), held(folder)
    manifest = add_graph(folder, name, tolerances=LOOSE)
    assert manifest == manifest_of(folder)
    kind = ADDITIONS[name]
    assert manifest.graphs.keys() - before.graphs.keys() == {kind}
    assert set(manifest.files) == {path.name for path in folder.iterdir()} - {MANIFEST}
    assert manifest.quality[kind]["mean_kl_nats"] > 0
    told = {"graphs": before.graphs, "files": before.files, "quality": before.quality}
    assert replace(manifest, **told) == before  # type: ignore[arg-type]
    now = held(folder)
    assert {name: now[name] for name in files if name != MANIFEST} == {
        name: data for name, data in files.items() if name != MANIFEST
    }
    assert is_installed(folder, manifest.provenance)


def test_whatever_the_order_the_bytes_are_the_same(folder: Path, tmp_path: Path) -> None:
    for name in reversed(NAMES):
        add_graph(folder, name, tolerances=LOOSE)
    other = write_whole(tiny_checkpoint("llama", 2), tmp_path / "elsewhere" / "tiny", add=NAMES)
    assert manifest_of(folder).files == other.files


def test_weights_that_another_version_wrote_for_another_graph_are_not_replaced(
    folder: Path,
) -> None:
    add_graph(folder, "web", tolerances=LOOSE)
    weights, manifest = folder / "weights.fp16.bin", manifest_of(folder)
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    files = manifest.files | {weights.name: file_entry(weights)}
    (folder / MANIFEST).write_text(replace(manifest, files=files).to_json())
    with pytest.raises(ImportFailed, match="was written by another version, and other graphs rea"):
        add_graph(folder, "fp16", tolerances=LOOSE)
    assert manifest_of(folder).files == files


def test_fp16_weights_that_two_graphs_read_are_there_once(folder: Path) -> None:
    add_graph(folder, "web", tolerances=LOOSE)
    inode = (folder / "weights.fp16.bin").stat().st_ino
    manifest = add_graph(folder, "fp16", tolerances=LOOSE)
    assert (folder / "weights.fp16.bin").stat().st_ino == inode
    assert manifest.graphs["web"].weights == manifest.graphs["native-fp16"].weights


def test_a_graph_that_is_there_is_left_alone(folder: Path) -> None:
    first = add_graph(folder, "int8", tolerances=LOOSE)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert add_graph(folder, "int8", tolerances=replace(LOOSE, mean_kl=0)) == first
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_graph_whose_weights_were_damaged_is_made_again(folder: Path) -> None:
    first = add_graph(folder, "int8", tolerances=LOOSE)
    (folder / "weights.int8.bin").write_bytes(b"damaged")
    assert add_graph(folder, "int8", tolerances=LOOSE) == first
    assert is_installed(folder, first.provenance)


def test_a_model_in_8_bits_is_offered_in_both_precisions(folder: Path) -> None:
    told = [(offer.name, offer.kind, offer.made) for offer in offers(manifest_of(folder))]
    assert told == [("fp32", "native-fp32", True), ("int8", "native", False)]
    manifest = add_graph(folder, "int8", tolerances=LOOSE)
    exact, blocks = offers(manifest)
    assert (exact.quality, blocks.made) == (None, True)
    assert blocks.quality == manifest.quality["native"]


@pytest.mark.parametrize(
    ("tolerances", "sentence"),
    [
        (replace(LOOSE, mean_kl=1e-9), "does not bear 8-bit weights"),
        (replace(LOOSE, top1=1.0), "agrees with fp32 on"),
    ],
)
def test_a_graph_above_a_tolerance_is_refused_and_nothing_is_left(
    folder: Path, tolerances: Any, sentence: str
) -> None:
    before = held(folder)
    with pytest.raises(ImportFailed, match=sentence):
        add_graph(folder, "int8", tolerances=tolerances)
    assert held(folder) == before
    assert not list(folder.parent.glob(".*.new"))


def test_shown_probabilities_are_told_by_how_many_points_they_are_off(folder: Path) -> None:
    """Against every position and token counted by hand."""
    manifest = add_graph(folder, "int8", tolerances=LOOSE)
    config = manifest.architecture
    ids = np.random.default_rng(1).integers(0, config.vocabulary, 100)
    exact = PortableRun(folder / "portable.onnx", config).logits(ids)
    rounded = NativeRun(folder / "native.onnx").logits(ids)
    found = Agreement()
    found.add(ids, exact, rounded)
    p, q = (np.exp(x.astype(float)) / np.exp(x.astype(float)).sum(-1, keepdims=True)
            for x in (exact, rounded))  # fmt: skip
    off = [
        100 * abs(p[row, id] - q[row, id])
        for row in range(100)
        for id in range(config.vocabulary)
        if p[row, id] >= 0.01
    ]
    told = found.to_json()["points"]
    assert told["n"] == len(off)
    assert told["median"] == pytest.approx(np.median(off), abs=1e-3)
    assert told["p90"] == pytest.approx(np.percentile(off, 90), abs=1e-3)
    assert told["max"] == pytest.approx(max(off), abs=1e-3)
    assert manifest.quality["native"]["points"].keys() == {"n", "median", "p90", "max"}
    assert 0 < manifest.quality["native"]["points"]["median"] < 5


# --- folders imported before ---


@pytest.fixture
def old(folder: Path) -> Path:
    """As an earlier version wrote it: with two more 8-bit graphs, which nothing runs any more."""
    add_graph(folder, "int8", tolerances=LOOSE)
    manifest = json.loads((folder / MANIFEST).read_text())
    blocks = manifest["files"]["native.onnx"]
    for kind in ("reading", "writing"):
        weights = ["weights.int8.bin", "weights.reading.bin"]
        manifest["graphs"][kind] = {
            "file": f"{kind}.onnx", "weights": weights, "precision": "int8 per token and column"
        }  # fmt: skip
        manifest["quality"][kind] = {"tokens": 2048, "mean_kl_nats": 0.005}
    for name in RETIRED_FILES:
        shutil.copyfile(folder / "native.onnx", folder / name)
        manifest["files"][name] = blocks
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return folder


def test_what_an_earlier_version_wrote_besides_is_not_read(old: Path) -> None:
    manifest = manifest_of(old)
    assert set(manifest.graphs) == {"portable", "native-fp32", "explain", "native"}
    assert not set(manifest.files) & set(RETIRED_FILES)
    assert set(manifest.quality) == {"native"}
    assert is_installed(old, manifest.provenance)


def test_it_goes_with_the_next_graph(old: Path) -> None:
    add_graph(old, "web", tolerances=LOOSE)
    assert not {path.name for path in old.iterdir()} & set(RETIRED_FILES)
    assert set(json.loads((old / MANIFEST).read_text())["graphs"]) == set(manifest_of(old).graphs)


# --- what can go wrong ---


def test_two_makers_at_once_the_second_is_told_to_wait(folder: Path) -> None:
    with (
        addition(folder),
        pytest.raises(ImportFailed, match=r"Another import is writing into .* wait"),
    ):
        add_graph(folder, "int8", tolerances=LOOSE)


def test_a_full_disk_is_a_sentence_and_leaves_the_folder_as_it_was(folder: Path) -> None:
    before, full = held(folder), OSError(errno.ENOSPC, "No space left on device")
    sentence = pytest.raises(ImportFailed, match=r"tiny \(No space left on device\): make room")
    with sentence, addition(folder) as building:
        (building / MANIFEST).write_text("{}")
        raise full
    assert held(folder) == before


def test_a_folder_that_may_not_be_written_is_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root may write anywhere, the first file is refused by hand."""
    before = held(folder)

    def refused(path: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(ImportFailed, match=r"\(Permission denied\): make room .* writable"):
        add_graph(folder, "int8", tolerances=LOOSE)
    assert held(folder) == before


def test_the_manifest_is_moved_in_last_so_that_it_names_only_what_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[str] = []
    replace_file: Callable[[Path, Path], Path] = Path.replace

    def noted(path: Path, target: Path) -> Path:
        moved.append(Path(target).name)
        return replace_file(path, target)

    monkeypatch.setattr(Path, "replace", noted)
    add_graph(folder, "int8", tolerances=LOOSE)
    assert set(moved[:-1]) == {"native.onnx", "weights.int8.bin"}
    assert moved[-1] == MANIFEST


@pytest.mark.parametrize("name", ["int8", "fp16", "web"])
def test_a_model_that_fills_gaps_can_have_none(tmp_path: Path, name: Addition) -> None:
    folder = write_tiny_folder(tmp_path, "gap", "bert")
    with pytest.raises(ImportFailed, match="gap is a masked-lm model"):
        add_graph(folder, name)


def test_a_model_that_is_kept_in_halves_has_no_8_bits(tmp_path: Path) -> None:
    folder = write_tiny_folder(tmp_path, "house", "gpt2", storage="half")
    with pytest.raises(ImportFailed, match="house has no 8-bit graph: it is small"):
        add_graph(folder, "int8")


def test_weights_that_are_not_the_imported_ones_are_refused(folder: Path) -> None:
    with (folder / "weights.fp32.bin").open("r+b") as file:
        file.write(b"other")
    with pytest.raises(ModelFolderError, match=r"weights\.fp32\.bin is not the file that was"):
        add_graph(folder, "int8", tolerances=LOOSE)


_CHILD = """
import sys
from pathlib import Path
from support.models.tiny import LOOSE
from shotglass_export.adding import add_graph
print("ready", flush=True)
add_graph(Path(sys.argv[1]), "int8", tolerances=LOOSE)
print("made", flush=True)
"""


def test_killed_at_any_moment_the_folder_is_as_before_or_has_the_graph(folder: Path) -> None:
    """Killed at 4 random moments; the folder that is left is whole each time."""
    moments, seen = random.Random(0), set()
    before = manifest_of(folder)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([TESTS, *sys.path])}
    for _ in range(4):
        command = [sys.executable, "-c", _CHILD, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0, 0.6))  # any moment of its work
            child.kill()
        manifest = manifest_of(folder)
        assert is_installed(folder, manifest.provenance)
        seen.add("native" in manifest.graphs)
        (folder / MANIFEST).write_text(before.to_json())
    assert False in seen
    add_graph(folder, "int8", tolerances=LOOSE)
    assert sorted(path.name for path in folder.parent.iterdir()) == [".import.lock", "tiny"]


TESTS = str(Path(__file__).parents[2])


# --- the command ---


def run(*arguments: object) -> Any:
    command = next(command for command in COMMANDS if command.name == "import")
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def loose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shotglass_export.adding.Tolerances", lambda: LOOSE)


@pytest.mark.usefixtures("loose")
def test_an_installed_model_is_named_by_its_id_and_no_source_is_needed(folder: Path) -> None:
    done = run("tiny", "--models", folder.parent, "--add", "int8", "--add", "web")
    assert done.exit_code == 0, done
    assert "tiny has native.onnx now. 8-bit against fp32 on 2,048 tokens: mean KL" in done.stdout
    assert "probabilities of 1 % and more half are off by at most" in done.stdout
    assert {"native", "web"} <= set(manifest_of(folder).graphs)
    again = run("tiny", "--models", folder.parent, "--add", "int8")
    assert again.stdout == "tiny has native.onnx already; its files are in order.\n"


@pytest.mark.usefixtures("loose")
def test_a_program_is_told_in_json_how_far_it_is(folder: Path) -> None:
    done = run(folder, "--add", "int8", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[-1] == {"type": "done"}
    shares = [line["share"] for line in lines[:-1]]
    assert {line["type"] for line in lines[:-1]} == {"progress"}
    assert shares == sorted(shares)
    assert {line["text"] for line in lines[:-1]} == {
        "Verifying the model", "Writing weights", "Checking graphs", "Comparing predictions",
        "Writing the manifest",
    }  # fmt: skip


def test_a_program_is_told_why_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = replace(LOOSE, mean_kl=0)
    monkeypatch.setattr("shotglass_export.adding.Tolerances", lambda: strict)
    done = run(folder, "--add", "int8", "--json")
    (*_, last) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (last["type"], last["error"]["code"]) == ("failed", "import_failed")
    assert "does not bear 8-bit weights" in last["detail"]
    assert done.exit_code == 1


@pytest.mark.parametrize("arguments", [["tiny", "--json"], ["nope", "--add", "int8", "--json"]])
def test_json_is_for_adding_to_what_is_there(folder: Path, arguments: list[str]) -> None:
    done = run(*arguments, "--models", folder.parent)
    assert "--json is for adding graphs (--add)" in json.loads(done.stdout)["detail"]
    assert done.exit_code == 1


def test_the_lock_of_an_import_is_the_lock_of_an_addition(folder: Path) -> None:
    target = folder.parent / "other"
    with (
        publication.publication(target),
        pytest.raises(ImportFailed, match="one at a time was expected"),
        addition(folder),
    ):
        raise AssertionError("both held the folder")


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ({"n": 0, "median": None, "p90": None, "max": None}, "no probability is 1 % or more"),
        ({"n": 1200, "median": 0.1, "p90": 0.5, "max": 2.0},
         "of 1,200 probabilities of 1 % and more half are off by at most 0.10 points, 90 % by at "
         "most 0.50, all by at most 2.0"),
    ],
)  # fmt: skip
def test_a_model_whose_probabilities_are_all_small_has_a_sentence_too(points, told) -> None:
    assert points_off(points) == told
