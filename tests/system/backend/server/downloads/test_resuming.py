"""Downloads that break off, over real sockets: taken in pieces, they are what was offered whole."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.servers.fakes import write_folder

from shotglass.engine.library import BUNDLED

TESTS = Path(__file__).parents[4]
PATH = "/api/v1/models/fake/download/portable"
PIECE = 64 << 10


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server over a model of 3 MB."""
    root = tmp_path_factory.mktemp("models")
    write_folder(root, "fake", size=3_000_000)
    yield from serving(root)


@pytest.fixture(scope="module")
def house() -> Iterator[str]:
    yield from serving(BUNDLED)


def serving(root: Path) -> Iterator[str]:
    command = [sys.executable, str(TESTS / "support/servers/live_fake.py"), str(root), "1"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.terminate()
    server.wait(20)
    server.stdout.close()


def asked(address: str, path: str, **headers: str) -> tuple[HTTPConnection, HTTPResponse]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path, headers={"Accept": "*/*", **headers})
    return connection, connection.getresponse()


def in_pieces(address: str, path: str, aborts: Sequence[float]) -> str:
    """The sha256 of a download that is aborted at each of ``aborts``, shares of its length."""
    connection, whole = asked(address, path)
    length, etag = int(whole.headers["Content-Length"]), whole.headers["ETag"]
    connection.close()
    found, at = hashlib.sha256(), 0
    for stop in [*(int(share * length) for share in sorted(aborts)), length]:
        connection, answer = asked(address, path, **{"Range": f"bytes={at}-", "If-Range": etag})
        assert answer.status == 206, answer.status
        assert answer.headers["Content-Range"] == f"bytes {at}-{length - 1}/{length}"
        while at < stop:
            piece = answer.read(min(PIECE, stop - at))
            assert piece
            found.update(piece)
            at += len(piece)
        connection.close()  # the rest of the answer is not read
    return found.hexdigest()


def at_once(address: str, path: str) -> str:
    connection, answer = asked(address, path)
    found = hashlib.sha256(answer.read()).hexdigest()
    connection.close()
    return found


def test_a_download_aborted_five_times_has_the_same_sha256(address: str) -> None:
    shares = random.Random(1)
    assert in_pieces(address, PATH, [shares.random() for _ in range(5)]) == at_once(address, PATH)


@pytest.mark.slow
def test_a_hundred_downloads_aborted_at_random_offsets_have_the_same_sha256(address: str) -> None:
    shares, whole = random.Random(2), at_once(address, PATH)
    assert {in_pieces(address, PATH, [shares.random()]) for _ in range(100)} == {whole}


@pytest.mark.slow
def test_a_model_aborted_a_hundred_times_has_the_same_sha256(house: str) -> None:
    shares, path = random.Random(3), "/api/v1/models/house-gpt2/download/portable"
    aborts = [shares.random() for _ in range(100)]
    assert in_pieces(house, path, aborts) == at_once(house, path)
