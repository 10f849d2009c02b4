"""A peer's tests, run against our server; each outcome as a record."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from outer.bench.peers.venvs import python
from outer.clients.others.environments import CLIENTS
from outer.clients.peers.forwarding import Forwarding
from outer.clients.peers.sources import FOLDER, REQUIREMENTS, Peer, Source

from shotglass.engine import ModelFolder

PLUGINS = Path(__file__).parent / "plugins"
MOST = 1200  # seconds a test; the one of the schema asks every route fifty times


@dataclass(frozen=True)
class Record:
    """``exchanges``: what the server was asked during the test, and how it answered."""

    test: str
    outcome: str
    failure: str
    exchanges: tuple[str, ...]

    @property
    def file(self) -> str:
        return self.test.split("::")[0]

    @property
    def text(self) -> str:
        return "\n".join([self.test, *self.exchanges, self.failure])


def environment(peer: Peer) -> Path:
    """Its Python. Raises NotInstalled."""
    return python(f"{peer.name}_tests", CLIENTS, REQUIREMENTS)


def run(
    peer: Peer, source: Source, files: Sequence[str], server: Forwarding, model: ModelFolder
) -> None:
    """``model`` is the served one; the records of other files than these stay. Raises
    NotInstalled."""
    interpreter = environment(peer)
    into = records_of(peer)
    _forget(into, files)
    given = {
        "PYTHONPATH": str(PLUGINS),
        "PEER_SERVER": server.address,
        "PEER_RECORDS": str(into),
        "PEER_TOKENIZER": str(model.path / "tokenizer.json"),
        "PEER_TEMPLATE": model.manifest.chat_template or "",
        "HF_HUB_OFFLINE": "1",
        "PORT": "8080",
    }
    ini = ["-c", str(PLUGINS / f"for_{peer.name}.ini"), "--rootdir", "."]  # none of ours
    plugins = ["-p", "recording", "-p", f"for_{peer.name}", "-p", "no:cacheprovider"]
    words = [
        str(interpreter),
        "-m",
        "pytest",
        *ini,
        *plugins,
        f"--timeout={MOST}",
        "-q",
        "--tb=short",
    ]
    words += ["--continue-on-collection-errors"]
    subprocess.run([*words, *files], cwd=source.folder, env=os.environ | given, check=False)


def _forget(records: Path, files: Sequence[str]) -> None:
    if records.is_file():
        lines = records.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if json.loads(line)["test"].split("::")[0] not in files]
        records.write_text("".join(kept), "utf-8")


def records_of(peer: Peer) -> Path:
    return FOLDER / f"{peer.name}.jsonl"


def read_records(peer: Peer) -> Iterator[Record]:
    for line in records_of(peer).read_text("utf-8").splitlines():
        found = json.loads(line)
        yield Record(**found | {"exchanges": tuple(found["exchanges"])})


def chosen(source: Source, patterns: Sequence[str]) -> list[str]:
    """The files of tests that ``patterns`` name, in their order, relative to where they are run."""
    every = sorted(str(p.relative_to(source.folder)) for p in source.folder.rglob("test_*.py"))
    found = [name for pattern in patterns for name in every if fnmatch(name, pattern)]
    return list(dict.fromkeys(found))
