"""How the next token is chosen and when a text ends: the knobs and the stops, checked."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..errors import InvalidRequest
from .bounds import check_number, check_whole

MAX_SEED = 2**53 - 1  # the largest whole number that JSON readers agree on
MOST_BIASES = 1024

LogitBias = tuple[tuple[int, float], ...]  # (token id, what is added to its logit)


@dataclass(frozen=True)
class DecodingSettings:
    """Raises InvalidRequest (pointer ``/settings/<name>``) for a value out of bounds.

    ``temperature`` 0 is greedy. ``top_k`` 0, ``top_p`` 1, ``min_p`` 0, ``repetition_penalty`` 1,
    ``presence_penalty`` 0 and ``frequency_penalty`` 0 are off. ``logit_bias`` holds pairs of a
    token id and what is added to its logit, and is kept sorted by id. In which order all of these
    act: see ``choose``. ``n`` samples share the prompt; ``seed`` fixes all of them. ``stop``
    strings end a text and are not part of it.
    """

    max_tokens: int = 16
    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 1.0
    n: int = 1
    seed: int = 0
    stop: tuple[str, ...] = ()
    min_p: float = 0.0
    repetition_penalty: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    logit_bias: LogitBias = ()

    def __post_init__(self) -> None:
        check_whole("max_tokens", self.max_tokens, 1, 4096)
        check_whole("top_k", self.top_k, 0, 1_000_000)
        check_whole("n", self.n, 1, 8)
        check_whole("seed", self.seed, 0, MAX_SEED)
        check_number("temperature", self.temperature, "from 0 to 5", 0 <= self.temperature <= 5)
        check_number("top_p", self.top_p, "above 0, up to 1", 0 < self.top_p <= 1)
        check_number("min_p", self.min_p, "from 0 to 1", 0 <= self.min_p <= 1)
        repetition = self.repetition_penalty
        check_number("repetition_penalty", repetition, "above 0, up to 100", 0 < repetition <= 100)
        for name in ("presence_penalty", "frequency_penalty"):
            check_number(name, getattr(self, name), "from -2 to 2", -2 <= getattr(self, name) <= 2)
        _stops(self.stop)
        object.__setattr__(self, "logit_bias", _biases(self.logit_bias))

    @property
    def greedy(self) -> bool:
        return self.temperature == 0


def _biases(pairs: LogitBias) -> LogitBias:
    if len(pairs) > MOST_BIASES:
        raise InvalidRequest(
            f"logit_bias names {len(pairs)} tokens; {MOST_BIASES} at most were expected.",
            pointer="/settings/logit_bias",
        )
    for id, value in pairs:
        _bias(id, value)
    if len({id for id, _ in pairs}) < len(pairs):
        raise InvalidRequest(
            "logit_bias names a token twice; each id once was expected.",
            pointer="/settings/logit_bias",
        )
    return tuple(sorted((id, float(value)) for id, value in pairs))


def _bias(id: int, value: float) -> None:
    pointer = f"/settings/logit_bias/{id}"
    if isinstance(id, bool) or not isinstance(id, int) or id < 0:
        raise InvalidRequest(
            f"logit_bias names token {id!r}; an id of the vocabulary was expected.", pointer=pointer
        )
    if isinstance(value, bool) or not math.isfinite(value) or not -100 <= value <= 100:
        raise InvalidRequest(
            f"logit_bias of token {id} is {value!r}; a number from -100 to 100 was expected.",
            pointer=pointer,
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
