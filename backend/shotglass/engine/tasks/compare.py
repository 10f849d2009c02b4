"""Zero-, one- and few-shot side by side: one prompt object, several lanes, one batch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...decoding import DecodingSettings
from ...errors import ContextLengthExceeded, InvalidRequest
from ...events import Event, Failed
from ...prompting import Lane, Prompt, check_lanes, render
from ..batching.cancellation import NEVER, CancellationToken
from ..model import Engine
from .generate import LanePlan, follow
from .reasoning import ReasoningPlan, reason
from .task_events import Submission, task


@task
def compare(
    engine: Engine,
    prompt: Prompt,
    lanes: Sequence[Lane],
    settings: DecodingSettings,
    cancelled: CancellationToken = NEVER,
) -> Iterator[Event | Submission]:
    """Yields the events of all lanes. Every lane equals the single call with its rendered prompt,
    bit for bit.

    A lane that is too long for the context ends with a Failed event of its own; the others
    continue. Other bad requests raise before the first event. Where ``settings`` name no stop
    strings, the prompt's own apply. ``cancelled`` as in ``generate``. Lanes with reasoning run
    after all lanes without it have ended: see ``reasoning``.
    """
    check_lanes(prompt, lanes)
    engine.require_known(settings)
    grammar = engine.grammars.compile(settings.constraint) if settings.constraint else None
    if not settings.stop:
        settings = replace(settings, stop=prompt.stops)
    direct: list[LanePlan] = []
    reasoned: list[LanePlan] = []
    failures: list[Failed] = []
    for lane in lanes:
        try:
            plan = _plan(engine, prompt, lane, settings)
            (reasoned if lane.reasoning else direct).append(plan)
        except ContextLengthExceeded as error:
            failures.append(Failed(lane.id, _with_advice(engine, prompt, lane, settings, error)))
    yield from failures
    yield follow(engine, direct, settings, grammar, cancelled)
    if reasoned:
        reasoning = replace(_reasoning(prompt, settings), grammar=grammar)
        yield from reason(engine, reasoned, reasoning, cancelled)


def _reasoning(prompt: Prompt, settings: DecodingSettings) -> ReasoningPlan:
    labels = tuple(label.text for label in prompt.labels)
    return ReasoningPlan(prompt.parsed.delimiter, labels, settings)


def _plan(engine: Engine, prompt: Prompt, lane: Lane, settings: DecodingSettings) -> LanePlan:
    labels = () if lane.reasoning else [label.text for label in prompt.labels]
    rendered, new_tokens = render(prompt, lane), settings.max_tokens
    try:
        plan = LanePlan.rendered(engine, lane.id, rendered, labels, new_tokens)
        if lane.reasoning:
            _reasoning(prompt, settings).require_room(engine, plan)
        return plan
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
            _plan(engine, prompt, shorter, settings)
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
