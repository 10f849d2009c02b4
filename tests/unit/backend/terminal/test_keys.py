"""Keys in files, and the tokens that follow from keys."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from shotglass.errors import InvalidRequest
from shotglass.terminal import keys
from shotglass.terminal.keys import SALT, key_in, token_of


def test_a_missing_key_is_made_for_its_owner_alone_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = key_in(path)
    assert key_in(path) == key
    assert len(key) >= 40
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_of_ones_own_is_read_as_it_stands_in_its_line(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"sk-class-7b\r\n")
    path.chmod(0o600)
    assert key_in(path) == "sk-class-7b"


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"two words", b"a\nb\n", "schlüssel".encode(), b"x" * 5000, b"\xff\xfe\x00"],
)
def test_a_file_that_holds_no_key_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(InvalidRequest, match="does not hold a key: one line"):
        key_in(path)


def test_a_place_where_no_key_can_be_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"nowhere.*key cannot be read or made: No such file"):
        key_in(tmp_path / "nowhere" / "key")
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(InvalidRequest, match="is no file"):
            key_in(tmp_path / "pipe")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602])
def test_a_key_that_everybody_here_can_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    path.write_text("sk-class-7b\n")
    path.chmod(mode)
    with pytest.raises(InvalidRequest, match=rf"its mode is {mode:o}\): chmod 600 .*key"):
        key_in(path)
    path.chmod(0o640)  # as a group of services shares one
    assert key_in(path) == "sk-class-7b"


def test_the_token_of_a_key_stays_as_long_as_the_salt_does_and_is_another_elsewhere(
    tmp_path: Path,
) -> None:
    """Whoever sees it, or what follows from it, cannot try keys: the salt is not told."""
    here, there = tmp_path / "data" / "here", tmp_path / "there"
    token = token_of("maths2026", here)
    assert token_of("maths2026", here) == token
    assert token_of("maths2027", here) != token
    assert token_of("maths2026", there) != token
    assert [path.name for path in here.iterdir()] == [SALT]
    assert len((here / SALT).read_bytes()) == 32
    if os.name == "posix":
        assert stat.S_IMODE((here / SALT).stat().st_mode) == 0o600


def test_a_salt_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / SALT).write_bytes(b"short")
    assert token_of("k", tmp_path) == token_of("k", tmp_path)
    assert len((tmp_path / SALT).read_bytes()) == 32


def test_a_server_that_is_second_takes_the_salt_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(count: int) -> bytes:
        (tmp_path / SALT).write_bytes(b"f" * count)
        return b"s" * count

    monkeypatch.setattr(keys, "token_bytes", meanwhile)
    assert token_of("k", tmp_path) == token_of("k", tmp_path)
    assert (tmp_path / SALT).read_bytes() == b"f" * 32


def test_where_nothing_can_be_kept_the_token_is_another_at_every_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = tmp_path / "file" / "below"
    assert token_of("k", folder) != token_of("k", folder)
    assert len(token_of("k", folder)) >= 40
