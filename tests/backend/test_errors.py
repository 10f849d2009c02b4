"""Foreign texts reach a terminal without commanding it."""

from __future__ import annotations

from shotglass.errors import escaped


def test_commands_of_a_terminal_are_shown_as_escapes() -> None:
    assert escaped("a\x1b[2Jb\x07\r\x9b") == "a\\x1b[2Jb\\x07\\r\\x9b"
    assert escaped("\u202eabc\u2066") == "\\u202eabc\\u2066"


def test_half_a_surrogate_pair_can_be_written() -> None:
    assert escaped("caf\udce9").encode() == b"caf\\udce9"


def test_texts_stay_as_they_are() -> None:
    text = "naïve café\tの 🙂\nمرحبا\u200f"
    assert escaped(text) == text
