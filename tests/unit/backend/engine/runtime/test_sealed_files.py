"""What a file was when it was opened, and whether it is that still."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from support.models.tiny import write_tiny_folder

from shotglass.engine.library import ModelFolder
from shotglass.engine.runtime import sealed_files
from shotglass.engine.runtime.explain_graph import Capture
from shotglass.engine.runtime.sealed_files import FileStamp, SealedFiles, digest
from shotglass.errors import ModelFolderError, NotReady


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tiny" / "weights.bin"
    path.parent.mkdir()
    path.write_bytes(b"weights")
    os.utime(path, (1e9, 1e9))
    return path


def test_a_file_that_is_left_alone_is_in_order(file: Path) -> None:
    sealed = SealedFiles([file])
    file.read_bytes()
    sealed.require()
    assert (sealed.fault, sealed.in_place) == (None, True)


def test_a_file_that_is_written_to_or_cut_off_is_named(file: Path) -> None:
    sealed = SealedFiles([file])
    with file.open("r+b") as opened:
        opened.write(b"W")
    assert "tiny/weights.bin was changed on disk" in (sealed.fault or "")
    assert "written to" in (sealed.fault or "")
    os.truncate(file, 3)
    assert "made 3 bytes long, from 7" in (sealed.fault or "")
    with pytest.raises(ModelFolderError, match="import the model again"):
        sealed.require()


def test_a_file_whose_place_another_has_taken_is_as_it_was(file: Path) -> None:
    sealed = SealedFiles([file])
    file.rename(file.with_name("old"))
    assert (sealed.fault, sealed.in_place) == (None, False)
    file.write_bytes(b"another")
    assert (sealed.fault, sealed.in_place) == (None, False)
    with pytest.raises(NotReady, match="imported again"):
        sealed.require()


def test_a_seal_that_nobody_holds_keeps_no_file_open(file: Path) -> None:
    def opened() -> int:
        paths = [f"/proc/self/fd/{one}" for one in os.listdir("/proc/self/fd")]
        return sum(os.readlink(one) == str(file) for one in paths if os.path.lexists(one))

    if not Path("/proc/self/fd").exists():
        pytest.skip("counts descriptors as Linux tells them")
    with pytest.raises(FileNotFoundError):
        SealedFiles([file, file.with_name("missing")])
    gc.collect()
    assert opened() == 0
    sealed = SealedFiles([file])
    assert opened() == 1
    del sealed
    gc.collect()
    assert opened() == 0


def test_a_digest_is_taken_once_of_a_file_that_stays(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    true = sealed_files.sha256
    monkeypatch.setattr(sealed_files, "sha256", lambda path: read.append(path) or true(path))
    expected = hashlib.sha256(b"weights").hexdigest()
    assert [digest(file), digest(file)] == [expected] * 2
    assert len(read) == 1
    with file.open("r+b") as opened:
        opened.write(b"W")
    assert digest(file) == hashlib.sha256(b"Weights").hexdigest()
    os.utime(file, (1e9, 1e9))  # as if nothing had been written
    assert digest(file) == hashlib.sha256(b"Weights").hexdigest()


def test_a_file_that_was_just_written_may_change_without_showing_it(file: Path) -> None:
    assert FileStamp.of(file).settled
    file.write_bytes(b"weights")
    assert not FileStamp.of(file).settled


CUT = "import os, sys; [os.truncate(path, 0) for path in sys.argv[1:]]"
leases = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no leases")


@leases
def test_who_would_cut_off_a_file_that_is_kept_whole_waits(file: Path) -> None:
    sealed = SealedFiles([file])
    with sealed.kept_whole():
        cutting = subprocess.Popen([sys.executable, "-c", CUT, str(file)])
        with pytest.raises(subprocess.TimeoutExpired):
            cutting.wait(1.0)
        assert file.read_bytes() == b"weights"
        assert sealed.fault is None
    assert cutting.wait(30) == 0
    assert "made 0 bytes long" in (sealed.fault or "")


@leases
def test_a_file_that_is_open_for_writing_is_not_loaded(file: Path) -> None:
    sealed = SealedFiles([file])
    with (
        file.open("r+b"),
        pytest.raises(NotReady, match=r"tiny/weights.bin is open for writing"),
        sealed.kept_whole(),
    ):
        pytest.fail("it is open")
    with sealed.kept_whole():
        pass


@leases
def test_where_there_are_no_leases_all_goes_on_without(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: int) -> int:
        raise OSError(22, "Invalid argument")

    sealed = SealedFiles([file])
    monkeypatch.setattr(fcntl, "fcntl", refused)
    with sealed.kept_whole():
        assert file.read_bytes() == b"weights"


EXPLAIN = """
    import subprocess, sys
    from contextlib import suppress
    from pathlib import Path
    from shotglass.contract import explain_outputs
    from shotglass.engine.library import ModelFolder
    from shotglass.engine.runtime import session
    from shotglass.engine.runtime.explain_graph import Capture

    folder = ModelFolder.open(Path(sys.argv[1]))
    weights = [str(folder.file(name)) for name in folder.manifest.graphs["explain"].weights]
    opened = session.open_session

    def mapped(*arguments):
        found = opened(*arguments)
        run = found.run

        def cut_then_run(*given):
            cutting.append(subprocess.Popen([sys.executable, "-c", sys.argv[2], *weights]))
            with suppress(subprocess.TimeoutExpired):
                cutting[0].wait(2.0)
            return run(*given)

        found.run = cut_then_run
        return found

    cutting, session.open_session = [], mapped
    names = [spec.name for spec in explain_outputs(folder.manifest.architecture)]
    found = Capture(folder, 1).run([1, 2, 3], names, [2])
    print(sorted(found) == sorted(names), cutting[0].wait(30))
