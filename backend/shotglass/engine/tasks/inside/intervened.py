"""Generate, compare, score and the next token's logits, with the model changed inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from ....decoding import DecodingSettings
from ....errors import ContextLengthExceeded
from ....events import End, Event, Failed, Score
from ....prompting import Lane, Prompt, check_lanes, render
from ...batching.cancellation import NEVER, CancellationToken
from ...interventions.changes import Change
from ...interventions.model import intervened
from ...model import Engine
from ..compare import compare
from ..generate import generate
from ..logits import NextLogits, next_logits
from ..run import Usage
from ..score import score


def generate_with(
    engine: Engine,
    changes: Sequence[Change],
    prompt: str | Sequence[int],
    settings: DecodingSettings,
    cancelled: CancellationToken = NEVER,
) -> Iterator[Event]:
    """The events of ``generate``. Raises as ``intervened`` does, too, before the first one."""
    engine.require_known(settings)
    with (
        intervened(engine, changes, prompt, cancelled) as model,
        closing(generate(model.engine, prompt, settings, cancelled=cancelled)) as events,
    ):
        yield from model.in_turns(events)


def score_with(
    engine: Engine,
    changes: Sequence[Change],
    prompt: str,
    labels: Sequence[str],
    cancelled: CancellationToken = NEVER,
) -> Score:
    """As ``score``. Raises as ``intervened`` does, too."""
    with intervened(engine, changes, prompt, cancelled) as model:
        return score(model.engine, prompt, labels)


def logits_with(
    engine: Engine,
    changes: Sequence[Change],
    prompt: str | Sequence[int],
    continuation: Sequence[int] = (),
    prompt_top: int | None = None,
    cancelled: CancellationToken = NEVER,
) -> NextLogits:
    """As ``next_logits``. Raises as ``intervened`` does, too."""
    with intervened(engine, changes, prompt, cancelled) as model:
        return next_logits(model.engine, prompt, continuation, prompt_top, cancelled)


def compare_with(
    engine: Engine,
    changes: Sequence[Change],
    prompt: Prompt,
    lanes: Sequence[Lane],
    settings: DecodingSettings,
    cancelled: CancellationToken = NEVER,
) -> Iterator[Event]:
    """The events of ``compare``, one lane after another, since the tokens that ``changes`` name are
    those of each lane's own prompt. A lane that is too long ends with Failed. Raises as ``compare``
    and ``intervened`` do."""
    check_lanes(prompt, lanes)
    engine.require_known(settings)
    usage = Usage()
    ends: list[End] = []
    for lane in lanes:
        try:
            with (
                intervened(engine, changes, render(prompt, lane).text, cancelled) as model,
                closing(compare(model.engine, prompt, [lane], settings, cancelled)) as events,
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
    """One End of several: their tokens, and the time of all of them."""
    return replace(
        clock,
        prompt_tokens=sum(end.prompt_tokens for end in ends),
        computed_prompt_tokens=sum(end.computed_prompt_tokens for end in ends),
        generated_tokens=sum(end.generated_tokens for end in ends),
        first_token_ms=ends[0].first_token_ms if ends else 0.0,
    )
