"""Tokenizers made for a corpus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass_export.data.vocabulary import single_tokens, train_bpe, word_level
from shotglass_export.recipe import SPECIAL_TOKENS

TEXT = "The cat saw the dog in 1984.\nThe dog saw the cat, and the cat ran.\n" * 20
BPE = train_bpe([TEXT], 320, ["zebra", "quince"])


def test_special_tokens_come_first() -> None:
    assert [BPE.id_to_token(id) for id in range(5)] == list(SPECIAL_TOKENS)
    assert BPE.get_vocab_size() <= 320


def test_digits_are_read_one_by_one_and_a_lines_end_alone() -> None:
    assert BPE.encode(" 1984\n\n").tokens[-6:] == ["1", "9", "8", "4", "Ċ", "Ċ"]


def test_words_that_are_asked_for_are_one_token() -> None:
    assert single_tokens(BPE, ["zebra", "quince", "walrus"]) == ["zebra", "quince"]


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    assert BPE.decode(BPE.encode(text).ids, skip_special_tokens=False) == text


@pytest.mark.parametrize("name", SPECIAL_TOKENS)
def test_a_special_tokens_name_in_a_text_is_text(name: str) -> None:
    assert min(BPE.encode(f"a {name} b").ids) >= len(SPECIAL_TOKENS)


def test_words_are_tokens_of_their_own() -> None:
    tokenizer = word_level(["cat", "dog"])
    assert tokenizer.encode("cat dog\ncat emu").ids == [7, 8, 6, 7, 5]
    assert [tokenizer.id_to_token(id) for id in range(5)] == list(SPECIAL_TOKENS)
