"""Short sentences of a data folder by source and document, and the same with two words swapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from tokenizers import Tokenizer

from shotglass_export.data.folder import DataFolder, Offsets, Tokens

from .background.sparse import words_of
from .experiment import Context

SOURCES = ("children", "bible", "austen", "speeches", "messages")
BOUNDARY = re.compile(r"(?<=[.!?]) +(?=[A-Z])")
MOVABLE = re.compile(r"(?<= )[a-z]+(?=[ ,;:.!?])")  # never the first word, whose capital would tell
FEWEST_WORDS, MOST_WORDS, MOST_TOKENS = 6, 24, 24
MOST_OF_ONE = 30  # sentences of one training document


@dataclass(frozen=True)
class Sentence:
    """``source`` is an index into ``SOURCES``; no two training documents have the same number, and
    no two held-out ones."""

    text: str
    ids: tuple[int, ...]
    source: int
    document: int


@dataclass(frozen=True)
class Parts:
    """Sentences to label, to choose strengths on and to test on: no document is in two of them."""

    train: list[Sentence]
    choosing: list[Sentence]
    test: list[Sentence]

    @classmethod
    def read(cls, context: Context, folder: DataFolder, tokenizer: Tokenizer) -> Parts:
        context.report("Reading sentences", 0.0)
        read, one_of = training_sentences(folder, tokenizer), 2 if context.smoke else 8
        apart = [one for one in read if one.document // len(SOURCES) % one_of == 0]
        rest = [one for one in read if one.document // len(SOURCES) % one_of]
        return cls(rest, apart, held_sentences(folder, tokenizer))


def drawn(
    name: str, sentences: Sequence[Sentence], a_source: int, tokenizer: Tokenizer, seed: int
) -> tuple[list[Sentence], list[int]]:
    """Sentences of each source in turn, and their classes: the source, or whether two words are
    swapped, each sentence followed by its twin."""
    generator = np.random.default_rng(seed)
    columns: list[list[tuple[Sentence, ...]]] = []
    for source in range(len(SOURCES)):
        own = [one for one in sentences if one.source == source]
        shuffled = [own[at] for at in generator.permutation(len(own))]
        if name == "source":
            columns.append([(one,) for one in shuffled[:a_source]])
        else:
            twins = ((one, swapped(one, tokenizer, generator)) for one in shuffled)
            columns.append(list(islice(((a, b) for a, b in twins if b), a_source)))
    found = [one for turn in zip(*columns, strict=True) for members in turn for one in members]
    if name == "source":
        return found, [one.source for one in found]
    return found, [0, 1] * (len(found) // 2)


def held_sentences(folder: DataFolder, tokenizer: Tokenizer) -> list[Sentence]:
    """Every sentence of 6 to 24 words and at most 24 tokens of the held-out documents."""
    found: list[Sentence] = []
    number = 0
    for name, held in folder.held.items():
        for text in _texts(folder, held.tokens, held.offsets):
            if name in SOURCES or len(folder.sources) == 1:
                source = _source(folder, name, number)
                found += _encoded(tokenizer, _split(text), source, number)
            number += 1
    return found


def training_sentences(folder: DataFolder, tokenizer: Tokenizer) -> list[Sentence]:
    """The same of the training documents, at most 30 of each, drawn with seed 0."""
    generator = np.random.default_rng(0)
    found: list[Sentence] = []
    for number, index in enumerate(folder.source_of):
        name = folder.sources[index].name
        if name in SOURCES or len(folder.sources) == 1:
            text = next(_texts(folder, folder.train, folder.offsets[number : number + 2]))
            parts = _split(text)
            drawn = [parts[at] for at in generator.permutation(len(parts))[:MOST_OF_ONE]]
            found += _encoded(tokenizer, drawn, _source(folder, name, number), number)
    return found


def swapped(
    sentence: Sentence, tokenizer: Tokenizer, generator: np.random.Generator
) -> Sentence | None:
    """With two of its words, drawn at random, in each other's place; None where it has no two
    different ones that can be moved."""
    places = [match.span() for match in MOVABLE.finditer(sentence.text)]
    for one, other in generator.permutation(len(places) // 2 * 2).reshape(-1, 2):
        (a, b), (c, d) = sorted((places[one], places[other]))
        text = sentence.text
        if text[a:b] != text[c:d]:
            text = text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]
            return replace(sentence, text=text, ids=tuple(tokenizer.encode(text).ids))
    return None


def _texts(folder: DataFolder, tokens: Tokens, offsets: Offsets) -> Iterator[str]:
    for start, end in zip(offsets[:-1], offsets[1:] - 1, strict=True):  # the last token ends it
        yield folder.tokenizer.decode(tokens[start:end].tolist())


def _source(folder: DataFolder, name: str, document: int) -> int:
    """At toy size there is one source; its documents are dealt out among the names."""
    return SOURCES.index(name) if len(folder.sources) > 1 else document % len(SOURCES)


def _split(text: str) -> list[str]:
    parts = dict.fromkeys(
        one.strip()
        for paragraph in text.split("\n\n")
        for one in BOUNDARY.split(" ".join(paragraph.split()))
    )
    return [one for one in parts if FEWEST_WORDS <= len(words_of(one)) <= MOST_WORDS]


def _encoded(
    tokenizer: Tokenizer, texts: Sequence[str], source: int, document: int
) -> Iterator[Sentence]:
    for text, encoded in zip(texts, tokenizer.encode_batch(list(texts)), strict=True):
        if len(encoded.ids) <= MOST_TOKENS:
            yield Sentence(text, tuple(encoded.ids), source, document)
