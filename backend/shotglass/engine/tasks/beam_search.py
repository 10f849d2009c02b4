"""Beam search over one prompt: its tree as it grows, then the best of what has finished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...decoding import Beam, BeamSettings, Constraint
from ...errors import InvalidRequest
from ...events import BeamNode, BeamResult, BeamStep, Event, Found, Reason
from ..batching.cancellation import NEVER, CancellationToken
from ..batching.messages import BeamAdvanced, Message
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.beam_search import BeamSearch
from .generate import LanePlan, pointer_of, start_event
from .logits import check_continuation
from .task_events import Submission, task


@task
def beam(
    engine: Engine,
    prompt: str | Sequence[int],
    settings: BeamSettings,
    cancelled: CancellationToken = NEVER,
    continuation: Sequence[int] = (),
    constraint: Constraint | None = None,
) -> Iterator[Event | Submission]:
    """Yields a Start, a BeamStep for each step, a Found and an End. It is cancelled as ``generate``
    is.

    Hypotheses share the prompt's cache and are decoded together, one token a step, so that their
    bits are those of a sample that wrote them. The tokens of ``continuation`` are taken after the
    prompt, as in ``next_logits``; the tree begins after them. Hypotheses are held to the
    ``constraint`` and ranked by the model's own probabilities. ``prompt``: a text, or token ids,
    one or more. Raises ContextLengthExceeded, InvalidRequest, TokenOutOfRange or QueueFull before
    the first event.
    """
    check_continuation(continuation, engine.vocabulary)
    ids = engine.encode(prompt)
    engine.require_room(ids, len(continuation) + settings.max_tokens, pointer_of(prompt))
    if settings.width > engine.slots:
        raise InvalidRequest(
            f"width is {settings.width}; the server has {engine.slots} slots for sequences, and "
            f"each hypothesis needs one: {engine.slots} at most were expected.",
            pointer="/settings/width",
        )

    def events(message: Message) -> Iterator[Event]:
        if isinstance(message, BeamAdvanced):
            yield _step(engine, message.beam)
            if message.beam.done:
                yield _best(engine, message.beam, constraint is not None)

    grammar = engine.grammars.compile(constraint) if constraint else None
    search = BeamSearch(settings, engine.manifest.stop_ids, continuation, grammar)
    start = start_event(engine, LanePlan.bare(engine, "", prompt, ids), settings.n)
    yield Submission(Job([ids], search, cancelled=cancelled), events, [start])


def _step(engine: Engine, beam: Beam) -> BeamStep:
    nodes = tuple(
        BeamNode(
            node.node,
            node.parent,
            node.id,
            engine.tokenizer.token_text(node.id),
            node.logprob,
            node.total,
            node.fate,
            node.score,
            node.removed_mass,
        )
        for node in beam.grown
    )
    return BeamStep("", beam.length - 1, nodes)


def _best(engine: Engine, beam: Beam, held: bool) -> Found:
    """A token that ends the text is no part of it. ``held``: to a constraint."""
    results = []
    for hypothesis in beam.best():
        ids = hypothesis.ids
        ended = ids[-1] in engine.manifest.stop_ids
        text = engine.tokenizer.decode(ids[:-1] if ended else ids)
        reason: Reason = "stop_token" if ended else "length"
        removed = -hypothesis.allowed_logprob if held else None
        own = hypothesis.logprob, hypothesis.score, removed
        results.append(BeamResult(hypothesis.node, ids, text, reason, *own))
    return Found("", tuple(results), len(beam.finished))
