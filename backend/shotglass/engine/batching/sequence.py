"""A job as the scheduler sees it, the token sequences that it is computed as, and its cancellation
by another thread, once nobody waits for its result.

The request thread reads ``Job.messages``; the engine thread writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING

from ...decoding import History, Prediction
from ..strategies.scoring import PromptLogprobs
from .messages import AnyMessage

if TYPE_CHECKING:
    from ..strategies.strategy import Strategy


class CancellationToken(Event):
    """Set by another thread when nobody waits for the job any more. Callbacks are called at once,
    so that a long step can be ended before it is through.

    ``client``: the name under which the scheduler gives the job its turns among those of others.
    ``wake``: called by the engine thread when there are messages to read; must not raise. With it,
    an iterator never waits for the engine: it gives a ``Pause`` instead.
    """

    def __init__(self, client: str = "", wake: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.client, self.wake = client, wake
        self._callbacks: list[Callable[[], None]] = []

    def add_callback(self, callback: Callable[[], None]) -> None:
        """``callback`` is called when the token is set; now, if it is set already."""
        self._callbacks.append(callback)
        if self.is_set():
            callback()

    def set(self) -> None:
        super().set()
        for callback in list(self._callbacks):
            callback()


@dataclass(eq=False)
class Job:
    """Prompts as token ids, one or more each, and the ``strategy`` that decodes after them.

    ``labels`` holds, for each prompt, the token ids of each label whose log-probability is
    reported after the prompt; empty for none at all. ``prompt_top``: report the log-probability of
    every token of the prompts too, and this many of the likeliest in its place.

    What the prompts of one ``family`` of jobs begin with in common is computed once, as in one job.

    A message None says that there will be no more, since ``cancelled`` was set.
    """

    prompts: Sequence[Sequence[int]]
    strategy: Strategy
    labels: Sequence[Sequence[Sequence[int]]] = ()
    prompt_top: int | None = None
    family: object = field(default_factory=object)
    cancelled: CancellationToken | None = None
    messages: SimpleQueue[AnyMessage | None] = field(default_factory=SimpleQueue)
    closed: bool = False
    computed_tokens: int = 0  # prompt tokens that were not copied from a shared prefix
    after_prompt: dict[int, Prediction] = field(default_factory=dict)

    @property
    def abandoned(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.closed or (self.cancelled is not None and self.cancelled.is_set())

    def wake_reader(self) -> None:
        """For a reader that does not wait for messages by himself."""
        if self.cancelled is not None and self.cancelled.wake is not None:
            self.cancelled.wake()

    def sequences(self) -> list[TokenSequence]:
        """Prompt by prompt; the first sample of each is prefilled for the others."""
        return [
            TokenSequence(self, prompt, sample)
            for prompt in range(len(self.prompts))
            for sample in range(max(1, self.strategy.samples))
        ]


class TokenSequence:
    """One sequence on its way through the engine: where its cache is and how far it has come.

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
