"""Continue one prompt: tokens, each with the distribution it was drawn from."""

from __future__ import annotations

from collections.abc import Iterator

from ...decoding import DecodingSettings
from ...events import Event
from ..batching.cancellation import Leaving
from ..model import Engine
from .plan import LanePlan, follow
from .tally import Tally


def generate(
    engine: Engine,
    prompt: str,
    settings: DecodingSettings,
    lane: str = "",
    cancelled: Leaving | None = None,
) -> Iterator[Event]:
    """Start, Tokens and a Done for each of n samples, End. Closing the iterator cancels, and so
    does ``cancelled`` while the iterator is waiting.

    Raises ContextLengthExceeded, InvalidRequest or QueueFull before the first event.
    """
    ids = engine.encode(prompt)
    engine.require_room(ids, settings.max_tokens)
    engine.require_known(settings)
    plan = LanePlan.bare(engine, lane, prompt, ids)
    tally = Tally()
    yield from follow(engine, [plan], settings, cancelled, tally)
    yield tally.end()
