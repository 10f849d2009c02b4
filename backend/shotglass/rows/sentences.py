"""What is said of rows that were read: what was left out, and how often each answer is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from ..errors import Phrase, one_line
from .alike import AnswerCount, Writing
from .items import ReadRows

_MOST_NAMED = 8  # rows in a line
_MOST_ANSWERS = 12  # in a line, beside those that are alike
_WRITINGS: Mapping[Writing, Phrase] = {
    "spaces": Phrase("spaces"),
    "signs": Phrase("signs that are not seen"),
    "composition": Phrase("composition"),
    "width": Phrase("width"),
    "case": Phrase("case"),
}
PLACES: Mapping[str, tuple[str, str, str]] = {
    "row": ("row $places", "rows $places", "rows $places and $more more"),
    "item": ("item $places", "items $places", "items $places and $more more"),
}


def left_out_lines(rows: ReadRows) -> Iterator[Phrase]:
    """Which rows are no items, and which were kept though they look broken."""
    if rows.blank:
        yield Phrase("Empty, left out: $rows", rows=_places(rows.blank))
    if rows.repeated:
        again = [row for row, _ in rows.repeated]
        yield Phrase("Asked before with the same answer, left out: $rows", rows=_places(again))
    if rows.quotes:
        yield Phrase(
            "A quote that is not closed is kept as it is: $rows", rows=_places(rows.quotes)
        )


def answers_line(counts: Sequence[AnswerCount], noun: str = "row") -> str:
    """How many rows expect each answer: the most frequent ones, and all that differ from another
    one by their writing alone."""
    listed = [count for count in counts if count.like is None][:_MOST_ANSWERS]
    listed += [count for count in counts if count.like is not None][:_MOST_ANSWERS]
    parts = [
        f"{_quoted(count)} {count.count:,}"
        + ("" if count.like is None else f" ({_difference(count, count.like, noun)})")
        for count in listed
    ]
    more = len(counts) - len(listed)
    rest = f" and {more:,} others" if more else ""
    return f"answers: {', '.join(parts)}{rest}"


def alike_lines(counts: Sequence[AnswerCount], noun: str = "row") -> Iterator[Phrase]:
    """A sentence for each answer that differs from another one by its writing alone."""
    for count in counts:
        if count.like is not None:
            yield Phrase(
                "The answer $answer $differs; they are counted as two answers.",
                answer=_quoted(count),
                differs=_difference(count, count.like, noun),
            )


def items_from_one(counts: Sequence[AnswerCount]) -> list[AnswerCount]:
    """With items counted as people count them."""
    return [replace(count, places=tuple(place + 1 for place in count.places)) for count in counts]


def _difference(count: AnswerCount, like: str, noun: str) -> Phrase:
    """``like``: what it differs from."""
    ways = reduce(
        lambda first, last: Phrase("$first and $last", first=first, last=last),
        [_WRITINGS[name] for name in count.by],
    )
    return Phrase(
        "differs from $like in $ways only$where",
        like=_quoted(replace(count, answer=like)),
        ways=ways,
        where=Phrase(": $places", places=_places(count.places, noun)) if count.places else "",
    )


def _quoted(count: AnswerCount) -> str:
    """As it is where one sees what it is, else as Python writes it."""
    text = count.answer
    if {"signs", "composition"} & {*count.by}:
        return ascii(text)
    return text if one_line(text) == text and text and "," not in text else repr(text)


def _places(places: Sequence[int], noun: str = "row") -> Phrase:
    single, several, many = PLACES[noun]
    listed, more = tuple(places[:_MOST_NAMED]), len(places) - _MOST_NAMED
    if more > 0:
        return Phrase(many, places=listed, more=f"{more:,}")
    return Phrase(single if len(places) == 1 else several, places=listed)
