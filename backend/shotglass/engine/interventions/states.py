"""States that are replaced and vectors that are added, read against a prompt.

What has to be read off other texts is asked for first; the functions that are returned put it in
its place once it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ...architecture import ModelConfig
from ...errors import InvalidRequest
from ..runtime.session import Floats
from ..runtime.token_changes import MOST, ResidualPatch, ResidualShift
from .changes import PromptState, StateDifference, StatePatch, Steering
from .points import require_place
from .text_reader import TextReader, token_of

NAMED_TOKENS = 512  # in one intervention


def patch(
    change: StatePatch, config: ModelConfig, token: int, reader: TextReader, at: str
) -> Callable[[], ResidualPatch]:
    """Returns a patch at ``token``, counted from 0. Raises InvalidRequest with ``at``, the pointer
    of the intervention."""
    place = change.place
    require_place(place, config, at)
    if isinstance(change.state, PromptState):
        state = reader.state(change.state, place, (f"{at}/prompt", f"{at}/source"))
        return lambda: ResidualPatch(place.layer, token, reader.states[state], place.middle)
    numbers = vector_of(change.state, config, f"{at}/vector")
    return lambda: ResidualPatch(place.layer, token, numbers, place.middle)


def shift(
    change: Steering, config: ModelConfig, tokens: int, reader: TextReader, at: str
) -> Callable[[], ResidualShift]:
    """Raises InvalidRequest, ``at`` being the pointer of the intervention."""
    place = change.place
    require_place(place, config, at)
    named = change.tokens and named_tokens(change.tokens, tokens, f"{at}/tokens")
    start = token_of(change.start, tokens, f"{at}/start", further=1)

    def added(vector: Floats) -> ResidualShift:
        scaled = vector_of(vector, config, f"{at}/scale", change.scale)
        return ResidualShift(place.layer, scaled, start, named, place.middle)

    if isinstance(change.vector, StateDifference):
        more = reader.state(change.vector.more, place, (f"{at}/prompt", f"{at}/token"))
        less = reader.state(change.vector.less, place, (f"{at}/minus", f"{at}/token"))
        return lambda: added(reader.states[more] - reader.states[less])
    numbers = vector_of(change.vector, config, f"{at}/vector")
    return lambda: added(numbers)


def named_tokens(named: Sequence[int], tokens: int, pointer: str) -> tuple[int, ...]:
    """Tokens from 0, each once. Raises InvalidRequest."""
    if len(named) > NAMED_TOKENS:
        raise InvalidRequest(
            f"{len(named)} tokens are named; {NAMED_TOKENS} at most were expected.",
            pointer=pointer,
        )
    each = (token_of(token, tokens, f"{pointer}/{i}") for i, token in enumerate(named))
    return tuple(dict.fromkeys(each))


def vector_of(
    numbers: Sequence[float] | Floats, config: ModelConfig, pointer: str, scale: float = 1.0
) -> Floats:
    """``scale`` times the numbers, (D,) float32. Raises InvalidRequest for another length and for
    numbers beyond MOST."""
    with np.errstate(over="ignore"):  # they are refused below
        vector = (scale * np.asarray(numbers, np.float64)).astype(np.float32)
    if vector.shape != (config.width,):
        raise InvalidRequest(
            f"The vector has {vector.size:,} numbers; {config.width:,}, the model's width, were "
            "expected.",
            pointer=pointer,
        )
    odd = vector[~(np.abs(vector) <= MOST)]
    if odd.size:
        raise InvalidRequest(
            f"A number of the vector is {odd[0]:g}; numbers from {-MOST:g} to {MOST:g} were "
            "expected.",
            pointer=pointer,
        )
    return vector
