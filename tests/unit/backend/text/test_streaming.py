"""Whole characters only, and stop strings wherever the text is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.text import StopStrings, TextStream


@given(text=st.text(), sizes=st.lists(st.integers(1, 3)))
def test_no_push_gives_half_a_character(text: str, sizes: list[int]) -> None:
    stream, data, given = TextStream(), text.encode(), ""
    for size in [*sizes, len(data)]:
        given += stream.push(data[:size])
        data = data[size:]
        assert text.startswith(given)
    assert given + stream.flush() == text


@given(parts=st.lists(st.binary(max_size=3)))
def test_broken_bytes_come_out_as_when_decoded_at_once(parts: list[bytes]) -> None:
    stream = TextStream()
    text = "".join(map(stream.push, parts)) + stream.flush()
    assert text == b"".join(parts).decode("utf-8", errors="replace")


def test_an_unfinished_character_is_given_when_its_last_byte_comes() -> None:
    stream = TextStream()
    assert [stream.push(bytes([byte])) for byte in "é你".encode()] == ["", "é", "", "", "你"]


def test_an_unfinished_character_at_the_end_becomes_one_replacement_sign() -> None:
    stream = TextStream()
    assert stream.push("你".encode()[:2]) == ""
    assert stream.flush() == "\ufffd"
    assert stream.push(b"a") == "a"


LETTERS = st.text("ab\n", max_size=30)
STOPS = st.lists(st.text("ab\n", min_size=1, max_size=4), max_size=3)


@given(text=LETTERS, stops=STOPS, sizes=st.lists(st.integers(0, 4), max_size=40))
def test_stopping_does_not_depend_on_how_the_text_is_cut(
    text: str, stops: list[str], sizes: list[int]
) -> None:
    expected, hit = _stopped(text, stops)
    stopping, shown, rest = StopStrings(stops), "", text
    for size in [*sizes, len(text)]:
        shown += stopping.push(rest[:size])
        rest = rest[size:]
        assert expected.startswith(shown)
    assert (shown + stopping.flush(), stopping.hit) == (expected, hit)


@given(text=LETTERS, stops=STOPS)
def test_only_what_may_begin_a_stop_is_held_back(text: str, stops: list[str]) -> None:
    stopping = StopStrings(stops)
    shown = stopping.push(text)
    held = text[len(shown) :]
    if stopping.hit is None and held:
        assert any(stop.startswith(held) for stop in stops)


def test_a_stop_string_over_three_pushes_is_never_shown() -> None:
    stopping = StopStrings(["END"])
    assert [stopping.push(part) for part in ("so E", "N", "D more", "x")] == ["so ", "", "", ""]
    assert stopping.hit == "END"


def test_what_only_looked_like_a_stop_string_is_shown() -> None:
    stopping = StopStrings(["\n\n"])
    assert [stopping.push(part) for part in ("a\n", "b\n")] == ["a", "\nb"]
    assert (stopping.flush(), stopping.hit) == ("\n", None)


def test_without_stop_strings_all_text_passes_at_once() -> None:
    stopping = StopStrings([])
    assert stopping.push("anything") == "anything"


def test_an_empty_stop_string_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="empty"):
        StopStrings([""])


def _stopped(text: str, stops: list[str]) -> tuple[str, str | None]:
    """Letter by letter: the first moment at which the text ends in a stop string."""
    for end in range(len(text) + 1):
        found = [stop for stop in stops if text[:end].endswith(stop)]
        if found:
            longest = max(found, key=len)
            return text[: end - len(longest)], longest
    return text, None
