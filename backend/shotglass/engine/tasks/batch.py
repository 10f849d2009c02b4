"""Prompts to be scored in one call: each with its labels, and content-free ones beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ...errors import InvalidRequest

Pair = tuple[str, tuple[str, ...]]  # a prompt and its labels


@dataclass(frozen=True)
class Batch:
    """``labels``: one tuple a prompt, the same one for all where they are ``common``.

    ``content_free``: prompts like the others, but with "N/A" or the like for what is asked.
    """

    prompts: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    content_free: tuple[str, ...] = ()
    common: bool = False

    def pairs(self) -> dict[Pair, tuple[str, str]]:
        """What must be read, each once, and where in the request its prompt and labels stand."""
        found: dict[Pair, tuple[str, str]] = {}
        for place, pair in enumerate(zip(self.prompts, self.labels, strict=True)):
            found.setdefault(pair, (f"/prompts/{place}", self._labels_at(place)))
        for place, prompt in enumerate(self.content_free):
            for whose, labels in enumerate(self.labels):
                pointers = (f"/content_free/{place}", self._labels_at(whose))
                found.setdefault((prompt, labels), pointers)
        return found

    def baseline_of(self, labels: tuple[str, ...]) -> list[Pair]:
        return [(prompt, labels) for prompt in self.content_free]

    def _labels_at(self, place: int) -> str:
        return "/labels" if self.common else f"/labels/{place}"


@contextmanager
def pointing_at(prompt: str, labels: str) -> Iterator[None]:
    """Errors of one prompt and its labels are those of the batch's ``prompt`` and ``labels``."""
    try:
        yield
    except InvalidRequest as error:
        at_labels = error.pointer.startswith("/labels")
        error.pointer = labels + error.pointer.removeprefix("/labels") if at_labels else prompt
        raise
