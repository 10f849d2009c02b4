"""The key/value part of a GGUF file, with a sentence for every value that is not usable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from shotglass.errors import ImportFailed

T = TypeVar("T")
_REQUIRED: Any = object()
_WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a decimal number",
    bool: "true or false",
    list: "a list",
}


class Metadata:
    """Typed look-ups; a missing key without a default, or of another kind, is an ImportFailed."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def text(self, key: str, default: str = _REQUIRED) -> str:
        return str(self._get(key, str, default))

    def integer(self, key: str, default: int = _REQUIRED) -> int:
        value = int(self._get(key, int, default))
        if value < 0:
            raise ImportFailed(f"The file's {key} is {value}; a number from 0 up was expected.")
        return value

    def optional_integer(self, key: str) -> int | None:
        return self.integer(key) if key in self._values else None

    def decimal(self, key: str, default: float = _REQUIRED) -> float:
        """As the shortest decimal that means the same float32, so 1e-5 reads 1e-05."""
        return float(str(np.float32(self._get(key, float, default))))

    def flag(self, key: str, default: bool = _REQUIRED) -> bool:
        return bool(self._get(key, bool, default))

    def decimals(self, key: str) -> list[float]:
        return self._list(key, float, _REQUIRED)

    def strings(self, key: str, default: Sequence[str] = _REQUIRED) -> list[str]:
        return self._list(key, str, default)

    def integers(self, key: str, default: Sequence[int] = _REQUIRED) -> list[int]:
        return self._list(key, int, default)

    def _list(self, key: str, kind: type[T], default: Sequence[T]) -> list[T]:
        values: list[Any] = self._get(key, list, default)
        if not all(isinstance(value, kind) for value in values):
            raise ImportFailed(
                f"The file's {key} is no list in which each value is {_WORDS[kind]}."
            )
        return list(values)

    def _get(self, key: str, kind: type[Any], default: Any) -> Any:
        if key not in self._values:
            if default is _REQUIRED:
                raise ImportFailed(f"The file does not say its {key}; it is needed.")
            return default
        value = self._values[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ImportFailed(
                f"The file's {key} is {str(value)[:80]!r}; {_WORDS[kind]} was expected."
            )
        return value
