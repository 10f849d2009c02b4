"""Beam search over one prompt: its tree as it grows, then the best of what has finished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...decoding import Beam, BeamSettings
from ...decoding.beam_search import Finished, Node
from ...errors import InvalidRequest
from ...events import BeamNode, BeamResult, BeamStep, Event, Found, Pause, Reason
from ..batching.cancellation import CancellationToken
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.beam_search import BeamSearch
from .generate import LanePlan, pointer_of, start_event
from .logits import check_continuation
from .run import Usage, searching


def beam(
    engine: Engine,
    prompt: str | Sequence[int],
    settings: BeamSettings,
    cancelled: CancellationToken | None = None,
    continuation: Sequence[int] = (),
) -> Iterator[Event]:
    """Start, a BeamStep for each step, Found, End. Cancelling as in ``generate``.

    Hypotheses share the prompt's cache and are decoded together, one token a step, so that their
    bits are those of a sample that wrote them. The tokens of ``continuation`` are taken after the
    prompt, as in ``next_logits``; the tree begins after them. ``prompt``: a text, or token ids, one
    or more. Raises ContextLengthExceeded, InvalidRequest, TokenOutOfRange or QueueFull before the
    first event.
    """
    check_continuation(continuation, engine.vocabulary)
    ids = engine.encode(prompt)
    engine.require_room(ids, len(continuation) + settings.max_tokens, pointer_of(prompt))
    _require_slots(engine, settings.width)
    search = BeamSearch(settings, engine.manifest.stop_ids, forced=continuation)
    job = Job([ids], search, cancelled=cancelled)
    usage = Usage()
    usage.job(job)
    with searching(engine, job) as steps:
        yield start_event(engine, LanePlan.bare(engine, "", prompt, ids), settings.n)
        for step in steps:
            if isinstance(step, Pause):
                yield step
                continue
            usage.token()
            yield _step(engine, step)
            if step.done:
                yield _found(engine, step)
    yield usage.end()


def _require_slots(engine: Engine, width: int) -> None:
    if width > engine.slots:
        raise InvalidRequest(
            f"width is {width}; the server has {engine.slots} slots for sequences, and each "
            f"hypothesis needs one: {engine.slots} at most were expected.",
            pointer="/settings/width",
        )


def _step(engine: Engine, beam: Beam) -> BeamStep:
    return BeamStep("", beam.length - 1, tuple(_node(engine, node) for node in beam.grown))


def _node(engine: Engine, node: Node) -> BeamNode:
    piece = engine.tokenizer.token_text(node.id)
    numbers = (node.logprob, node.total, node.fate, node.score)
    return BeamNode(node.node, node.parent, node.id, piece, *numbers)


def _found(engine: Engine, beam: Beam) -> Found:
    return Found("", tuple(_result(engine, one) for one in beam.best()), len(beam.finished))


def _result(engine: Engine, one: Finished) -> BeamResult:
    ended = one.ids[-1] in engine.manifest.stop_ids
    text = engine.tokenizer.decode(one.ids[:-1] if ended else one.ids)
    reason: Reason = "stop_token" if ended else "length"
    return BeamResult(one.node, one.ids, text, reason, one.logprob, one.score)
