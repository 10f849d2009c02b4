"""Packages of a few files, made as pip, npm and apt hand them out."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, bytes]


def write_wheel(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def write_npm(path: Path, files: Files) -> Path:
    path.write_bytes(_tar(files, "gz"))
    return path


def write_deb(path: Path, files: Files) -> Path:
    """An ar archive of three members (deb(5)); names in data.tar begin with ./"""
    inner = {f"./{name}": content for name, content in files.items()}
    parts = {
        "debian-binary": b"2.0\n",
        "control.tar.xz": _tar({"./control": b"Package: x\n\n"}, "xz"),
        "data.tar.xz": _tar(inner, "xz"),
    }
    data = b"!<arch>\n"
    for name, content in parts.items():
        head = f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n"
        data += head.encode() + content + b"\n" * (len(content) % 2)
    path.write_bytes(data)
    return path


def _tar(files: Files, compression: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=f"w:{compression}") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()
