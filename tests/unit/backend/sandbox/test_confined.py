"""A confined process does its work, and none of the harm that a hostile file could have in mind."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

import pytest

from shotglass.sandbox import Confined, Limits, run_confined

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part is Linux's")
DEEDS = "support.processes.confined_deeds"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    def run(deed: str, *arguments: object, **limits: int) -> Confined:
        texts = [str(argument) for argument in arguments]
        return run_confined(f"{DEEDS}:{deed}", scratch, Limits(**limits), *texts)

    return run


def test_it_answers_and_may_write_into_its_folder(run, tmp_path):
    assert run("obey", "hello").returned == "HELLO"
    assert (tmp_path / "scratch" / "written.txt").read_text() == "hello"


def test_a_refusal_comes_back_as_its_sentence(run):
    assert run("refuse").refused == "The file holds no model."


@linux
def test_it_writes_and_removes_nothing_elsewhere(run, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("whole")

    for deed in ("write_elsewhere", "link_elsewhere", "remove"):
        found = run(deed, victim)
        if "landlock" not in found.enforced:
            pytest.skip("this kernel has no Landlock, so nothing but the limits holds it")
        assert "PermissionError" in (found.failed or "")
    assert victim.read_text() == "whole"


@linux
@pytest.mark.parametrize("deed", ["open_socket", "run_program", "signal_parent"])
def test_it_reaches_no_network_no_program_and_no_other_process(run, deed):
    assert "PermissionError" in (run(deed).failed or "")


@linux
@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("fill_memory", "needed more memory"),
        ("fill_disk", "OSError"),
        ("spin", "processor's time|SIGKILL"),
        ("crash", "SIGSEGV"),
        ("lie", "no usable answer"),
        ("say_much", "no usable answer"),
    ],
)
def test_each_way_to_fail_is_told_as_it_was(run, deed, why):
    assert re.search(why, run(deed, seconds=1).failed or "")


@linux
def test_what_it_started_ends_with_it(run):
    child = run("leave_a_child").returned
    deadline = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)  # until init has taken note
    assert not Path(f"/proc/{child}").exists()


def test_it_gets_no_input_and_little_of_the_environment(run, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "s")

    assert run("read_input").returned == ""
    assert "SECRET_KEY" not in run("environment").returned
    assert os.environ["SECRET_KEY"] == "s"


def test_a_full_disk_is_no_fault_of_the_file(run, tmp_path):
    assert run("find_no_room").refused == (
        f"There is no room left in {tmp_path}: make some; it can be several times what the file "
        "takes."
    )
