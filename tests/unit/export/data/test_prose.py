"""Prose out of typed books."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass_export.data.prose import document, plain, without_motto


@pytest.mark.parametrize(
    ("typed", "prose"),
    [
        ("The cat sat\non the mat.\n\nIt slept.", "The cat sat on the mat.\n\nIt slept."),
        ("a well-\nknown man--\nyes", "a well-known man--yes"),
        ("“Yes,” said he — “I’m…”", '"Yes," said he--"I\'m..."'),
        ("He had _never_ seen it.*\n\n*But I had.", "He had never seen it."),
        ("A story.\n\n     *     *     *\n\nThe end of it.", "A story.\n\nThe end of it."),
        ("CHAPTER IV\n\nOF CABBAGES AND KINGS\n\nIt began.", "It began."),
        ("One.\n\n[Illustration: a cat]\n\nTwo.", "One.\n\nTwo."),
        ("THE cab pulled up.", "The cab pulled up."),
        ("FATHER BROWN was in no mood.", "Father Brown was in no mood."),
        ('"BURGUNDY is a jolly thing."', '"Burgundy is a jolly thing."'),
        ("The café in Düsseldorf", "The cafe in Dusseldorf"),
        ('"WHAT?"\n\nHe ran.', '"WHAT?"\n\nHe ran.'),
    ],
)
def test_page_furniture_goes_and_words_stay(typed: str, prose: str) -> None:
    assert document(typed) == prose


def test_verse_keeps_its_lines() -> None:
    song = "She sang:\n\n    Up the airy mountain,\n    Down the rushy glen,\n"
    assert document(song) == "She sang:\n\nUp the airy mountain,\nDown the rushy glen,"


def test_a_motto_above_the_tale_goes() -> None:
    motto = "A verse,\nof two lines.\n\nThe saying of ROUSSEAU.\n\nOnce there was a king."
    assert without_motto(motto) == "Once there was a king."


@given(st.text())
def test_all_is_ascii_and_plain_twice_is_plain(text: str) -> None:
    once = plain(text)
    assert once.replace("£", "").isascii()
    assert plain(once) == once


@given(st.text(alphabet=st.sampled_from("aB \n.-_*'\"é"), max_size=200))
def test_a_document_has_no_stray_space(text: str) -> None:
    told = document(text)
    assert told == told.strip()
    assert "  " not in told
    assert "\n\n\n" not in told
