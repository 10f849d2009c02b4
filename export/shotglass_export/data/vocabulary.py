"""Tokenizers made for a corpus: byte-level BPE, or one token a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from tokenizers import Regex, Tokenizer, decoders, pre_tokenizers, trainers
from tokenizers.models import BPE, WordLevel

from ..recipe import SPECIAL_TOKENS

UNKNOWN = "<|unknown|>"  # only where words are the tokens: bytes can spell everything
TIMES = 400  # how often a word that must be one token is shown besides the text


def train_bpe(texts: Iterable[str], vocabulary: int, must_have: Sequence[str] = ()) -> Tokenizer:
    """Byte-level BPE (Radford et al. 2019, section 2.2) of ``vocabulary`` tokens.

    Digits are read one by one and a line's end alone. Each word of ``must_have`` is to become one
    token with the space before it; ``single_tokens`` says which did.
    """
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.Split(Regex("\n"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    shown = (f" {word}" * TIMES for word in must_have)
    tokenizer.train_from_iterator(chain(texts, shown), trainer)
    tokenizer.encode_special_tokens = True  # "<|mask|>" in a text is text
    return tokenizer


def word_level(words: Sequence[str]) -> Tokenizer:
    """Makes a tokenizer with one token for each word and for a line's end; any other word is
    ``<|unknown|>``."""
    names = dict.fromkeys([*SPECIAL_TOKENS, UNKNOWN, "\n", *words])
    vocabulary = {word: id for id, word in enumerate(names)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex("\n"), "isolated"),
            pre_tokenizers.Split(Regex(" +"), "removed"),
        ]
    )
    tokenizer.add_special_tokens([*SPECIAL_TOKENS, UNKNOWN])
    tokenizer.encode_special_tokens = True
    return tokenizer


def single_tokens(tokenizer: Tokenizer, words: Iterable[str]) -> list[str]:
    """Returns the words that are one token with the space before them."""
    return [word for word in words if len(tokenizer.encode(f" {word}").ids) == 1]
