"""The files that ``shotglass measure`` leaves behind where there is no room, no folder, or
something else in their place."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder

from shotglass import cli
from shotglass.errors import InvalidRequest, RecordNotWritten

Shell = Callable[[Path], Result]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    items = [{"input": f"house {n}", "expected": LABELS[n % 2]} for n in range(6)]
    (root / "task.json").write_text(json.dumps(TASK | {"items": items}), "utf-8")
    (root / "plan.json").write_text(json.dumps({"conditions": {"k": [0, 2]}}), "utf-8")
    return root


@pytest.fixture
def shell(root: Path) -> Shell:
    def run(into: Path) -> Result:
        plan = ("--plan", root / "plan.json", "--models", root)
        words = ("measure", root / "task.json", *plan, "--into", into)
        return CliRunner().invoke(cli.cli, [*map(str, words)])

    return run


@contextmanager
def room_of(size: int) -> Iterator[None]:
    """No file may become larger, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_record_that_cannot_be_written_leaves_the_measurement_where_the_next_run_takes_it(
    shell: Shell, tmp_path: Path
) -> None:
    assert shell(tmp_path / "whole.json").exit_code == 0
    size = (tmp_path / "whole.json").stat().st_size

    with room_of(size - 1):
        full = shell(tmp_path / "record.json")

    assert isinstance(full.exception, RecordNotWritten)
    assert "What was measured is in" in str(full.exception)
    assert "k=0 -> k=2" in full.stdout
    assert [path.name for path in tmp_path.glob("*record.json*")] == ["record.json.unfinished"]
    again = shell(tmp_path / "record.json")
    assert "2 of 2 conditions were measured before" in again.stderr
    assert not (tmp_path / "record.json.unfinished").exists()
    whole, late = (
        json.loads((tmp_path / name).read_text()) for name in ("whole.json", "record.json")
    )
    assert whole["readings"] == late["readings"]


def test_no_room_for_what_is_measured_is_a_sentence(shell: Shell, tmp_path: Path) -> None:
    with room_of(200):
        full = shell(tmp_path / "record.json")
    assert isinstance(full.exception, RecordNotWritten)
    assert "record.json.unfinished cannot be written: File too large" in str(full.exception)
    assert shell(tmp_path / "record.json").exit_code == 0


def test_a_folder_that_is_not_there_is_said_before_anything_is_measured(
    shell: Shell, tmp_path: Path
) -> None:
    found = shell(tmp_path / "nowhere" / "record.json")
    assert isinstance(found.exception, InvalidRequest)
    assert f"there is no folder {tmp_path / 'nowhere'}" in str(found.exception)
    assert "prompts of" not in found.stderr


@pytest.mark.parametrize("left", [b"\xff\xfe", b"[" * 5000 + b"]" * 5000, b"no JSON\n"])
def test_a_file_in_the_place_of_the_unfinished_one_is_named_and_stays(
    shell: Shell, tmp_path: Path, left: bytes
) -> None:
    unfinished = tmp_path / "record.json.unfinished"
    unfinished.write_bytes(left)
    found = shell(tmp_path / "record.json")
    assert isinstance(found.exception, InvalidRequest)
    assert "is not what a measurement leaves behind" in str(found.exception)
    assert unfinished.read_bytes() == left


@pytest.mark.parametrize(
    "damaged", [b"\xff", b"[" * 5000, b"[]", b'{"model": 0}', b'{"model": "x"}']
)
def test_a_damaged_line_ends_what_is_taken_over(
    shell: Shell, tmp_path: Path, damaged: bytes
) -> None:
    with room_of(1500):
        shell(tmp_path / "record.json")
    unfinished = tmp_path / "record.json.unfinished"
    head = unfinished.read_bytes().split(b"\n")[0]
    unfinished.write_bytes(head + b"\n" + damaged + b"\n")
    assert shell(tmp_path / "record.json").exit_code == 0