"""


@leases
def test_weights_that_are_cut_off_while_they_are_mapped_end_no_process(tmp_path: Path) -> None:
    folder = write_tiny_folder(tmp_path, "tiny", layers=4, width=128)
    command = [sys.executable, "-c", textwrap.dedent(EXPLAIN), str(folder), CUT]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (ended.returncode, ended.stdout) == (0, "True 0\n"), ended.stderr


OPEN = """
    import subprocess, sys
    from contextlib import suppress
    from pathlib import Path
    from shotglass.engine import Engine
    from shotglass.engine.library import ModelFolder
    from shotglass.engine.runtime import session

    folder = ModelFolder.open(Path(sys.argv[1]))
    weights = [str(folder.file(name)) for name in folder.manifest.graphs["native-fp32"].weights]
    opened = session.open_session

    def cut_then_mapped(*arguments):
        cutting.append(subprocess.Popen([sys.executable, "-c", sys.argv[2], *weights]))
        with suppress(subprocess.TimeoutExpired):
            cutting[0].wait(2.0)
        return opened(*arguments)

    cutting, session.open_session = [], cut_then_mapped
    engine = Engine.open(folder)
    print(cutting[0].wait(30), "made 0 bytes long" in engine.fault)
    engine.close()
"""


@leases
def test_weights_that_are_cut_off_while_they_are_loaded_are_loaded_whole(tmp_path: Path) -> None:
    folder = write_tiny_folder(tmp_path, "tiny")
    command = [sys.executable, "-c", textwrap.dedent(OPEN), str(folder), CUT]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (ended.returncode, ended.stdout) == (0, "0 True\n"), ended.stderr


def test_insides_that_were_read_while_a_weight_was_written_are_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files were in order before the run, and are not after it."""
    folder = ModelFolder.open(write_tiny_folder(tmp_path, "tiny", "gpt2", 2))
    capture = Capture(folder, threads=1)
    assert capture.run([1, 2, 3], ["hidden_states.0"], [0])
    monkeypatch.setattr(SealedFiles, "require", lambda seal: None)
    monkeypatch.setattr(SealedFiles, "fault", property(lambda seal: "It was written to."))
    with pytest.raises(ModelFolderError, match="It was written to"):
        capture.run([1, 2, 3], ["hidden_states.0"], [0])
