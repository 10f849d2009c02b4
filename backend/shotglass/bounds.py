"""Bounds of settings: checked in sentences that name the field, and told as a JSON schema."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import InvalidRequest


@dataclass(frozen=True)
class Bound:
    """A number from ``low`` to ``high``, or with ``above`` one that is more than ``low``;
    ``whole``: an integer."""

    low: float
    high: float
    above: bool = False
    whole: bool = False

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        start = f"above {self.low}, up to" if self.above else f"from {self.low} to"
        return f"{kind} {start} {self.high}"

    def check(self, name: str, value: float) -> None:
        """Raises InvalidRequest (pointer ``/settings/<name>``) for a value out of bounds."""
        if not self._holds(value):
            raise InvalidRequest(
                f"{name} is {value!r}; {self} was expected.", pointer=f"/settings/{name}"
            )

    def schema(self) -> dict[str, float]:
        """As JSON schema's keywords."""
        return {"exclusiveMinimum" if self.above else "minimum": self.low, "maximum": self.high}

    def _holds(self, value: float) -> bool:
        if isinstance(value, bool) or self.whole and not isinstance(value, int):
            return False
        return (self.low < value if self.above else self.low <= value) and value <= self.high
