"""The messages by which the engine thread reports a job.

This is the vocabulary between the scheduler and the tasks: ``Job.read`` gives these messages, and
every task makes events (``shotglass.events``) of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...decoding import Beam, Choice, Prediction
from ...events import Reason, TokenLogprobs


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
    """A token of one sample: the choice, the distribution it was chosen from, and the text that it
    made certain."""

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
    """A sample is complete. ``text`` is all of it, ``tokens`` counts its tokens, and
    ``removed_nats`` is that of ``events.Done``."""

    prompt: int
    sample: int
    reason: Reason
    text: str
    tokens: int
    removed_nats: float | None = None


@dataclass(frozen=True)
class BeamAdvanced:
    """The state of a beam search after one more step."""

    prompt: int
    beam: Beam


@dataclass(frozen=True)
class Crashed:
    """The engine could not go on with this job."""

    error: Exception


Message = Prefilled | Sampled | Ended | BeamAdvanced
