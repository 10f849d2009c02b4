"""Zero-, one- and few-shot side by side: one prompt object, several lanes, one batch."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..decoding import DecodingSettings
from ..errors import ContextLengthExceeded, InvalidRequest
from ..events import Event, Failed
from ..prompting import Lane, Prompt, check_lanes, render
from .engine import Engine
from .plan import LanePlan, follow


def compare(
    engine: Engine,
    prompt: Prompt,
    lanes: Sequence[Lane],
    settings: DecodingSettings,
    cancelled: threading.Event | None = None,
) -> Iterator[Event]:
    """Every lane equals the single call with its rendered prompt, bit for bit.

    A lane too long for the context is told by a Failed event of its own; the others go on. Other
    bad requests raise before the first event. Where ``settings`` name no stop strings, the
    prompt's own apply. ``cancelled`` as in ``generate``.
    """
    check_lanes(prompt, lanes)
    if not settings.stop:
        settings = replace(settings, stop=prompt.stops)
    plans: list[LanePlan] = []
    failures: list[Failed] = []
    for lane in lanes:
        try:
            plans.append(_plan(engine, prompt, lane, settings.max_tokens))
        except ContextLengthExceeded as error:
            failures.append(Failed(lane.id, _with_advice(engine, prompt, lane, settings, error)))
    yield from failures
    yield from follow(engine, plans, settings, cancelled)


def _plan(engine: Engine, prompt: Prompt, lane: Lane, new_tokens: int) -> LanePlan:
    labels = [label.text for label in prompt.labels]
    try:
        return LanePlan.rendered(engine, lane.id, render(prompt, lane), labels, new_tokens)
    except InvalidRequest as error:
        if error.pointer.startswith("/labels"):  # here they are the prompt object's
            error.pointer = f"/prompt{error.pointer}"
        raise


def _with_advice(
    engine: Engine,
    prompt: Prompt,
    lane: Lane,
    settings: DecodingSettings,
    error: ContextLengthExceeded,
) -> dict[str, object]:
    """The problem, with how many examples must go for the lane to fit."""

    def fits(dropped: int) -> bool:
        shorter = replace(lane, shots=lane.shots[: len(lane.shots) - dropped])
        try:
            _plan(engine, prompt, shorter, settings.max_tokens)
        except ContextLengthExceeded:
            return False
        return True

    fewer = bisect_left(range(len(lane.shots) + 1), True, lo=1, key=fits)
    if fewer > len(lane.shots):
        return error.problem()
    advice = f" Dropping {fewer} example{'s' if fewer > 1 else ''} makes it fit."
    return ContextLengthExceeded(
        error.detail + advice, over_by=error.over_by, pointer=f"/lanes/{lane.id}"
    ).problem()
