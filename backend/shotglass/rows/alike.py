"""How often each answer is expected, and which answers differ by their writing alone: a label in
another case is an answer of its own, which a person should know of and may want."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, Protocol

from .answers import RUN, SPACES, UNSEEN

Writing = Literal["spaces", "signs", "composition", "width", "case"]
_WIDE = re.compile("[\\uff00-\\uffef]+")  # halfwidth and fullwidth forms
_FOLDS: Mapping[Writing, Callable[[str], str]] = {
    "spaces": lambda text: RUN.sub(" ", text).strip(SPACES),
    "signs": lambda text: UNSEEN.sub("", text),
    "composition": lambda text: unicodedata.normalize("NFC", text),
    "width": lambda text: _WIDE.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text),
    "case": str.lower,
}


class Answered(Protocol):
    """What has an answer, and perhaps others beside it to choose from."""

    @property
    def expected(self) -> str: ...
    @property
    def labels(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class AnswerCount:
    """``count``: how many rows expect the answer. ``like``: the answer that more rows expect, or
    an earlier one, from which it differs ``by`` its writing alone; ``places`` is then where it
    stands, in rows of a file from 1, among the items of a plan from 0."""

    answer: str
    count: int
    like: str | None = None
    by: tuple[Writing, ...] = ()
    places: tuple[int, ...] = ()


def answer_counts(
    items: Sequence[Answered], places: Iterable[int], more: Iterable[str] = ()
) -> tuple[AnswerCount, ...]:
    """The most frequent answer first. ``places``: where the items stand; ``more``: answers that
    stand nowhere among them, such as those of examples."""
    counts = Counter(item.expected for item in items)
    for answer in chain((label for item in items for label in item.labels), more):
        counts.setdefault(answer, 0)
    known: dict[str, str] = {}  # by how they are written once folded
    alike: dict[str, tuple[str, list[int]]] = {}  # which answer each is like, and where it stands
    for answer, _ in counts.most_common():
        if (like := known.setdefault(_folded(answer), answer)) != answer:
            alike[answer] = like, []
    for place, item in zip(places, items, strict=True) if alike else ():
        for answer in alike.keys() & {item.expected, *item.labels}:
            alike[answer][1].append(place)
    listed = []
    for answer, count in counts.most_common():
        if answer in alike:
            like, stands = alike[answer]
            by = _differences(answer, like)
            listed.append(AnswerCount(answer, count, like, by, tuple(stands)))
        else:
            listed.append(AnswerCount(answer, count))
    return tuple(listed)


def _folded(text: str, but: Writing | None = None) -> str:
    for name, fold in _FOLDS.items():
        text = text if name == but else fold(text)
    return text


def _differences(answer: str, like: str) -> tuple[Writing, ...]:
    """What must be folded to make them one; the first that does it where two would."""
    needed = [name for name in _FOLDS if _folded(answer, name) != _folded(like, name)]
    alone = (name for name, fold in _FOLDS.items() if fold(answer) == fold(like))
    return tuple(needed) or (next(alone, "case"),)
