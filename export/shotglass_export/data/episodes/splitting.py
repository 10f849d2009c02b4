"""Who may be trained on: decided by a hash of the lemma, before any episode is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
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
