"""Bounds of settings, told in sentences that name the field and the way out."""

from __future__ import annotations

from ..errors import InvalidRequest


def check_whole(name: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InvalidRequest(
            f"{name} is {value!r}; a whole number from {low} to {high} was expected.",
            pointer=f"/settings/{name}",
        )


def check_number(name: str, value: float, bounds: str, inside: bool) -> None:
    if isinstance(value, bool) or not inside:
        raise InvalidRequest(
            f"{name} is {value!r}; a number {bounds} was expected.", pointer=f"/settings/{name}"
        )
