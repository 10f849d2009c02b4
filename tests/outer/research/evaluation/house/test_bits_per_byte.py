"""Bits per byte against the numpy reference, and the windows that make them."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.house.small_house import TEXTS, write_small_data
from support.models.tiny import tiny_weights, write_tiny_folder
from support.references import reference

from shotglass.engine import Engine, Library
from shotglass.text import Tokenizer
from shotglass_export.data.folder import DataFolder
from shotglass_export.evaluation.bits_per_byte import BitsPerByte, pieces
from shotglass_export.evaluation.held_out import documents
from shotglass_export.progress import silent
from shotglass_research.evaluation.house.cached_model import CachedModel
from shotglass_research.evaluation.house.held_out_bits import document_nats, held_out_bits
from shotglass_research.evaluation.house.kneser_ney import fit


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "gpt2", 1, context=24)
    return root


@pytest.fixture
def asker(root: Path, tmp_path: Path) -> Iterator[CachedModel]:
    made = CachedModel(Library([root]).folder("tiny"), tmp_path / "kept", silent)
    yield made
    made.close()


@given(st.integers(1, 400), st.integers(2, 60), st.integers(1, 60))
def test_pieces_tile_the_text_and_fit_the_window(tokens: int, window: int, longest: int) -> None:
    found = list(pieces(tokens, window, longest))

    assert [t for p in found for t in range(p.start, p.end)] == list(range(1, tokens))
    for piece in found:
        assert 0 <= piece.context < piece.start
        assert piece.end - piece.context <= window
        assert piece.end - piece.start <= longest
        assert piece.context == 0 or piece.start - piece.context >= window // 2


def test_a_documents_nats_are_the_models(asker: CachedModel) -> None:
    """8-bit weights against the reference's float64: near, not equal."""
    config = asker.manifest.architecture
    weights = tiny_weights(config, 1)
    text = TEXTS[0] + ", zebras jump quickly"
    ids = [0, *asker.tokenizer.encode(text)]
    expected = 0.0
    for piece in pieces(len(ids), config.context, 100):
        logits = reference.logits(config, weights, ids[piece.context : piece.end])
        logprobs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        for place in range(piece.start, piece.end):
            expected += logprobs[place - piece.context - 1, ids[place]]
    assert len(ids) > config.context

    found = document_nats(asker, [text], "text")

    assert found == [pytest.approx(expected, rel=0.02)]


def test_what_was_read_is_not_read_again(asker: CachedModel, root: Path, monkeypatch) -> None:
    first = document_nats(asker, TEXTS, "text")
    monkeypatch.setattr(Engine, "open", None)

    assert document_nats(asker, TEXTS, "text") == first


def test_bits_are_nats_over_bytes() -> None:
    told = BitsPerByte.of([-8 * log(2), -2 * log(2)], ["abcd", "é"])

    assert told == BitsPerByte(pytest.approx(10 / 6), None, 6, 2)


def test_ten_documents_have_an_interval_around_their_value() -> None:
    told = BitsPerByte.of([-float(n) for n in range(10, 20)], ["abcdefgh"] * 10)

    assert told.interval is not None
    assert told.interval[0] < told.value < told.interval[1]


def test_documents_are_cut_at_the_limit_and_never_inside_a_character(tmp_path: Path) -> None:
    data = DataFolder.open(write_small_data(tmp_path / "data"))
    tokenizer = Tokenizer.load(data.path / "tokenizer.json")

    assert documents(data.held["small"], tokenizer, 10_000) == list(TEXTS)
    assert documents(data.held["small"], tokenizer, 60) == [
        TEXTS[0],
        TEXTS[1][: 60 - len(TEXTS[0])],
    ]


def test_every_model_reads_the_same_bytes(asker: CachedModel, tmp_path: Path) -> None:
    data = DataFolder.open(write_small_data(tmp_path / "data"))
    tokenizer = Tokenizer.load(data.path / "tokenizer.json")
    counted = fit(data.train, 3, vocabulary=tokenizer.vocabulary)

    told = list(held_out_bits(asker, {"itself": asker}, {"three-gram": counted}, data))

    assert [(one.source, one.bytes) for one in told] == [("small", sum(map(len, TEXTS)))]
    assert told[0].others["itself"] == told[0].model > 3  # random weights
    assert 0 < told[0].others["three-gram"] < 1  # it has seen these very texts
