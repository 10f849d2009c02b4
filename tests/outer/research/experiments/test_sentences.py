"""Sentences of known documents, and their twins with two words swapped."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from shotglass_export.data.folder import DataFolder
from shotglass_export.progress import silent
from shotglass_research.experiments.background.sparse import words_of
from shotglass_research.experiments.experiment import Context, build_toy_corpus
from shotglass_research.experiments.fine_tuned import House
from shotglass_research.experiments.sentences import (
    MOST_TOKENS,
    SOURCES,
    Parts,
    Sentence,
    drawn,
    held_sentences,
    swapped,
)

TOKENIZER = House.open().tokenizer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    return build_toy_corpus(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def parts(folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> Parts:
    path = tmp_path_factory.mktemp("cache")
    return Parts.read(Context(True, (1,), 1, path, path, silent), folder, TOKENIZER)


def sentence(text: str) -> Sentence:
    return Sentence(text, tuple(TOKENIZER.encode(text).ids), 0, 0)


def test_two_words_change_places_and_nothing_else_does() -> None:
    one = sentence("The old captain, said he, never saw the whale.")
    for seed in range(20):
        twin = swapped(one, TOKENIZER, np.random.default_rng(seed))
        assert twin is not None
        pairs = zip(one.text.split(), twin.text.split(), strict=True)
        assert sum(a != b for a, b in pairs) == 2
        assert twin.ids == tuple(TOKENIZER.encode(twin.text).ids)
        assert twin.text.startswith("The ")
        assert twin.text.count(",") == 2


@pytest.mark.parametrize("text", ["The Captain.", "He saw.", "Go on and on."])
def test_a_sentence_without_two_different_words_to_move_has_no_twin(text: str) -> None:
    only_same = text.replace(" and", " on")
    assert swapped(sentence(only_same), TOKENIZER, np.random.default_rng(0)) is None


def test_a_sentence_and_its_twin_have_equal_bags_of_words_and_tokens(parts: Parts) -> None:
    found, classes = drawn("order", parts.train, 3, TOKENIZER, 1)
    assert classes == [0, 1] * (3 * len(SOURCES))
    for one, twin in zip(found[::2], found[1::2], strict=True):
        assert one.text != twin.text
        assert Counter(words_of(one.text)) == Counter(words_of(twin.text))
        assert Counter(one.ids) == Counter(twin.ids)
        assert one.document == twin.document


def test_the_sources_come_in_turn(parts: Parts) -> None:
    found, classes = drawn("source", parts.train, 4, TOKENIZER, 1)
    assert classes == list(range(len(SOURCES))) * 4
    assert classes == [one.source for one in found]
    assert len({one.text for one in found}) == len(found)
    again, _ = drawn("source", parts.train, 4, TOKENIZER, 1)
    other, _ = drawn("source", parts.train, 4, TOKENIZER, 2)
    assert found == again != other


def test_tested_sentences_are_of_held_out_documents_alone(folder: DataFolder, parts: Parts) -> None:
    whole = " ".join(folder.tokenizer.decode(folder.train.tolist()).split())
    assert all(one.text in whole for one in parts.train + parts.choosing)
    assert sum(one.text in whole for one in parts.test) < 0.05 * len(parts.test)  # headings repeat
    assert {one.document for one in parts.train}.isdisjoint(o.document for o in parts.choosing)


def test_sentences_are_short_and_whole(folder: DataFolder) -> None:
    found = held_sentences(folder, TOKENIZER)
    assert len({one.source for one in found}) == len(SOURCES)
    for one in found:
        assert len(one.ids) <= MOST_TOKENS
        assert TOKENIZER.decode(list(one.ids)) == one.text
