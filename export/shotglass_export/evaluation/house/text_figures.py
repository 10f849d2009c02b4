"""What can be counted in a heap of texts: repetition, variety, real words, copies.

A word is a run of letters and digits in lower case, as in GPT-2's check for copies of 8-grams
(Radford 2019, section 4); an apostrophe inside belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

Words = list[str]
Gram = tuple[str, ...]
N = 8

_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")


def words_of(text: str) -> Words:
    return _WORD.findall(text.lower())


def grams(words: Sequence[str], n: int = N) -> Iterator[Gram]:
    return zip(*(words[start:] for start in range(n)), strict=False)


def repeated(texts: Iterable[Words], n: int = N) -> float:
    """The share of n-grams that stood in the same text before; 0 where there are none."""
    total = again = 0
    for words in texts:
        found = list(grams(words, n))
        total += len(found)
        again += len(found) - len(set(found))
    return again / total if total else 0.0


def distinct(words: Sequence[str], n: int) -> float:
    """Different n-grams over all n-grams (Li 2016's distinct-n). It falls with length: compare
    equal numbers of words only."""
    found = list(grams(words, n))
    return len(set(found)) / len(found) if found else 0.0


def known(texts: Iterable[Words], dictionary: Container[str]) -> float:
    """The share of words, numbers left out, that the dictionary holds."""
    found = [word in dictionary for words in texts for word in words if word[0].isalpha()]
    return sum(found) / len(found) if found else 0.0


def copied(
    heaps: Sequence[Sequence[Words]], training: Iterable[str], n: int = N
) -> tuple[float, ...]:
    """For each heap of texts the share of its n-grams that occur in a training text. The training
    texts are gone through once, and compared word for word."""
    wanted = {gram for heap in heaps for words in heap for gram in grams(words, n)}
    found: set[Gram] = set()
    for text in training:
        found |= wanted.intersection(grams(words_of(text), n))
    return tuple(_share(heap, found, n) for heap in heaps)


def _share(heap: Iterable[Words], found: Container[Gram], n: int) -> float:
    hits = [gram in found for words in heap for gram in grams(words, n)]
    return sum(hits) / len(hits) if hits else 0.0
