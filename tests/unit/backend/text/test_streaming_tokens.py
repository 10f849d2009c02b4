"""Whatever tokens come, what is streamed adds up to their text decoded at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotglass.text import StopStrings, TextStream, Tokenizer

CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),  # any of Unicode
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),  # Chinese
    st.characters(min_codepoint=0x300, max_codepoint=0x36F),  # combining marks
    st.characters(min_codepoint=0x1F300, max_codepoint=0x1FAFF),  # pictures
    st.sampled_from(
        ["👩‍👩‍👧", "👍🏽", "🇨🇭", "e\u0301", "\u200d", "\ufe0f", "\ufffd", "\x00", "\r\n"]
    ),
)
TEXTS = st.lists(CHARACTERS, max_size=40).map("".join)
TOKENS = st.lists(st.integers(0, 299), max_size=60)  # characters cut anywhere, halves alone


def streamed(tokenizer: Tokenizer, ids: Sequence[int]) -> str:
    characters, stops = TextStream(), StopStrings(["\n\nnever shown"])
    pieces = [stops.push(characters.push(tokenizer.token_bytes(id))) for id in ids]
    return "".join(pieces) + stops.push(characters.flush()) + stops.flush()


def adds_up(tokenizer: Tokenizer, text: str, tokens: Sequence[int]) -> None:
    ids = tokenizer.encode(text)
    assert streamed(tokenizer, ids) == tokenizer.decode(ids) == text
    assert streamed(tokenizer, tokens) == tokenizer.decode(tokens)


@settings(max_examples=300)
@given(text=TEXTS, tokens=TOKENS)
def test_a_stream_adds_up_to_its_text(tokenizer: Tokenizer, text: str, tokens: list[int]) -> None:
    adds_up(tokenizer, text, tokens)


@pytest.mark.slow
@settings(max_examples=10_000)
@given(text=TEXTS, tokens=TOKENS)
def test_ten_thousand_streams_add_up(tokenizer: Tokenizer, text: str, tokens: list[int]) -> None:
    adds_up(tokenizer, text, tokens)
