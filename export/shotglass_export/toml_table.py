"""One table of a TOML file, read key by key: wrong types and unknown keys become one sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from shotglass.errors import RecipeInvalid


class Table:
    """Takes keys out one by one; ``end()`` refuses what nobody took, since a typo must not be
    silent. Every method raises RecipeInvalid."""

    def __init__(self, values: Mapping[str, Any], name: str = "") -> None:
        self.name, self._left = name, dict(values)
        self._taken: list[str] = []

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, default)
        return value if isinstance(value, str) else self.refuse(key, value, "a text was expected")

    def integer(
        self, key: str, default: int | None = None, *, least: int = 0, most: int = 1 << 53
    ) -> int:
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.refuse(key, value, f"a whole number of {least} or more was expected")
        if value > most:
            self.refuse(key, value, f"{most} is the largest")
        return int(value)

    def optional_integer(self, key: str, *, least: int = 0, most: int = 1 << 53) -> int | None:
        """None if it is not there."""
        if key not in self:
            self._taken.append(key)
            return None
        return self.integer(key, least=least, most=most)

    def number(
        self, key: str, default: float | None = None, *, least: float = 0.0, most: float = 1e18
    ) -> float:
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(key, value, "a number was expected")
        if not least <= value <= most:  # also refuses nan
            self.refuse(key, value, f"a number from {least:g} to {most:g} was expected")
        return float(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        value = self._take(key, default)
        return value if isinstance(value, bool) else self.refuse(key, value, "write true or false")

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self._take(key, default)
        if value not in choices:
            self.refuse(key, value, f"one of {', '.join(choices)} was expected")
        return str(value)

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self._take(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            self.refuse(key, value, "a list of texts was expected")
        return tuple(value)

    def numbers(self, key: str, default: tuple[float, ...] | None = None) -> tuple[float, ...]:
        value = self._take(key, default)
        if not isinstance(value, list | tuple) or not all(_is_number(item) for item in value):
            self.refuse(key, value, "a list of numbers was expected")
        return tuple(value)

    def integers(self, key: str, default: tuple[int, ...] | None = None) -> tuple[int, ...]:
        """One or more whole numbers from 0."""
        values = self.numbers(key, default)
        if not values or not all(isinstance(value, int) and value >= 0 for value in values):
            self.refuse(key, list(values), "a list of whole numbers from 0 was expected")
        return tuple(int(value) for value in values)

    def shares(self, key: str) -> dict[str, float]:
        """A table of names and numbers from 0; empty if it is not there."""
        value = self._take(key, {})
        if not isinstance(value, dict) or not all(
            _is_number(item) and item >= 0 for item in value.values()
        ):
            self.refuse(key, value, "a table of names and numbers from 0 was expected")
        return {name: float(share) for name, share in value.items()}

    def table(self, key: str) -> Table:
        value = self._take(key, None)
        name = f"{self.name}.{key}" if self.name else key
        return (
            Table(value, name) if isinstance(value, dict)
            else self.refuse(key, value, f"a table [{name}] was expected")
        )  # fmt: skip

    def tables(self, key: str) -> list[Table]:
        """The tables of ``[[key]]``; none if it is not there."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(key, value, f"tables [[{key}]] were expected")
        return [Table(item, f"{key}.{number}") for number, item in enumerate(value, 1)]

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def end(self) -> None:
        for key, value in self._left.items():
            near = get_close_matches(key, self._taken, 1)
            known = f"did you mean {near[0]}" if near else f"{self._place()} knows {self._known()}"
            self.refuse(key, value, f"there is no such key; {known}")

    def refuse(self, key: str, value: Any, expected: str) -> Any:
        """Raises RecipeInvalid: the key, its value, what was ``expected``."""
        shown = repr(value) if len(repr(value)) <= 80 else repr(value)[:77] + "..."
        where = f"{self.name}.{key}" if self.name else key
        raise RecipeInvalid(f"{where} = {shown}: {expected}.")

    def _take(self, key: str, default: Any) -> Any:
        self._taken.append(key)
        if key in self._left:
            return self._left.pop(key)
        if default is None:
            raise RecipeInvalid(f"{self._place()} lacks the key {key!r}: add it.")
        return default

    def _known(self) -> str:
        return ", ".join(sorted(self._taken))

    def _place(self) -> str:
        return f"[{self.name}]" if self.name else "the recipe"


def read_toml(path: Path) -> Table:
    """Raises RecipeInvalid for a file that is not there or is no TOML."""
    try:
        return Table(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise RecipeInvalid(
            f"The recipe {path} cannot be read ({error.strerror}): name a .toml file."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeInvalid(f"The recipe {path} is not TOML: {error}.") from error
    except RecursionError as error:
        raise RecipeInvalid(
            f"The recipe {path} is nested too deep; tables and lists of a few levels were expected."
        ) from error


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
