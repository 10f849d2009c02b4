"""The interface between the scheduler and a decoding strategy, which begins after a prompt and then
takes steps.

The scheduler computes logits and knows no strategy by name. A new strategy is a new file in
``engine/strategies`` with a class that implements ``Strategy``, and a task that makes a ``Job``
with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...decoding import Prediction
from ...text import Tokenizer
from ..runtime.session import Logits, Session
from .messages import Crashed, Message

if TYPE_CHECKING:
    from .sequence import ActiveBatch, Job, TokenSequence


@dataclass(frozen=True)
class DecodingContext:
    """The objects that strategies work with: the ``batch`` whose sequences they fork and release,
    and ``reports``, the messages that are delivered when all sequences of a step have their next
    token. ``end_tokens`` (EOS) are the ids that end a text."""

    session: Session
    batch: ActiveBatch
    tokenizer: Tokenizer
    end_tokens: frozenset[int]
    reports: list[tuple[Job, Message | Crashed]] = field(default_factory=list)


class Strategy:
    """Decodes the sequences of one job; made for that job, and called by the engine thread alone.

    ``samples``: how many sequences follow each prompt, each with one message that ends it; 0 where
    nothing follows. ``width``: how many slots one sequence may grow to; ``reserved``: those that
    the job's sequences may still grow into, which no other sequence gets. ``steps_alone``: whether
    ``step_alone`` is to be asked.
    """

    samples: int = 1
    width: int = 1
    reserved: int = 0
    steps_alone: bool = False

    def begin(
        self, sequence: TokenSequence, prediction: Prediction, context: DecodingContext
    ) -> None:
        """Give a prefilled sequence its first token. It is in the batch already; one that ends
        here must be released. Sets ``last_id`` of a sequence that goes on."""
        raise NotImplementedError

    def step(
        self,
        sequences: Sequence[TokenSequence],
        logits: Sequence[Logits],
        context: DecodingContext,
    ) -> None:
        """Give each of the job's active ``sequences`` its next token, from its row of ``logits``
        (V,). Sequences that end must be released."""
        raise NotImplementedError

    def step_alone(self, sequence: TokenSequence, context: DecodingContext) -> bool:
        """Advance a sequence that has the whole batch to itself by several tokens in one run;
        False, with nothing done, where the common step shall be taken."""
        return False
