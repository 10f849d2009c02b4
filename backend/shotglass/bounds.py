"""What a value may be, declared once: in numbers or in words, checked with errors that name the
field, described as a JSON schema, and used as the annotation of a field that ``parsing`` reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_type_hints

from .errors import InvalidRequest, Phrase


@dataclass(frozen=True)
class Bound:
    """A number from ``low`` to ``high``, or with ``above`` one that is more than ``low``;
    ``whole``: an integer."""

    low: float
    high: float
    above: bool = False
    whole: bool = False

    def __str__(self) -> str:
        kind = Phrase("a whole number") if self.whole else Phrase("a number")
        if self.above:
            return Phrase(
                "$kind above $low, up to $high", kind=kind, low=self.low, high=f"{self.high:,}"
            )
        low, high = f"{self.low:,}", f"{self.high:,}"
        return Phrase("$kind from $low to $high", kind=kind, low=low, high=high)

    def check(self, name: str, value: float) -> None:
        """Raises InvalidRequest (pointer ``/settings/<name>``) for a value out of bounds."""
        if not self.holds(value):
            raise InvalidRequest(
                f"{name} is {value!r}; {self} was expected.", pointer=f"/settings/{name}"
            )

    def schema(self) -> dict[str, float]:
        """As JSON schema's keywords."""
        return {"exclusiveMinimum" if self.above else "minimum": self.low, "maximum": self.high}

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        return _checked(handler(source), self.holds)

    def holds(self, value: Any) -> bool:
        if isinstance(value, bool) or not isinstance(value, int if self.whole else int | float):
            return False
        return (self.low < value if self.above else self.low <= value) and value <= self.high


@dataclass(frozen=True)
class Rule:
    """What a value must be beyond its type, in words and as a function of it.

    The words describe the whole value, also where only a part of it is wrong.
    """

    expected: str
    holds: Callable[[Any], object] = lambda _: True

    def __str__(self) -> str:
        return self.expected

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        return _checked(handler(source), self.holds)


Positive = Annotated[float, Rule("a finite number above 0", Bound(0, 1e300, above=True).holds)]


def rule_of(annotation: Any) -> Bound | Rule | None:
    """The first that an annotation has."""
    rules = getattr(annotation, "__metadata__", ())
    return next((rule for rule in rules if isinstance(rule, Bound | Rule)), None)


@cache
def rules_of(kind: type) -> Mapping[str, Bound | Rule]:
    """Of a dataclass, by field, for those that are not made by ``parsing`` alone."""
    rules = {
        name: rule_of(hint) for name, hint in get_type_hints(kind, include_extras=True).items()
    }
    return {name: rule for name, rule in rules.items() if rule is not None}


def _checked(schema: Any, holds: Callable[[Any], object]) -> Any:
    """pydantic's ``schema``, of values that hold too."""
    from pydantic_core import core_schema

    def check(value: Any) -> Any:
        if not holds(value):
            raise ValueError("it does not hold")
        return value

    return core_schema.no_info_after_validator_function(check, schema)


def whole(value: object) -> object:
    """16.0 is an integer in JSON; Python's other ideas of an integer (True, "16") are not."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
