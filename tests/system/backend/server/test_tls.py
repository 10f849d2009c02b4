"""The server by a certificate of its own: https, its origin, and a certificate that is none."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.fixtures.command import Command
from support.servers.certificate import make_certificate

SERVE = [sys.executable, "-m", "shotglass", "serve", "--port", "0"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this machine, signed by itself, and its key."""
    return make_certificate(tmp_path_factory.mktemp("tls"), "IP:127.0.0.1")


@pytest.fixture(scope="module")
def secure(
    certificate: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address that the start prints."""
    options = ["--certificate", str(certificate[0]), "--key-file", str(certificate[1])]
    options += ["--models", str(tmp_path_factory.mktemp("models"))]
    with subprocess.Popen([*SERVE, *options], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().split(" at ")[1].split()[0]
        finally:
            server.terminate()


def status(
    address: str, certificate: Path, body: dict[str, str] | None = None, **headers: str
) -> int:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, headers)
    if data is not None:
        request.add_header("Content-Type", "application/json")
    context = ssl.create_default_context(cafile=certificate)
    try:
        with urllib.request.urlopen(request, timeout=60, context=context) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_it_speaks_https_and_knows_its_own_origin(
    secure: str, certificate: tuple[Path, Path]
) -> None:
    assert secure.startswith("https://127.0.0.1:")
    assert status(f"{secure}/health/live", certificate[0]) == 200
    path, body = f"{secure}/api/v1/tokenize", {"model": "none", "text": "a"}
    assert status(path, certificate[0], body, Origin=secure) == 404  # the model
    plain = secure.replace("https", "http")
    assert status(path, certificate[0], body, Origin=plain) == 403


def test_a_key_without_its_certificate_is_one_sentence(
    shotglass: Command, certificate: tuple[Path, Path]
) -> None:
    result = shotglass("serve", "--key-file", str(certificate[1]))
    assert result.returncode == 1
    assert "--certificate FILE was expected too" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_certificate_that_is_none_is_one_sentence(shotglass: Command, tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("not a certificate")
    options = ["--certificate", str(tmp_path / "cert.pem"), "--models", str(tmp_path)]
    result = shotglass("serve", "--port", "0", *options)
    assert result.returncode == 1
    assert result.stderr.startswith("Error: --certificate ")
    assert result.stderr.count("\n") == 1
