"""Tokenizers that are not byte-level: SentencePiece's way, GPT-1's words, BERT's word pieces."""

from __future__ import annotations

import pytest
import tokenizers
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import decoders, models, normalizers, pre_tokenizers

from shotglass.text import TextStream, Tokenizer

SPACE = "\u2581"
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
# SentencePiece's sign for a space is the one character that it cannot spell.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("the cat 你🙂é \n<0xE>"),
        st.characters(codec="utf-8", exclude_characters=SPACE),
    )
)


def sentencepiece(*, fallback: bool = True) -> Tokenizer:
    """As Llama 2's: a space before the text, characters without a token as bytes."""
    pieces = ["<unk>", "<s>", "</s>", *(BYTES if fallback else []), SPACE, *"thecat", "th", "the"]
    pieces += [SPACE + "the"]
    merges = [("t", "h"), ("th", "e"), (SPACE, "the")]
    vocabulary = {piece: id for id, piece in enumerate(dict.fromkeys(pieces))}
    inner = tokenizers.Tokenizer(
        models.BPE(vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=fallback)
    )
    inner.normalizer = normalizers.Sequence(
        [normalizers.Prepend(SPACE), normalizers.Replace(" ", SPACE)]
    )
    inner.decoder = decoders.Sequence(
        [
            decoders.Replace(SPACE, " "),
            *([decoders.ByteFallback()] if fallback else []),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
        ]
    )
    inner.add_special_tokens(["<unk>", "<s>", "</s>"])
    return Tokenizer(inner)


def gpt1() -> Tokenizer:
    vocabulary = ["<unk>", *"thecat", *(f"{c}</w>" for c in "thecat.,"), "th", "the</w>", "ca"]
    merges = [("t", "h"), ("th", "e</w>"), ("c", "a")]
    inner = tokenizers.Tokenizer(
        models.BPE(
            {piece: id for id, piece in enumerate(dict.fromkeys(vocabulary))},
            merges,
            unk_token="<unk>",
            end_of_word_suffix="</w>",
        )
    )
    inner.normalizer = normalizers.BertNormalizer(lowercase=True)
    inner.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    inner.decoder = decoders.BPEDecoder(suffix="</w>")
    return Tokenizer(inner)


def bert() -> Tokenizer:
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "c", "##at", "##s", "."]
    inner = tokenizers.Tokenizer(
        models.WordPiece({word: id for id, word in enumerate(words)}, unk_token="[UNK]")
    )
    inner.normalizer = normalizers.BertNormalizer(lowercase=True)
    inner.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    inner.decoder = decoders.WordPiece(prefix="##")
    inner.add_special_tokens(words[:5])
    return Tokenizer(inner)


ALL = [sentencepiece(), sentencepiece(fallback=False), gpt1(), bert()]


@given(text=TEXTS)
def test_sentencepiece_gives_the_text_back_behind_a_space(text: str) -> None:
    tokenizer = ALL[0]
    assert tokenizer.decode(tokenizer.encode(text)) == (" " + text if text else "")


@given(text=TEXTS)
def test_the_whole_text_of_sentencepiece_is_the_library_s_without_that_space(text: str) -> None:
    tokenizer = ALL[0]
    ids = tokenizer.encode(text)
    assert tokenizer.whole_text(ids) == text
    assert tokenizer._inner.decode(ids, skip_special_tokens=False) == text


@pytest.mark.parametrize(
    ("scheme", "whole"), [("always", "a b"), ("first", "a b"), ("never", " a b")]
)
def test_metaspace_takes_the_space_off_where_it_puts_one(scheme: str, whole: str) -> None:
    inner = tokenizers.Tokenizer(models.BPE({f"{SPACE}a": 0, f"{SPACE}b": 1}, []))
    inner.decoder = decoders.Metaspace(prepend_scheme=scheme)
    assert inner.decode([0, 1]) == whole
    assert Tokenizer(inner).whole_text([0, 1]) == whole


@given(text=TEXTS)
def test_pieces_of_sentencepiece_lie_where_their_bytes_do(text: str) -> None:
    pieces = ALL[0].pieces(text)
    assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)
    covered = {at for piece in pieces for at in range(piece.start, piece.end)}
    assert covered == set(range(len(text)))


@given(tokenizer=st.sampled_from(ALL), ids=st.lists(st.integers(0, 300)))
def test_streaming_equals_decoding_all_at_once(tokenizer: Tokenizer, ids: list[int]) -> None:
    stream = TextStream()
    parts = [stream.push(tokenizer.token_bytes(id)) for id in ids]
    assert "".join(parts) + stream.flush() == tokenizer.decode(ids)


@given(tokenizer=st.sampled_from(ALL), text=TEXTS)
def test_pieces_stay_inside_the_text(tokenizer: Tokenizer, text: str) -> None:
    for piece in tokenizer.pieces(text):
        assert 0 <= piece.start <= piece.end <= len(text)


def test_a_byte_of_a_character_is_shown_by_its_number() -> None:
    tokenizer = ALL[0]
    ids = tokenizer.encode("é")
    assert [tokenizer.token_text(id) for id in ids] == [" ", "<0xC3>", "<0xA9>"]
    assert [(piece.start, piece.end) for piece in tokenizer.pieces("é")] == [(0, 0), (0, 1), (0, 1)]


def test_without_fallback_a_piece_named_like_a_byte_is_text() -> None:
    inner = tokenizers.Tokenizer(models.BPE({"<0xE4>": 0}, []))
    inner.decoder = decoders.Metaspace()
    assert Tokenizer(inner).token_bytes(0) == b"<0xE4>"


def test_a_token_that_goes_on_from_a_prompt_keeps_its_space() -> None:
    tokenizer = ALL[0]
    prompt, whole = tokenizer.encode("cat"), tokenizer.encode("cat the")
    assert whole[: len(prompt)] == prompt
    assert tokenizer.decode(whole[len(prompt) :]) == " the"


def test_gpt_1_ends_words_with_a_space() -> None:
    tokenizer = ALL[2]
    assert tokenizer.decode(tokenizer.encode("The CAT.")) == "the cat . "
    assert [(p.start, p.end) for p in tokenizer.pieces("The cat")] == [(0, 3), (4, 6), (6, 7)]


def test_bert_begins_words_with_a_space() -> None:
    tokenizer = ALL[3]
    assert tokenizer.decode(tokenizer.encode("the cats.")) == " the cats ."
    assert tokenizer.decode(tokenizer.parse("[CLS]the [MASK]")) == "[CLS] the[MASK]"
    assert tokenizer.token_text(8) == "at"


@pytest.mark.parametrize("kind", ALL, ids=["sentencepiece", "characters", "gpt1", "bert"])
def test_added_tokens_are_spelled_as_the_library_decodes_them(kind: Tokenizer) -> None:
    """Gemma 3 adds its runs of spaces, which are no special tokens."""
    inner = tokenizers.Tokenizer.from_str(kind._inner.to_str())
    before = inner.get_vocab_size()
    inner.add_tokens([SPACE * 2, SPACE * 3, "x y", "##at", "hat</w>", "<0x41>"])
    inner.add_special_tokens(["<end>"])
    made = Tokenizer(tokenizers.Tokenizer.from_str(inner.to_str()))
    added = range(before, inner.get_vocab_size() - 1)
    letter = made.encode("c")[-1]
    for id in added:
        around = [letter, id, letter]
        assert made.decode(around).strip(" ") == inner.decode(around).strip(" "), id
    assert made.token_text(added.stop) == "<end>"
