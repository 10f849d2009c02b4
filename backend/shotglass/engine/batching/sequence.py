"""A job as the scheduler sees it, the token sequences that it is computed as, and the batch of
those that are decoded.

The engine thread reports a job's messages; the request's thread reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from operator import attrgetter
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from ...decoding import History, Prediction
from ...events import TokenLogprobs
from ..runtime.kv_cache import SlotPool
from .cancellation import NEVER, CancellationToken
from .messages import BeamAdvanced, Crashed, Ended, Message, Prefilled

if TYPE_CHECKING:
    from .strategy import Strategy


@dataclass(eq=False)
class Job:
    """Prompts as token ids, one or more each, and the ``strategy`` that decodes after them.

    ``labels`` holds, for each prompt, the token ids of each label whose log-probability is
    reported after the prompt; empty for none at all. ``prompt_top``: report the log-probability of
    every token of the prompts too, and this many of the likeliest in its place.

    What the prompts of one ``family`` of jobs begin with in common is computed once, as in one job.
    ``notify``: called by the engine thread when it has reported messages; must not raise.
    """

    prompts: Sequence[Sequence[int]]
    strategy: Strategy
    labels: Sequence[Sequence[Sequence[int]]] = ()
    prompt_top: int | None = None
    family: object = field(default_factory=object)
    cancelled: CancellationToken = NEVER
    notify: Callable[[], None] | None = None
    messages: SimpleQueue[Message | Crashed | None] = field(default_factory=SimpleQueue)
    closed: bool = False
    computed_tokens: int = 0  # prompt tokens that were not copied from a shared prefix
    computed_at_step: int = 0  # the same when its texts last went on
    after_prompt: dict[int, Prediction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Messages that complete a prompt or a sample and have not been read.
        self.unread = len(self.prompts) * (1 + self.strategy.samples)

    @property
    def abandoned(self) -> bool:
        """Whether the job was closed or cancelled."""
        return self.closed or self.cancelled.is_set()

    def read(self, wait: bool = True) -> Message | None:
        """The next message. None once the job is over, when none is ``unread``; without ``wait``
        also where there is none yet. Raises what crashed the job."""
        if not self.unread:
            return None
        try:
            message = self.messages.get(block=wait)
        except Empty:
            return None
        if message is None or self.cancelled.is_set():
            self.unread = 0
            return None
        if isinstance(message, Crashed):
            raise message.error
        if isinstance(message, BeamAdvanced):
            self.unread -= message.beam.done
        else:
            self.unread -= isinstance(message, Prefilled | Ended)
        return message

    def sequences(self) -> list[TokenSequence]:
        """Prompt by prompt; the first sample of each is prefilled for the others."""
        return [
            TokenSequence(self, prompt, sample)
            for prompt in range(len(self.prompts))
            for sample in range(max(1, self.strategy.samples))
        ]


class SequenceStatus(Enum):
    WAITING = "waiting"  # for a slot
    PREFILLING = "prefilling"  # its prompt is computed, a chunk at a time
    ACTIVE = "active"  # it gets a token in each step
    FINISHED = "finished"  # or abandoned


class TokenSequence:
    """A sequence in progress: its slot in the KV cache and how many tokens have been computed.

    ``cached``: how many of its tokens the slot holds; ``step``: how many it has been given after
    the prompt, the last of which is ``last_id``. ``prompt_logprobs``: those of the prompt's own
    tokens, as far as it is computed; None where they were not requested.
    """

    def __init__(self, job: Job, prompt: int, sample: int) -> None:
        self.job, self.prompt, self.sample = job, prompt, sample
        self.status = SequenceStatus.WAITING
        self.ids = list(job.prompts[prompt])
        self.slot = -1
        self.cached = 0
        self.step = 0
        self.last_id = self.ids[-1]
        self.history = History(self.ids)
        self.prompt_logprobs: list[TokenLogprobs] | None = None
        if job.prompt_top is not None and sample == 0:
            self.prompt_logprobs = [TokenLogprobs(self.ids[0], None, ())]


class ActiveBatch:
    """The active sequences, always in slots 0, 1, 2, ... so that a step is one run over
    neighbouring buffers. For the engine thread alone.

    ``lenders``: sequences that have finished and whose slots still hold their prompts, which others
    may copy; the next slot that is written to ends that.
    """

    def __init__(self, pool: SlotPool) -> None:
        self._pool = pool
        self.sequences: list[TokenSequence] = []
        self.lenders: list[TokenSequence] = []

    @property
    def next_slot(self) -> int:
        """The first slot that no active sequence has or may still grow into."""
        slot = len(self.sequences)
        for job in jobs_of(self.sequences):
            slot += job.strategy.reserved
        return slot

    def add(self, sequence: TokenSequence) -> None:
        """A sequence that holds its prompt, in whatever slot."""
        self.lenders.clear()
        if sequence.slot != len(self.sequences):
            self._pool.copy(sequence.slot, len(self.sequences), sequence.cached)
            sequence.slot = len(self.sequences)
        sequence.status = SequenceStatus.ACTIVE
        self.sequences.append(sequence)

    def fork(self, parent: TokenSequence) -> TokenSequence:
        """A sequence in the next slot with all that ``parent`` has computed."""
        child = TokenSequence(parent.job, parent.prompt, parent.sample)
        child.slot, child.cached, child.step = parent.slot, parent.cached, parent.step
        self.add(child)
        return child

    def overwrite(self, source: TokenSequence, target: TokenSequence, first: int) -> None:
        """Copy what ``source`` has computed from token ``first`` on into ``target``'s slot."""
        self._pool.copy(source.slot, target.slot, source.cached, first)

    def lend(self, sequences: Sequence[TokenSequence]) -> None:
        """Sequences finish with their prompts, in slots that are free."""
        for sequence in sequences:
            sequence.status = SequenceStatus.FINISHED
        self.lenders[:] = sequences

    def release(self, sequence: TokenSequence) -> None:
        """Free the sequence's slot and move the last one into it, so that no hole is left."""
        sequence.status = SequenceStatus.FINISHED
        last = self.sequences.pop()
        if last is sequence:
            self.lenders.insert(0, sequence)
        else:
            self._pool.copy(last.slot, sequence.slot, last.cached)
            last.slot = sequence.slot
            self.sequences[sequence.slot] = last


def jobs_of(sequences: Iterable[TokenSequence]) -> list[Job]:
    """Each job once, in the order of its first sequence."""
    return list(dict.fromkeys(map(attrgetter("job"), sequences)))
