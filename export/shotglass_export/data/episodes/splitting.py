"""The split between training and held-out words: by a hash of their lemma, decided before any
episode is drawn. Invented names and affixes come from two pools that share no syllable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import product
from typing import Literal

Split = Literal["train", "held"]
HELD_PERCENT = 25


def split_of(key: str) -> Split:
    """The same for all inflections of a word: ``key`` is its lemma.

    Split 2: made after recipes and templates were chosen by looking at probes of split 1.
    """
    digest = hashlib.sha256(f"shotglass split 2: {key}".encode()).digest()
    return "held" if int.from_bytes(digest[:4], "big") % 100 < HELD_PERCENT else "train"


def divided(lemmas: Iterable[str]) -> dict[Split, list[str]]:
    """Lemmas by side, in their order."""
    sides: dict[Split, list[str]] = {"train": [], "held": []}
    for lemma in lemmas:
        sides[split_of(lemma)].append(lemma)
    return sides


_ONSETS = (*"bdfgklmnprstvz", "bl", "dr", "fl", "gr", "kl", "pl", "sn", "st", "tr")
_VOWELS = "aeiou"
_CODAS = ("", *"bgkmnpx")
_UNFIT = ("dik", "fag", "fuk", "kum", "nazi", "negro", "nig", "slut", "tit")  # in no name


def syllables(split: Split) -> list[str]:
    """Returns all syllables of one side of the split, which is decided by the syllable's own
    hash."""
    every = ("".join(parts) for parts in product(_ONSETS, _VOWELS, _CODAS))
    return [s for s in every if len(s) > 1 and split_of(f"syllable {s}") == split]


def invented_names(split: Split) -> list[str]:
    """Three to six letters: a closed syllable, or an open one before any other."""
    pool = syllables(split)
    closed = [s for s in pool if s[-1] not in "aeiou" and len(s) > 2]
    opened = [s for s in pool if s[-1] in "aeiou"]
    pairs = [a + b for i, a in enumerate(opened) for b in pool[i :: len(opened)][:12]]
    return sorted({n for n in closed + pairs if 3 <= len(n) <= 6 and not is_unfit(n)})


def affixes(split: Split) -> list[str]:
    """Returns the affixes that a rule puts behind a word."""
    return [s for s in syllables(split) if len(s) in (2, 3) and not is_unfit(s)]


def is_unfit(name: str) -> bool:
    return any(part in name for part in _UNFIT)
