"""A certificate that signs itself, for a server of a test."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def make_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """``cert.pem`` and ``key.pem`` in the folder; ``name``: such as IP:127.0.0.1 or DNS:lab."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl, which makes a certificate, is not here")
    files = folder / "cert.pem", folder / "key.pem"
    line = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    line += ["-out", str(files[0]), "-keyout", str(files[1]), "-subj", "/CN=lab"]
    subprocess.run([*line, "-addext", f"subjectAltName={name}"], check=True, capture_output=True)
    return files
