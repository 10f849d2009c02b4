"""``config.json``, read with a sentence for every value that is not usable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from shotglass.architecture import Activation
from shotglass.errors import ImportFailed, quoted

_REQUIRED: Any = object()
_MOST = 1 << 40
_MOST_LAYERS = 1000
_MOST_POSITIONS = 1 << 20
_LARGEST = 1e30  # JSON's 1e999 is infinite
# As transformers' activations name them; GPT-1 has names of its own.
ACTIVATIONS: Mapping[str, Activation] = {
    "gelu": "gelu",
    "gelu_python": "gelu",
    "gelu_new": "gelu_tanh",
    "gelu_fast": "gelu_tanh",
    "gelu_accurate": "gelu_tanh",
    "gelu_pytorch_tanh": "gelu_tanh",
    "silu": "silu",
    "swish": "silu",
    "relu": "relu",
    "quick_gelu": "quick_gelu",
}


class Settings:
    """Typed look-ups. A key that is missing or null has its default; without one, and for a value
    of another kind, ImportFailed is raised."""

    def __init__(self, data: Mapping[str, Any], name: str = "config.json") -> None:
        self._data, self._name = data, name
        self._read: set[str] = set()
        self._parts: dict[str, Settings] = {}

    def integer(self, key: str, default: int = _REQUIRED, *, most: int = _MOST) -> int:
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise self._wrong(key, value, f"a whole number up to {most:,}")
        return value

    def layers(self, key: str) -> int:
        """Returns the number of layers, which is not so large that their names alone would fill the
        memory."""
        return self.integer(key, most=_MOST_LAYERS)

    def context(self, key: str) -> int:
        """Returns the number of positions; rotary ones get a table of so many rows."""
        return self.integer(key, most=_MOST_POSITIONS)

    def decimal(self, key: str, default: float = _REQUIRED) -> float:
        value = self._get(key, default)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 < value < _LARGEST:
            raise self._wrong(key, value, "a number above 0")
        return float(value)

    def flag(self, key: str, default: bool = _REQUIRED) -> bool:
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true or false")
        return value

    def text(self, key: str, default: str = _REQUIRED) -> str:
        value = self._get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, value, "a text")
        return value

    def part(self, key: str) -> Settings | None:
        """An object inside, or None where there is none."""
        value = self.value(key)
        if value is not None and not isinstance(value, dict):
            raise self._wrong(key, value, "an object")
        if not value:
            return None
        return self._parts.setdefault(key, Settings(value, f"{self._name}'s {key}"))

    def texts(self, key: str) -> list[str]:
        """A list of texts, empty where there is none."""
        value = self.value(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, value, "a list of texts")
        return value

    def integers(self, key: str) -> list[int]:
        """Returns one whole number or a list of them, empty where there is none."""
        value = self.value(key)
        values = value if isinstance(value, list) else [] if value is None else [value]
        if not all(type(item) is int for item in values):
            raise self._wrong(key, value, "a whole number, or a list of them")
        return [item for item in values if item >= 0]

    def has(self, key: str) -> bool:
        return self.value(key) is not None

    def names(self, key: str) -> bool:
        """Whether the key is there, whatever stands behind it."""
        self._read.add(key)
        return key in self._data

    def denies(self, key: str) -> bool:
        """Whether the key is there and says that there is none."""
        return self.names(key) and self._data[key] is None

    def value(self, key: str) -> Any:
        """Returns the value as it stands there, or None where it does not."""
        self._read.add(key)
        return self._data.get(key)

    def is_read(self, key: str) -> bool:
        """Whether anything has asked for the key."""
        return key in self._read

    def unread(self) -> list[str]:
        """The keys with a value that nothing has asked for; of an object as ``key.inner``."""
        own = [key for key in self._data if self._data[key] is not None and key not in self._read]
        inner = [f"{name}.{key}" for name, part in self._parts.items() for key in part.unread()]
        return sorted(own) + sorted(inner)

    def activation(
        self, key: str, default: str, known: Mapping[str, Activation] = ACTIVATIONS
    ) -> Activation:
        name = self.text(key, default)
        if name not in known:
            raise self._wrong(key, name, f"one of {', '.join(known)}")
        return known[name]

    def require(self, key: str, expected: Any, why: str) -> None:
        """Refuse a value that would have to be computed otherwise; a missing key is as expected."""
        value = self.value(key)
        if value is not None and value != expected:
            self.refuse(key, expected, why)

    def refuse(self, key: str, expected: Any, why: str) -> NoReturn:
        """Raises ImportFailed."""
        raise ImportFailed(
            f"{self._name}: {key} is {quoted(self.value(key))}; {expected!r} was expected, "
            f"since {why}."
        )

    def _get(self, key: str, default: Any) -> Any:
        value = self.value(key)
        if value is not None:
            return value
        if default is _REQUIRED:
            raise ImportFailed(f"{self._name} has no {key}; it is needed.")
        return default

    def _wrong(self, key: str, value: Any, expected: str) -> ImportFailed:
        return ImportFailed(f"{self._name}: {key} is {str(value)[:80]!r}; {expected} was expected.")
