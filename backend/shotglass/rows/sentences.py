"""What is said of rows that were read: what was left out, and how often each answer is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..errors import one_line
from .alike import AnswerCount, Writing
from .items import ReadRows

_MOST_NAMED = 8  # rows in a line
_MOST_ANSWERS = 12  # in a line, beside those that are alike
_WRITINGS: Mapping[Writing, str] = {
    "spaces": "spaces",
    "signs": "signs that are not seen",
    "composition": "composition",
    "width": "width",
    "case": "case",
}


def left_out_lines(rows: ReadRows) -> Iterator[str]:
    """Which rows are no items, and which were kept though they look broken."""
    if rows.blank:
        yield f"Empty, left out: {_places(rows.blank)}"
    if rows.repeated:
        again = [row for row, _ in rows.repeated]
        yield f"Asked before with the same answer, left out: {_places(again)}"
    if rows.quotes:
        yield f"A quote that is not closed is kept as it is: {_places(rows.quotes)}"


def answers_line(counts: Sequence[AnswerCount], noun: str = "row") -> str:
    """How many rows expect each answer: the most frequent ones, and all that differ from another
    one by their writing alone."""
    listed = [count for count in counts if count.like is None][:_MOST_ANSWERS]
    listed += [count for count in counts if count.like is not None][:_MOST_ANSWERS]
    parts = [f"{_quoted(count)} {count.count:,}{_difference(count, noun)}" for count in listed]
    more = len(counts) - len(listed)
    rest = f" and {more:,} others" if more else ""
    return f"answers: {', '.join(parts)}{rest}"


def alike_lines(counts: Sequence[AnswerCount], noun: str = "row") -> Iterator[str]:
    """A sentence for each answer that differs from another one by its writing alone."""
    for count in counts:
        if count.like is not None:
            difference = _difference(count, noun).strip(" ()")
            yield f"The answer {_quoted(count)} {difference}; they are counted as two answers."


def items_from_one(counts: Sequence[AnswerCount]) -> list[AnswerCount]:
    """With items counted as people count them."""
    return [replace(count, places=tuple(place + 1 for place in count.places)) for count in counts]


def _difference(count: AnswerCount, noun: str) -> str:
    if count.like is None:
        return ""
    like = _quoted(replace(count, answer=count.like))
    ways = " and ".join(_WRITINGS[name] for name in count.by)
    where = f": {_places(count.places, noun)}" if count.places else ""
    return f" (differs from {like} in {ways} only{where})"


def _quoted(count: AnswerCount) -> str:
    """As it is where one sees what it is, else as Python writes it."""
    text = count.answer
    if {"signs", "composition"} & {*count.by}:
        return ascii(text)
    return text if one_line(text) == text and text and "," not in text else repr(text)


def _places(places: Sequence[int], noun: str = "row") -> str:
    more = f" and {len(places) - _MOST_NAMED:,} more" if len(places) > _MOST_NAMED else ""
    plural = "" if len(places) == 1 else "s"
    return f"{noun}{plural} {', '.join(map(str, places[:_MOST_NAMED]))}{more}"
