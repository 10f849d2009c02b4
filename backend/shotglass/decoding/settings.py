"""How the next token is chosen and when a text ends: the six knobs and the stops, checked."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import InvalidRequest

MAX_SEED = 2**53 - 1  # the largest whole number that JSON readers agree on


@dataclass(frozen=True)
class DecodingSettings:
    """Raises InvalidRequest (pointer ``/settings/<name>``) for a value out of bounds.

    ``temperature`` 0 is greedy. ``top_k`` 0 and ``top_p`` 1 are off. ``n`` samples share the
    prompt; ``seed`` fixes all of them. ``stop`` strings end a text and are not part of it.
    """

    max_tokens: int = 16
    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 1.0
    n: int = 1
    seed: int = 0
    stop: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _whole("max_tokens", self.max_tokens, 1, 4096)
        _whole("top_k", self.top_k, 0, 1_000_000)
        _whole("n", self.n, 1, 8)
        _whole("seed", self.seed, 0, MAX_SEED)
        _number("temperature", self.temperature, "from 0 to 5", 0 <= self.temperature <= 5)
        _number("top_p", self.top_p, "above 0, up to 1", 0 < self.top_p <= 1)
        _stops(self.stop)

    @property
    def greedy(self) -> bool:
        return self.temperature == 0


def _whole(name: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InvalidRequest(
            f"{name} is {value!r}; a whole number from {low} to {high} was expected.",
            pointer=f"/settings/{name}",
        )


def _number(name: str, value: float, bounds: str, inside: bool) -> None:
    if isinstance(value, bool) or not inside:
        raise InvalidRequest(
            f"{name} is {value!r}; a number {bounds} was expected.", pointer=f"/settings/{name}"
        )


def _stops(stops: tuple[str, ...]) -> None:
    if len(stops) > 16:
        raise InvalidRequest(
            f"There are {len(stops)} stop strings; 16 at most were expected.",
            pointer="/settings/stop",
        )
    for index, stop in enumerate(stops):
        if not 1 <= len(stop) <= 200:
            raise InvalidRequest(
                f"Stop string {index + 1} has {len(stop)} characters; 1 to 200 were expected.",
                pointer=f"/settings/stop/{index}",
            )
