"""Bytes that arrive in pieces -> text without half characters, cut before a stop string."""

from __future__ import annotations

import codecs
from collections.abc import Sequence


class TextStream:
    """Joins token bytes into characters; what it gave and gives equals decoding all at once."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def push(self, data: bytes) -> str:
        """The characters that ``data`` completes; the bytes of an unfinished one are kept back."""
        return self._decoder.decode(data)

    def flush(self) -> str:
        """Returns what was kept back, as U+FFFD; the stream starts anew."""
        rest = self._decoder.decode(b"", final=True)
        self._decoder.reset()
        return rest


class Starts:
    """Finds where tokens begin, in code points, in their text when it is decoded all at once;
    ``at`` is where the text begins itself. A token that goes on with a character begins where that
    does."""

    def __init__(self, at: int = 0) -> None:
        self._at, self._kept = at, b""

    def push(self, data: bytes) -> int:
        """Returns where the next token, of these bytes, begins."""
        start = self._at + max(
            len((self._kept + data[:1]).decode("utf-8", errors="replace")) - 1, 0
        )
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._at += len(decoder.decode(self._kept + data))
        self._kept = decoder.getstate()[0]
        return start


class StopStrings:
    """Lets text through until one of ``stops`` is complete, holding back what may begin one.

    The stop that is complete first wins, the longest of those that end together; so the result
    does not depend on how the text was cut. Stops must not be empty.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        if "" in stops:
            raise ValueError("an empty stop string stops everything")
        self._stops = tuple(stops)
        self._held = ""
        self.hit: str | None = None

    def push(self, text: str) -> str:
        """The text that is safe to show now; nothing once a stop was hit."""
        if self.hit is not None:
            return ""
        held = self._held + text
        hits = [(at + len(stop), at, stop) for stop in self._stops if (at := held.find(stop)) >= 0]
        if hits:
            _, start, self.hit = min(hits)
            self._held = ""
            return held[:start]
        longest = max(map(len, self._stops), default=1) - 1
        safe = len(held)  # but for the longest end of the text that begins a stop string
        for start in range(max(0, safe - longest), safe):
            if any(stop.startswith(held[start:]) for stop in self._stops):
                safe = start
                break
        self._held = held[safe:]
        return held[:safe]

    def flush(self) -> str:
        """Returns what was held back, when no more text comes."""
        rest, self._held = self._held, ""
        return rest
