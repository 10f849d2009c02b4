"""JSON of others, read key by key: each value knows where it stands, so that a refusal says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from ...parsing import Place, Unfit

LARGEST = 1e15  # of a score
MOST_ITEMS = 800_000  # of a list: a question may stand there once for each filter or column
MOST_ENTRIES = 1_000  # of an object that is read key by key
LONGEST_NAME = 1_000  # characters
_SHOWN = 100  # characters, items or keys of a value that is at fault
_RIGHT = {"c": 1.0, "yes": 1.0, "true": 1.0, "p": 0.5, "i": 0.0, "n": 0.0, "no": 0.0, "false": 0.0}


@dataclass(frozen=True)
class JsonValue:
    """``value``, which stands at ``place``. Every method raises Unfit for another kind of value."""

    value: Any
    place: Place = ()

    def __getitem__(self, key: str) -> JsonValue:
        """Returns the value under ``key``."""
        node = self.get(key)
        if node is None:
            raise Unfit((*self.place, key), None, "it was expected there", missing=True)
        return node

    def get(self, key: str) -> JsonValue | None:
        """The same; None where there is none, or null."""
        value = self.mapping().get(key)
        return None if value is None else JsonValue(value, (*self.place, key))

    def mapping(self) -> Mapping[str, Any]:
        if not isinstance(self.value, dict):
            raise self.unfit("an object was expected")
        return self.value

    def entries(self) -> Iterator[tuple[str, JsonValue]]:
        """Yields the entries of an object."""
        if len(self.mapping()) > MOST_ENTRIES:
            raise self.unfit(f"{MOST_ENTRIES:,} keys at most were expected")
        for key, value in self.mapping().items():
            yield key, JsonValue(value, (*self.place, key))

    def items(self) -> Iterator[JsonValue]:
        """Yields the items of a list."""
        if not isinstance(self.value, list):
            raise self.unfit("a list was expected")
        if len(self.value) > MOST_ITEMS:
            raise self.unfit(f"{MOST_ITEMS:,} items at most were expected")
        for place, value in enumerate(self.value):
            yield JsonValue(value, (*self.place, place))

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.unfit("a text was expected")
        return self.value

    def name(self) -> str:
        """A text of a line."""
        text = self.text()
        if len(text) > LONGEST_NAME:
            raise self.unfit(f"a name of {LONGEST_NAME:,} characters at most was expected")
        return text

    def id(self) -> str:
        """A name or a whole number."""
        if isinstance(self.value, str):
            return self.name()
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.unfit("a text or a whole number was expected")
        return str(self.value)

    def score(self) -> float | None:
        """A number, true or false, or one of the words that stand for right (C), partly right (P)
        and wrong (I, N); None for what is no score."""
        value = self.value
        if isinstance(value, str):
            try:
                value = _RIGHT.get(value.lower()) if value.lower() in _RIGHT else float(value)
            except ValueError:
                return None
        if not isinstance(value, int | float):
            return None
        if isinstance(value, float) and not isfinite(value):
            return None
        if abs(value) > LARGEST:
            raise self.unfit(f"a score from {-LARGEST:g} to {LARGEST:g} was expected")
        return float(value)

    def unfit(self, why: str) -> Unfit:
        value = self.value
        if isinstance(value, str | list | dict) and len(value) > _SHOWN:  # or all would be written
            value = f"{type(value).__name__} of {len(value):,}"
        return Unfit(self.place, value, why)
