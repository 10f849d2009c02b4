"""Foreign texts reach a terminal without commanding it."""

from __future__ import annotations

import errno
import os

import pytest

from shotglass.errors import ImportFailed, escaped, of_disk, one_line


def test_commands_of_a_terminal_are_shown_as_escapes() -> None:
    assert escaped("a\x1b[2Jb\x07\r\x9b") == "a\\x1b[2Jb\\x07\\r\\x9b"
    assert escaped("\u202eabc\u2066") == "\\u202eabc\\u2066"


def test_half_a_surrogate_pair_can_be_written() -> None:
    assert escaped("caf\udce9").encode() == b"caf\\udce9"


def test_texts_stay_as_they_are() -> None:
    text = "naïve café\tの 🙂\nمرحبا\u200f"
    assert escaped(text) == text


def test_a_sentence_keeps_its_way_out_however_much_it_quotes() -> None:
    """A merge of a foreign tokenizer can have a million characters."""
    error = ImportFailed(f"The merge {'x' * 1_000_000!r} is none: get the file again.")
    assert len(str(error)) < 5000
    assert error.detail.startswith("The merge 'xxx")
    assert error.problem()["detail"].endswith("xxx' is none: get the file again.")


def test_a_row_of_a_table_is_one_line() -> None:
    assert one_line("a\nb\tc\u2028 d\x1b[2J") == "a b c d\\x1b[2J"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "There is no room left where this is written: make room, or name another."),
        (errno.EROFS, "This may not be read or written here (Read-only file system): name another"),
        (errno.ENOTDIR, "Not a directory."),
    ],
)
def test_what_a_disk_refuses_is_a_sentence(number: int, words: str) -> None:
    assert of_disk(OSError(number, os.strerror(number), "/a/b")).startswith(f"/a/b: {words}")
    assert of_disk(OSError(number, os.strerror(number))).startswith(words)
