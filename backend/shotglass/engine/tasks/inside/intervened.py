"""Generate, compare, score and the next token's logits, of the model as it is or changed inside.

``changes``: None asks the model as it is, by the graph that generates; an empty list changes
nothing and is computed by the graph that explains, as every change is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import overload

from ....decoding import DecodingSettings
from ....errors import ContextLengthExceeded
from ....events import End, Event, Failed, Score
from ....prompting import Lane, Prompt, check_lanes, render
from ...batching.cancellation import NEVER, CancellationToken
from ...interventions.changes import Change, Changes
from ...interventions.model import intervened
from ...model import Engine
from ..compare import compare as compare_as_is
from ..generate import generate as generate_as_is
from ..logits import NextLogits, next_logits
from ..score import score as score_as_is
from ..task_events import TaskEvents, Usage


@overload
def generate(
    engine: Engine,
    prompt: str | Sequence[int],
    settings: DecodingSettings,
    changes: None = None,
    cancelled: CancellationToken = NEVER,
) -> TaskEvents: ...
@overload
def generate(
    engine: Engine,
    prompt: str | Sequence[int],
    settings: DecodingSettings,
    changes: Sequence[Change],
    cancelled: CancellationToken = NEVER,
) -> Iterator[Event]: ...
def generate(
    engine: Engine,
    prompt: str | Sequence[int],
    settings: DecodingSettings,
    changes: Changes = None,
    cancelled: CancellationToken = NEVER,
) -> Iterator[Event]:
    """Yields the events of ``tasks.generate``. Raises what it and ``intervened`` raise, before the
    first."""
    if changes is None:
        return generate_as_is(engine, prompt, settings, cancelled=cancelled)
    return _generate_changed(engine, prompt, settings, changes, cancelled)


def _generate_changed(
    engine: Engine,
    prompt: str | Sequence[int],
    settings: DecodingSettings,
    changes: Sequence[Change],
    cancelled: CancellationToken,
) -> Iterator[Event]:
    engine.require_known(settings)
    with (
        intervened(engine, changes, prompt, cancelled) as model,
        closing(generate_as_is(model.engine, prompt, settings, cancelled=cancelled)) as events,
    ):
        yield from model.in_turns(events)


def score(
    engine: Engine,
    prompt: str,
    labels: Sequence[str],
    changes: Changes = None,
    cancelled: CancellationToken = NEVER,
) -> Score:
    """Scores how probable each label is after the prompt. Raises what ``tasks.score`` and
    ``intervened`` raise."""
    if changes is None:
        return score_as_is(engine, prompt, labels)
    with intervened(engine, changes, prompt, cancelled) as model:
        return score_as_is(model.engine, prompt, labels)


def logits(
    engine: Engine,
    prompt: str | Sequence[int],
    continuation: Sequence[int] = (),
    changes: Changes = None,
    prompt_top: int | None = None,
    cancelled: CancellationToken = NEVER,
) -> NextLogits:
    """Returns what follows a prompt and a continuation, as ``next_logits`` does. Raises as that and
    ``intervened`` do."""
    if changes is None:
        return next_logits(engine, prompt, continuation, prompt_top, cancelled)
    with intervened(engine, changes, prompt, cancelled) as model:
        return next_logits(model.engine, prompt, continuation, prompt_top, cancelled)


@overload
def compare(
    engine: Engine,
    prompt: Prompt,
    lanes: Sequence[Lane],
    settings: DecodingSettings,
    changes: None = None,
    cancelled: CancellationToken = NEVER,
) -> TaskEvents: ...
@overload
def compare(
    engine: Engine,
    prompt: Prompt,
    lanes: Sequence[Lane],
    settings: DecodingSettings,
    changes: Sequence[Change],
    cancelled: CancellationToken = NEVER,
) -> Iterator[Event]: ...
def compare(
    engine: Engine,
    prompt: Prompt,
    lanes: Sequence[Lane],
    settings: DecodingSettings,
    changes: Changes = None,
    cancelled: CancellationToken = NEVER,
) -> Iterator[Event]:
    """Yields the events of ``tasks.compare``. With ``changes`` the lanes come one after another,
    since the tokens that the changes name are those of each lane's own prompt, and a lane that is
    too long ends with Failed. Raises what ``tasks.compare`` and ``intervened`` raise."""
    if changes is None:
        return compare_as_is(engine, prompt, lanes, settings, cancelled)
    return _compare_changed(engine, prompt, lanes, settings, changes, cancelled)


def _compare_changed(
    engine: Engine,
    prompt: Prompt,
    lanes: Sequence[Lane],
    settings: DecodingSettings,
    changes: Sequence[Change],
    cancelled: CancellationToken,
) -> Iterator[Event]:
    check_lanes(prompt, lanes)
    engine.require_known(settings)
    usage = Usage()
    ends: list[End] = []
    for lane in lanes:
        try:
            with (
                intervened(engine, changes, render(prompt, lane).text, cancelled) as model,
                closing(compare_as_is(model.engine, prompt, [lane], settings, cancelled)) as events,
            ):
                for event in model.in_turns(events):
                    if isinstance(event, End):
                        ends.append(event)
                    else:
                        yield event
        except ContextLengthExceeded as error:
            yield Failed(lane.id, error.problem())
    yield _together(ends, usage.end())


def _together(ends: Sequence[End], clock: End) -> End:
    """Returns one End for several, with the sum of their tokens and their time."""
    return replace(
        clock,
        prompt_tokens=sum(end.prompt_tokens for end in ends),
        computed_prompt_tokens=sum(end.computed_prompt_tokens for end in ends),
        generated_tokens=sum(end.generated_tokens for end in ends),
        first_token_ms=ends[0].first_token_ms if ends else 0.0,
    )
