"""The settings by which the next token is chosen and a text ends, checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from ..bounds import Bound
from ..errors import InvalidRequest
from .constraint import Constraint

MAX_SEED = 2**53 - 1  # the largest whole number that JSON readers agree on
MOST_BIASES = 1024
MOST_STOPS = 16
LONGEST_STOP = 200  # code points
LARGEST_BIAS = 100

LogitBias = tuple[tuple[int, float], ...]  # (token id, what is added to its logit)


def _knob(default: float, bound: Bound, help: str) -> Any:
    """A number that is checked; the fields of requests and the options of the command line are
    made from it."""
    return field(default=default, metadata={"bound": bound, "help": help})


@dataclass(frozen=True)
class DecodingSettings:
    """Raises InvalidRequest (pointer ``/settings/<name>``) for a value out of bounds.

    ``temperature`` 0 is greedy. ``top_k`` 0, ``top_p`` 1, ``min_p`` 0, ``repetition_penalty`` 1,
    ``presence_penalty`` 0 and ``frequency_penalty`` 0 are off. ``logit_bias`` holds pairs of a
    token id and what is added to its logit, and is kept sorted by id. ``constraint`` is what the
    texts are held to. In which order all of these act: see ``choose``. ``n`` samples share the
    prompt; ``seed`` fixes all of them. ``stop`` strings end a text and are not part of it.
    """

    max_tokens: int = _knob(16, Bound(1, 4096, whole=True), "Tokens to write at most.")
    temperature: float = _knob(0.8, Bound(0, 5), "0 takes the likeliest token each time.")
    top_k: int = _knob(
        0, Bound(0, 1_000_000, whole=True), "Draw from the k likeliest tokens; 0 is all."
    )
    top_p: float = _knob(
        1.0, Bound(0, 1, above=True), "Draw from the likeliest tokens that hold this share."
    )
    n: int = _knob(1, Bound(1, 8, whole=True), "Samples.")
    seed: int = _knob(0, Bound(0, MAX_SEED, whole=True), "Fixes every sample.")
    stop: tuple[str, ...] = ()
    min_p: float = _knob(
        0.0, Bound(0, 1), "Draw from tokens at least this likely beside the likeliest."
    )
    repetition_penalty: float = _knob(
        1.0, Bound(0, 100, above=True), "Above 1 makes tokens that were seen less likely."
    )
    presence_penalty: float = _knob(
        0.0, Bound(-2, 2), "Taken from the logit of tokens that were written."
    )
    frequency_penalty: float = _knob(
        0.0, Bound(-2, 2), "The same, for each time they were written."
    )
    logit_bias: LogitBias = ()
    constraint: Constraint | None = None

    def __post_init__(self) -> None:
        for name, bound in BOUNDS.items():
            bound.check(name, getattr(self, name))
        _stops(self.stop)
        if self.logit_bias:
            if len(self.logit_bias) > MOST_BIASES:
                raise InvalidRequest(
                    f"logit_bias names {len(self.logit_bias)} tokens; {MOST_BIASES} at most were "
                    "expected.",
                    pointer="/settings/logit_bias",
                )
            for id, value in self.logit_bias:
                pointer = f"/settings/logit_bias/{id}"
                if isinstance(id, bool) or not isinstance(id, int) or id < 0:
                    raise InvalidRequest(
                        f"logit_bias names token {id!r}; an id of the vocabulary was expected.",
                        pointer=pointer,
                    )
                if isinstance(value, bool) or not math.isfinite(value) or abs(value) > LARGEST_BIAS:
                    raise InvalidRequest(
                        f"logit_bias of token {id} is {value!r}; a number from -{LARGEST_BIAS} to "
                        f"{LARGEST_BIAS} was expected.",
                        pointer=pointer,
                    )
            if len({id for id, _ in self.logit_bias}) < len(self.logit_bias):
                raise InvalidRequest(
                    "logit_bias names a token twice; each id once was expected.",
                    pointer="/settings/logit_bias",
                )
            object.__setattr__(
                self,
                "logit_bias",
                tuple(sorted((id, float(value)) for id, value in self.logit_bias)),
            )

    @property
    def greedy(self) -> bool:
        return self.temperature == 0


_KNOBS = {
    setting.name: setting.metadata for setting in fields(DecodingSettings) if setting.metadata
}
BOUNDS: Mapping[str, Bound] = {name: knob["bound"] for name, knob in _KNOBS.items()}
HELP: dict[str, str] = {name: knob["help"] for name, knob in _KNOBS.items()}


def _stops(stops: tuple[str, ...]) -> None:
    if len(stops) > MOST_STOPS:
        raise InvalidRequest(
            f"There are {len(stops)} stop strings; {MOST_STOPS} at most were expected.",
            pointer="/settings/stop",
        )
    for index, stop in enumerate(stops):
        if not 1 <= len(stop) <= LONGEST_STOP:
            raise InvalidRequest(
                f"Stop string {index + 1} has {len(stop)} characters; 1 to {LONGEST_STOP} "
                "were expected.",
                pointer=f"/settings/stop/{index}",
            )
