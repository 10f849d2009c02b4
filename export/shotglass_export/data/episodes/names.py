"""Invented label names and affixes: two pools of each that share no syllable."""

from __future__ import annotations

from itertools import product

from .splitting import Split, split_of

_ONSETS = (*"bdfgklmnprstvz", "bl", "dr", "fl", "gr", "kl", "pl", "sn", "st", "tr")
_VOWELS = "aeiou"
_CODAS = ("", *"bgkmnpx")
_UNFIT = ("dik", "fag", "fuk", "kum", "nazi", "negro", "nig", "slut", "tit")  # in no name


def syllables(split: Split) -> list[str]:
    """All syllables of one side of the split; the split is by the syllable's own hash."""
    every = ("".join(parts) for parts in product(_ONSETS, _VOWELS, _CODAS))
    return [s for s in every if len(s) > 1 and split_of(f"syllable {s}") == split]


def invented_names(split: Split) -> list[str]:
    """Three to six letters: a closed syllable, or an open one before any other."""
    pool = syllables(split)
    closed = [s for s in pool if s[-1] not in "aeiou" and len(s) > 2]
    opened = [s for s in pool if s[-1] in "aeiou"]
    pairs = [a + b for i, a in enumerate(opened) for b in pool[i :: len(opened)][:12]]
    return sorted({n for n in closed + pairs if 3 <= len(n) <= 6 and not _unfit(n)})


def affixes(split: Split) -> list[str]:
    """What an affix rule puts behind a word."""
    return [s for s in syllables(split) if len(s) in (2, 3) and not _unfit(s)]


def _unfit(name: str) -> bool:
    return any(part in name for part in _UNFIT)
