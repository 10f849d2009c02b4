"""Documents of several sources, held-out ones set apart first, nothing in it twice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..progress import Report
from .duplicates import Seen

UNFIT = re.compile(r"\bnigger|\bnegress|\bhottentot|\bdarkies?\b|\bsambo\b", re.IGNORECASE)  # slurs


@dataclass(frozen=True)
class Corpus:
    """Documents by source; ``dropped``: how many were copies of others, or unfit."""

    train: Mapping[str, tuple[str, ...]]
    held: Mapping[str, tuple[str, ...]]
    dropped: Mapping[str, int]


def build_corpus(documents: Mapping[str, Iterable[str]], held_out: float, report: Report) -> Corpus:
    """Split by the documents' hashes, then drop what was there before, held-out ones first.

    So no held-out paragraph of eight words or more occurs in training, in no source.
    """
    split = {name: split_by_hash(texts, held_out) for name, texts in documents.items()}
    seen, held, train, dropped = Seen(), {}, {}, {}
    for name, (_, apart) in split.items():
        held[name] = _unseen(apart, seen)
    for at, (name, (rest, _)) in enumerate(split.items()):
        report("Dropping what occurs twice", at / len(split))
        train[name] = _unseen(rest, seen)
        dropped[name] = len(rest) - len(train[name])
    return Corpus(train, held, dropped)


def split_by_hash(texts: Iterable[str], held_out: float) -> tuple[list[str], list[str]]:
    """Training and held-out documents: those of the smallest hashes until they are ``held_out`` of
    the characters, at least one of two or more. Both in the order of the source."""
    unique = [text for text in dict.fromkeys(texts) if text]
    ranked = sorted(unique, key=lambda text: hashlib.sha256(text.encode()).digest())
    room = held_out * sum(map(len, unique))
    apart: set[str] = set()
    for text in ranked if held_out and len(unique) > 1 else ():
        if apart and len(text) > room:
            continue  # a long document would be much more than the share
        apart.add(text)
        room -= len(text)
        if room <= 0:
            break
    return [text for text in unique if text not in apart], [
        text for text in unique if text in apart
    ]


def _unseen(texts: Iterable[str], seen: Seen) -> tuple[str, ...]:
    fresh = (seen.fresh(text) for text in texts if not UNFIT.search(text))
    return tuple(text for text in fresh if text)
