"""A text as a masked model reads it: gaps, the spaces before them, and both ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.models.tiny import END, MASK, tiny_tokenizer_text, write_tiny_folder
from support.models.tiny_hf import write_checkpoint

from shotglass.engine import Library
from shotglass.text import Tokenizer
from shotglass.text.masked_tokens import MaskedTokens
from shotglass_export.importers.hf import read_hf_folder


@pytest.fixture(scope="module")
def bytes_of(tmp_path_factory: pytest.TempPathFactory) -> MaskedTokens:
    """Over a byte-level tokenizer whose mask token is <|mask|>."""
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "gap", "bert")
    folder = Library([root]).folder("gap")
    return MaskedTokens.of(Tokenizer.load(folder.file("tokenizer.json")), folder.manifest)


@pytest.fixture(scope="module")
def words_of(tmp_path_factory: pytest.TempPathFactory) -> MaskedTokens:
    """Over BERT's own kind of tokenizer: [CLS] and [SEP] at the ends, [MASK] for a gap."""
    root = tmp_path_factory.mktemp("hf")
    checkpoint = read_hf_folder(write_checkpoint(root, "bert", 5).folder)
    path = root / "tokenizer.json"
    path.write_text(json.dumps(checkpoint.tokenizer))
    write_tiny_folder(root, "any", "gpt2")  # of its manifest only the start token is read
    return MaskedTokens.of(Tokenizer.load(path), Library([root]).folder("any").manifest)


def texts(found: MaskedTokens, text: str) -> list[str]:
    return [piece.text for piece in found.pieces(text)]


@pytest.mark.parametrize("mark", ["[MASK]", MASK])
def test_a_gap_is_marked_by_either_name(bytes_of: MaskedTokens, mark: str) -> None:
    ids = bytes_of.encode(f"the cat {mark} on the mat")
    assert ids.count(1) == 1
    assert bytes_of.tokenizer.decode(ids) == f"the cat{MASK} on the mat"


def test_the_space_before_a_gap_belongs_to_it(bytes_of: MaskedTokens) -> None:
    before = bytes_of.tokenizer.encode("the cat")
    assert bytes_of.encode("the cat [MASK]") == [*before, 1]
    assert bytes_of.encode("the cat[MASK]") == [*before, 1]
    assert bytes_of.encode("the cat  [MASK]") == [*bytes_of.tokenizer.encode("the cat "), 1]


def test_gaps_may_stand_anywhere(bytes_of: MaskedTokens) -> None:
    assert bytes_of.encode("[MASK]") == [1]
    assert bytes_of.encode("[MASK] [MASK][MASK]") == [1, 1, 1]


def test_pieces_lie_where_they_stand_in_the_text(bytes_of: MaskedTokens) -> None:
    text = "café [MASK] the dog [MASK]!"
    pieces = bytes_of.pieces(text)
    gaps = [piece for piece in pieces if piece.special]
    assert [text[piece.start : piece.end] for piece in gaps] == ["[MASK]", "[MASK]"]
    assert [piece.id for piece in pieces] == bytes_of.encode(text)
    for piece in pieces:
        if not piece.special and len(piece.text) == 1:
            assert text[piece.start : piece.end] == piece.text
    assert (pieces[-1].text, pieces[-1].start, pieces[-1].end) == ("!", len(text) - 1, len(text))


def test_names_of_other_special_tokens_are_plain_text(bytes_of: MaskedTokens) -> None:
    assert 0 not in bytes_of.encode(f"{END} [MASK]")


def test_both_ends_are_those_of_the_tokenizer(words_of: MaskedTokens) -> None:
    text = "The [MASK] of the A."
    assert texts(words_of, text) == ["[CLS]", " the", "[MASK]", " of", " the", " a", " .", "[SEP]"]
    assert words_of.encode(text) == words_of.tokenizer.parse(text, ends=True)
    first, *_, last = words_of.pieces(text)
    assert (first.start, first.end, last.start, last.end) == (0, 0, len(text), len(text))


def test_a_tokenizer_without_a_mask_token_has_no_gaps(
    bytes_of: MaskedTokens, tmp_path: Path
) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text(tiny_tokenizer_text())
    write_tiny_folder(tmp_path, "any", "gpt2")
    plain = MaskedTokens.of(Tokenizer.load(path), Library([tmp_path]).folder("any").manifest)
    assert plain.mask is None
    assert plain.encode("a [MASK]") == plain.tokenizer.encode("a [MASK]")
