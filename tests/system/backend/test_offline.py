"""A whole session, traced: files in the folders that are promised, and no address but loopback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.models.tiny import tiny_config, tiny_weights
from support.models.tiny_gguf import write_gguf

STRACE = shutil.which("strace")
CALLS = (
    "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "truncate,connect,sendto,sendmsg,sendmmsg"
)
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
FOLDER = re.compile(r"AT_FDCWD<([^>]*)>|\d+<([^>]*)>")
ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
CALL = re.compile(r"^(?:\d+\s+)?(\w+)\(")

pytestmark = pytest.mark.skipif(
    STRACE is None, reason="strace is not here (Debian: apt install strace)"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home where nothing is, after a session in it; the trace lies beside it."""
    home = tmp_path_factory.mktemp("traced") / "home"
    (home / "tmp").mkdir(parents=True)
    config = tiny_config("llama")
    weights = tiny_weights(config)
    for name in weights:  # each token says itself, so that rounding changes no choice
        if name != "embedding.weight" and "norm" not in name:
            weights[name] = weights[name] * 0.01
    gguf = write_gguf(home.parent / "tiny.gguf", config, weights)
    run_traced(home, gguf)
    return home


def run_traced(home: Path, gguf: Path) -> None:
    program = Path(__file__).parents[2] / "support/servers/traced_session.py"
    told = ("PATH", "PYTHONPATH", "LANG")
    environment = {name: os.environ[name] for name in told if name in os.environ} | {
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [str(STRACE), "-f", "-y", "-qq", "--seccomp-bpf", "-s", "200", "-e", f"trace={CALLS}"]
    command += ["-o", str(home.parent / "trace"), sys.executable, str(program), str(gguf)]
    done = subprocess.run(
        [*command, str(home.parent / "out")], env=environment, cwd=home.parent,
        capture_output=True, text=True, timeout=400,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


def lines(home: Path) -> Iterator[tuple[str, str]]:
    """Each traced call's name and its line. A file that was not made is none; an address that did
    not answer was spoken to all the same."""
    for line in (home.parent / "trace").read_text(errors="replace").splitlines():
        found = CALL.match(line)
        if found and (" = -1 " not in line or found[1].startswith(("connect", "send"))):
            yield found[1], line


def written(home: Path) -> set[str]:
    found = set()
    for call, line in lines(home):
        if call.startswith(("open", "creat")) and not (WRITES.search(line) or call == "creat"):
            continue
        if call.startswith(("connect", "send")):
            continue
        folder = next(iter(FOLDER.findall(line)), ("", ""))
        for path in QUOTED.findall(line):
            found.add(os.path.normpath(os.path.join(folder[0] or folder[1] or "/", path)))
    return found


def test_nothing_is_written_but_in_the_folders_that_are_promised(home: Path) -> None:
    promised = [home / ".local/share/shotglass", home / ".cache/shotglass", home / "tmp"]
    # The export's folder, and the one that it is built in beside it; the parents of what is ours.
    ours = (*map(str, promised), str(home.parent / "out"), str(home.parent / ".out"))
    parents = {str(path) for one in promised for path in one.parents}
    found = {path for path in written(home) if not path.startswith((*ours, "/dev/", "/proc/"))}
    assert found - parents == set()
    assert any(path.startswith(str(promised[0])) for path in written(home))  # the trace sees
    assert {path.name for path in home.iterdir()} <= {".local", ".cache", "tmp"}
    assert {path.name for path in (home / ".cache").iterdir()} == {"shotglass"}


def test_no_address_but_loopback_is_spoken_to_and_no_name_is_looked_up(home: Path) -> None:
    calls = [line for call, line in lines(home) if call.startswith(("connect", "send"))]
    spoken = {a or b for line in calls for a, b in ADDRESS.findall(line)}
    assert spoken == {"127.0.0.1"}
