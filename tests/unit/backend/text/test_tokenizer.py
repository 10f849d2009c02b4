"""The tokenizer: ids, bytes, and places counted in code points."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.errors import InvalidRequest, ModelFolderError
from shotglass.text import Tokenizer

# Session fixtures inside @given are fine; hypothesis only minds those made anew for each test.
TEXTS = st.text(
    st.one_of(st.sampled_from("the cat 你好👍🏽🙂é1 \n<|>"), st.characters(codec="utf-8"))
)


@given(text=TEXTS)
def test_the_bytes_of_the_tokens_are_the_bytes_of_the_text(tokenizer: Tokenizer, text: str) -> None:
    ids = tokenizer.encode(text)
    assert b"".join(map(tokenizer.token_bytes, ids)) == text.encode()


@given(text=TEXTS)
def test_a_piece_spans_the_characters_of_its_bytes(tokenizer: Tokenizer, text: str) -> None:
    at = 0
    for piece in tokenizer.pieces(text):
        size = len(tokenizer.token_bytes(piece.id))
        touched = [
            index
            for index, char in enumerate(text)
            if len(text[:index].encode()) < at + size and len((text[:index] + char).encode()) > at
        ]
        assert (piece.start, piece.end) == (touched[0], touched[-1] + 1)
        at += size
    assert at == len(text.encode())


@given(data=st.binary(max_size=6))
def test_a_shown_token_holds_no_replacement_sign(tokenizer: Tokenizer, data: bytes) -> None:
    for byte in data:
        assert "\ufffd" not in tokenizer.token_text(_id_of(tokenizer, bytes([byte])))


def test_tokens_inside_one_character_share_its_span(tokenizer: Tokenizer) -> None:
    pieces = tokenizer.pieces("a\U0001f9ff!")
    inside = [piece for piece in pieces if (piece.start, piece.end) == (1, 2)]
    assert len(inside) > 1
    assert (pieces[0].start, pieces[-1].start, pieces[-1].end) == (0, 2, 3)


@pytest.mark.parametrize("text", ["the cat sat", "naïve café 👍🏽", "你好，世界。\n", ""])
def test_ids_have_the_places_of_the_text_that_they_were_made_of(
    tokenizer: Tokenizer, text: str
) -> None:
    assert tokenizer.pieces_of(tokenizer.encode(text)) == tokenizer.pieces(text)


def test_special_tokens_among_ids_are_marked_and_stand_in_the_text_by_name(
    tokenizer: Tokenizer,
) -> None:
    typed, end = tokenizer.encode("<|end|>"), tokenizer.special_names["<|end|>"]
    pieces = tokenizer.pieces_of([*typed, end])
    assert [piece.special for piece in pieces] == [*[False] * len(typed), True]
    assert (pieces[-1].text, pieces[-1].start, pieces[-1].end) == ("<|end|>", 7, 14)


def test_ids_that_are_no_whole_characters_have_places_too(tokenizer: Tokenizer) -> None:
    ids = [tokenizer.encode("你")[0], *tokenizer.encode("the")]
    if len(tokenizer.encode("你")) == 1:
        ids[0] = next(id for id in range(300) if tokenizer.token_bytes(id) == b"\xe4")
    pieces, text = tokenizer.pieces_of(ids), tokenizer.decode(ids)
    assert text == "�the"
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text


def test_bytes_that_are_no_character_are_shown_by_number(tokenizer: Tokenizer) -> None:
    assert tokenizer.token_text(_id_of(tokenizer, b"\xe4")) == "<0xE4>"
    assert tokenizer.token_text(_id_of(tokenizer, b" ")) == " "


def test_special_tokens_in_a_text_stay_plain_text(tokenizer: Tokenizer) -> None:
    ids = tokenizer.encode("<|end|>")
    assert tokenizer.special_id("<|end|>") not in ids
    assert tokenizer.decode(ids) == "<|end|>"


def test_a_special_token_has_an_id_and_decodes_to_its_name(tokenizer: Tokenizer) -> None:
    id = tokenizer.special_id("<|end|>")
    assert id is not None
    assert tokenizer.decode([id]) == tokenizer.token_text(id) == "<|end|>"
    assert tokenizer.special_id("the") is None


def test_nothing_is_added_to_a_text(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("") == []
    assert tokenizer.pieces("") == []


def test_an_id_without_a_token_is_empty(tokenizer: Tokenizer) -> None:
    beyond = tokenizer.vocabulary
    assert tokenizer.token_bytes(beyond) == b""
    assert tokenizer.token_text(beyond) == ""


@pytest.mark.parametrize("text", ["\ud800", "a\udfff", "\ude00\ud83d"])
def test_half_a_character_is_refused_by_number(tokenizer: Tokenizer, text: str) -> None:
    with pytest.raises(InvalidRequest, match=r"U\+D"):
        tokenizer.encode(text)


def test_where_a_normalizer_changed_the_text_places_are_those_of_the_text(
    tokenizer_file: Path, tmp_path: Path
) -> None:
    data = json.loads(tokenizer_file.read_text(encoding="utf-8"))
    data["normalizer"] = {"type": "Lowercase"}
    data["post_processor"] = None
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    text = "The CAT 你"
    pieces = Tokenizer.load(path).pieces(text)
    assert (pieces[0].start, pieces[-1].end) == (0, len(text))


def test_a_missing_or_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    with pytest.raises(ModelFolderError, match=r"tokenizer\.json cannot be read"):
        Tokenizer.load(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ModelFolderError, match=r"tokenizer\.json cannot be read"):
        Tokenizer.load(path)


@pytest.mark.parametrize(
    "decoder",
    [
        None,
        {"type": "Fuse"},
        {"type": "CTC", "pad_token": "p", "word_delimiter_token": "|", "cleanup": True},
    ],
)
def test_a_tokenizer_whose_tokens_are_no_bytes_to_us_is_refused(
    tokenizer_file: Path, tmp_path: Path, decoder: object
) -> None:
    data = json.loads(tokenizer_file.read_text(encoding="utf-8"))
    data["decoder"] = decoder
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ModelFolderError, match="cannot follow byte by byte"):
        Tokenizer.load(path)


def _id_of(tokenizer: Tokenizer, data: bytes) -> int:
    return next(id for id in range(tokenizer.vocabulary) if tokenizer.token_bytes(id) == data)


def test_parsing_reads_special_tokens_as_commands(tokenizer: Tokenizer) -> None:
    end = tokenizer.special_id("<|end|>")
    assert tokenizer.parse("the<|end|>") == [*tokenizer.encode("the"), end]
    assert tokenizer.special_id("<|end|>") not in tokenizer.encode("the<|end|>")
    with pytest.raises(InvalidRequest, match="half a character"):
        tokenizer.parse("\ud800")


@given(text=TEXTS)
def test_tokens_start_where_their_pieces_do(tokenizer: Tokenizer, text: str) -> None:
    pieces = tokenizer.pieces(text)
    assert tokenizer.starts([piece.id for piece in pieces]) == [piece.start for piece in pieces]


@given(ids=st.lists(st.integers(0, 299)))
def test_a_token_starts_at_the_character_that_its_first_byte_belongs_to(
    tokenizer: Tokenizer, ids: list[int]
) -> None:
    data = b""
    for id, start in zip(ids, tokenizer.starts(ids), strict=True):
        piece = tokenizer.token_bytes(id)
        assert start == len((data + piece[:1]).decode("utf-8", errors="replace")) - 1
        data += piece
