"""A job as the scheduler sees it, and the token sequences that it is computed as.

The engine thread reports the job's messages; the request's thread reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from ...decoding import History, Prediction
from ..strategies.scoring import PromptLogprobs
from .cancellation import NEVER, CancellationToken
from .messages import BeamAdvanced, Crashed, Ended, Message, Prefilled

if TYPE_CHECKING:
    from ..strategies.strategy import Strategy


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
    after_prompt: dict[int, Prediction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._to_come = len(self.prompts) * (1 + self.strategy.samples)  # Prefilled and Ended

    @property
    def abandoned(self) -> bool:
        """Whether the job was closed or cancelled."""
        return self.closed or self.cancelled.is_set()

    @property
    def over(self) -> bool:
        """Whether all of its messages have been read, or it was cancelled."""
        return self._to_come == 0

    def read(self, wait: bool = True) -> Message | None:
        """The next message. None once the job is over; without ``wait`` also where there is none
        yet. Raises what crashed the job."""
        if self.over:
            return None
        try:
            message = self.messages.get(block=wait)
        except Empty:
            return None
        if message is None or self.cancelled.is_set():
            self._to_come = 0
            return None
        if isinstance(message, Crashed):
            raise message.error
        if isinstance(message, BeamAdvanced):
            self._to_come -= message.beam.done
        else:
            self._to_come -= isinstance(message, Prefilled | Ended)
        return message

    def sequences(self) -> list[TokenSequence]:
        """Prompt by prompt; the first sample of each is prefilled for the others."""
        return [
            TokenSequence(self, prompt, sample)
            for prompt in range(len(self.prompts))
            for sample in range(max(1, self.strategy.samples))
        ]


class TokenSequence:
    """One sequence in progress: its slot in the KV cache and how many tokens have been computed.

    ``cached``: how many of its tokens the slot holds; ``step``: how many it has been given after
    the prompt, the last of which is ``last_id``.
    """

    def __init__(self, job: Job, prompt: int, sample: int) -> None:
        self.job, self.prompt, self.sample = job, prompt, sample
        self.ids = list(job.prompts[prompt])
        self.slot = -1
        self.cached = 0
        self.step = 0
        self.last_id = self.ids[-1]
        self.history = History(self.ids)
        self.prompt_logprobs: PromptLogprobs | None = None
        if job.prompt_top is not None and sample == 0:
            self.prompt_logprobs = PromptLogprobs(self.ids, job.prompt_top)


class Delivery:
    """Holds a step's messages until all its sequences have their next token, since delivering one
    wakes the thread that waits for it, which takes the interpreter from the engine.

    For the engine thread alone.
    """

    def __init__(self) -> None:
        self._pending: list[tuple[Job, Message | Crashed]] = []

    def put(self, job: Job, message: Message | Crashed) -> None:
        self._pending.append((job, message))

    def send(self) -> None:
        """Deliver all pending messages in their order, and notify each reader once."""
        pending, self._pending = self._pending, []
        for job, message in pending:
            job.messages.put(message)
        for job in {job: True for job, _ in pending}:
            if job.notify is not None:
                job.notify()
