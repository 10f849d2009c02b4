"""An engine whose model is changed inside: a second scheduler over the explain graph, for one
request. What it is asked, and how it chooses tokens, is all as without interventions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from ...errors import ContextLengthExceeded, InvalidRequest, NonFiniteLogits
from ..batching.cancellation import CancellationToken
from ..batching.search_turns import Turn
from ..model import Engine
from ..runtime.explain_graph import LONGEST
from ..runtime.intervened_session import IntervenedSession
from ..runtime.kv_cache import HostPool
from .changes import Change
from .resolving import resolve

E = TypeVar("E", bound=Engine)
T = TypeVar("T")


@dataclass(frozen=True)
class IntervenedModel(Generic[E]):
    """Use ``intervened``. ``engine`` answers under the interventions."""

    engine: E
    session: IntervenedSession
    turn: Turn

    def in_turns(self, events: Iterator[T]) -> Iterator[T]:
        """The same events; between two of them others have their turn, if this one's was long."""
        for event in events:
            yield event
            if self.turn.over:
                with self.session.let_go():
                    self.turn.pass_on()


@contextmanager
def intervened(
    engine: E,
    changes: Sequence[Change],
    prompt: str | Sequence[int],
    cancelled: CancellationToken,
) -> Iterator[IntervenedModel[E]]:
    """``engine`` under ``changes``, whose tokens are those of ``prompt``. A text with what is
    written has at most LONGEST tokens. One at a time holds a graph; the memory goes with the block.

    Raises as ``resolve`` does, InvalidRequest where no finite numbers come out, and Cancelled while
    others have their turn.
    """
    ids = engine.encode(prompt)
    room = min(engine.context, LONGEST)
    if (over := len(ids) - room) > 0:
        raise ContextLengthExceeded(
            f"The prompt is {len(ids)} tokens; with interventions at most {room} are read: shorten "
            f"it by {over}.",
            over_by=over,
            pointer="/prompt" if isinstance(prompt, str) else "/prompt_ids",
        )
    with engine.searches.turn(cancelled) as turn, only_finite(changes):
        pool = HostPool(engine.manifest.architecture, engine.slots, room)
        session = IntervenedSession(engine.capture, pool, resolve(engine, changes, ids))
        changed = engine.over(session, pool, "with interventions")
        try:
            yield IntervenedModel(changed, session, turn)
        finally:
            changed.close()  # first: then nothing runs any more
            session.close()


@contextmanager
def only_finite(changes: Sequence[Change]) -> Iterator[None]:
    """Raises InvalidRequest where the model computes infinity or what is no number because of the
    ``changes``."""
    try:
        yield
    except NonFiniteLogits as error:
        if not changes:
            raise
        raise InvalidRequest(
            "With these interventions the model computes no finite numbers: use smaller ones.",
            pointer="/interventions",
        ) from error
