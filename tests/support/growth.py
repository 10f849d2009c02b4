"""Whether the time that a call takes grows with its text, or with the square of it."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

SHORTEST, LONGEST = 1_000, 64_000  # characters
READ_OFF = 0.05  # seconds of the processor's that a clock tells from noise
LONG = 0.2  # seconds after which a longer text would say no more
MOST_GROWTH = 8.0  # of four times the text: in proportion it is 4, by the square 16
REPEATS = 3


def growth_fault(call: Callable[[str], object], text_of: Callable[[int], str]) -> str | None:
    """Why ``call`` takes more time than in proportion to its text; None where it does not.
    ``text_of``: a text of about so many characters. Texts get longer until the time can be read
    off, so that a square is found long before it takes minutes."""
    size = SHORTEST
    while size <= LONGEST:
        seconds = _seconds(call, text_of(size))
        if seconds > READ_OFF:
            before = _seconds(call, text_of(size // 4), REPEATS)
            if seconds > MOST_GROWTH * before:
                seconds = _seconds(call, text_of(size), REPEATS)
            if seconds > MOST_GROWTH * before:
                return f"{size // 4:,} characters take {before:.4f} s, {size:,} {seconds:.4f} s"
        if seconds > LONG:
            break
        size *= 2
    return None


def _seconds(call: Callable[[str], object], text: str, repeats: int = 1) -> float:
    """The least of several, since others can only make it longer."""
    times = []
    for _ in range(repeats):
        began = process_time()
        call(text)
        times.append(process_time() - began)
    return min(times)
