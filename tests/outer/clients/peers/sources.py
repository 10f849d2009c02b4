"""The tests of vLLM's and llama.cpp's own servers, out of the newest source packages on PyPI.

They are kept under ``.make/clients/peers`` and are no part of this repository.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from outer.bench.peers.venvs import NotInstalled, python
from outer.clients.others.environments import CLIENTS

REQUIREMENTS = Path(__file__).parent / "requirements"
FOLDER = CLIENTS / "peers"


@dataclass(frozen=True)
class Peer:
    """``wanted``: which files of its source package ``distribution`` are unpacked; ``inside``: the
    folder from which they are run; ``roots``: addresses of ``/v1`` that it also has at the root."""

    name: str
    title: str
    distribution: str
    wanted: str
    inside: str = "."
    roots: tuple[str, ...] = ()


PEERS = (
    Peer(
        "vllm",
        "vLLM",
        "vllm",
        r"tests/(__init__|entrypoints/(__init__|conftest|openai/.*|serve/(__init__|"
        r"(tokenize|instrumentator)/.*)))\.py",
    ),
    Peer(
        "llama_cpp",
        "llama.cpp",
        "llama-cpp-python",
        r"vendor/llama\.cpp/tools/server/tests/.*\.(py|ini)",
        "vendor/llama.cpp/tools/server/tests",
        ("/chat/completions", "/models", "/embeddings", "/responses"),
    ),
)


@dataclass(frozen=True)
class Source:
    version: str
    folder: Path


def source(peer: Peer) -> Source:
    """Downloaded once. Raises NotInstalled."""
    folder = FOLDER / peer.name
    told = folder / "version.txt"
    if not told.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        version, archive = _download(peer, folder)
        _unpack(archive, re.compile(f"[^/]+/{peer.wanted}"), folder / "tests")
        archive.unlink()
        told.write_text(version, "utf-8")
    return Source(told.read_text("utf-8"), folder / "tests" / peer.inside)


def _download(peer: Peer, folder: Path) -> tuple[str, Path]:
    """pip would try to build it, for which vLLM wants all of torch."""
    unearth = python("sources", CLIENTS, REQUIREMENTS).with_name("unearth")
    options = ["--no-binary", peer.distribution, "--download", str(folder)]
    done = subprocess.run([str(unearth), *options], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotInstalled(done.stderr[-600:])
    found = json.loads(done.stdout[done.stdout.index("{") :])
    (archive,) = folder.glob("*.tar.gz")
    return str(found["version"]), archive


def _unpack(archive: Path, wanted: re.Pattern[str], into: Path) -> None:
    """Without the folder that all names begin with."""
    with tarfile.open(archive) as opened:
        for member in opened:
            if member.isfile() and wanted.fullmatch(member.name):
                member.name = member.name.split("/", 1)[1]
                opened.extract(member, into, filter="data")
