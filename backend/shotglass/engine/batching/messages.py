"""What the engine thread reports of a job, and how it reaches the threads that wait for it.

This is the one vocabulary between the scheduler and the tasks: ``running`` yields these messages,
and the tasks make events of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ...decoding import Beam, Choice, Prediction
from ...events import Event, Reason

if TYPE_CHECKING:
    from .sequence import Job


@dataclass(frozen=True)
class TokenLogprobs:
    """A token and what was likely in its place: ``top`` are ids and log-probabilities, likeliest
    first. ``logprob`` (nats, over the whole vocabulary) is None where nothing stands before the
    token, or where it was not requested."""

    id: int
    logprob: float | None
    top: tuple[tuple[int, float], ...]

    @classmethod
    def of(cls, prediction: Prediction, id: int, top: int) -> TokenLogprobs:
        """With the ``top`` likeliest tokens; equal tokens have the very same log-probability."""
        ids = prediction.top(top).tolist() if top else ()
        likeliest = tuple((other, prediction.logprob(other)) for other in ids)
        return cls(id, prediction.logprob(id), likeliest)


@dataclass(frozen=True)
class Accepted:
    """The engine has taken the job into its queue."""


@dataclass(frozen=True)
class Prefilled:
    """A prompt has been computed: the prediction after it, each label's log-probability in nats,
    and, where they were requested, the log-probabilities of the prompt's own tokens, one each."""

    prompt: int
    prediction: Prediction
    label_logprobs: tuple[float, ...]
    token_logprobs: tuple[TokenLogprobs, ...] = ()


@dataclass(frozen=True)
class Sampled:
    """One token of one sample: what was chosen, from what, and the text it made certain."""

    prompt: int
    sample: int
    step: int
    choice: Choice
    text: str

    @property
    def prediction(self) -> Prediction:
        return self.choice.prediction


@dataclass(frozen=True)
class Ended:
    """One sample is complete: ``text`` is all of it, ``tokens`` counts its tokens."""

    prompt: int
    sample: int
    reason: Reason
    text: str
    tokens: int


@dataclass(frozen=True)
class BeamAdvanced:
    """The state of a beam search after one more step."""

    beam: Beam


@dataclass(frozen=True)
class Pause(Event):
    """There is no message yet: for a reader that does not wait (``CancellationToken.wake``), who
    keeps it to himself."""

    type: ClassVar[str] = "pause"
    lane: str = ""


@dataclass(frozen=True)
class Crashed:
    """The engine could not go on with this job."""

    error: Exception


Message = Prefilled | Sampled | Ended
AnyMessage = Message | BeamAdvanced | Crashed


class Delivery:
    """Holds a step's messages until all its sequences have their next token, since delivering one
    wakes the thread that waits for it, which takes the interpreter from the engine.

    For the engine thread alone.
    """

    def __init__(self) -> None:
        self._pending: list[tuple[Job, AnyMessage]] = []

    def put(self, job: Job, message: AnyMessage) -> None:
        self._pending.append((job, message))

    def send(self) -> None:
        """Deliver all pending messages in their order, and wake each reader once."""
        pending, self._pending = self._pending, []
        readers = {}
        for job, message in pending:
            job.messages.put(message)
            readers[job] = True
        for job in readers:
            job.wake_reader()
