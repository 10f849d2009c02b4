"""Links, pipes, folders and devices are told apart from files, at once and in words."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from shotglass.parsing import open_plain, read_plain

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has neither pipes nor devices")


def test_a_file_is_read_whole_up_to_a_bound(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert read_plain(tmp_path / "a", 3) == b"abc"
    with pytest.raises(OSError, match="more than 2 bytes"):
        read_plain(tmp_path / "a", 2)


def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "zero").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("link", "zero"):
        with pytest.raises(OSError, match="it is a link"):
            open_plain(tmp_path / name)
    for path in (tmp_path / "pipe", tmp_path / "folder", Path("/dev/zero")):
        with pytest.raises(OSError, match="a file was expected"):
            open_plain(path)
    with pytest.raises(FileNotFoundError):
        open_plain(tmp_path / "none")
