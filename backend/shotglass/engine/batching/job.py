"""A request as the scheduler sees it: prompts as token ids, each sampled n times.

The request thread reads ``Job.messages``; the engine thread writes them. Closing a job is how
work is cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue

from ...decoding import Beam, Choice, DecodingSettings, History, Prediction
from ...events import Reason
from ...text import StopStrings, TextStream
from ..strategies.prompt_logprobs import PromptReadings, TokenReading
from .cancellation import Leaving


@dataclass(frozen=True)
class Prefilled:
    """A prompt has been read: what comes next, each label's log-probability, and, where it was
    asked for, what the model thought of each of the prompt's own tokens."""

    prompt: int
    prediction: Prediction
    label_logprobs: tuple[float, ...]
    readings: tuple[TokenReading, ...] = ()


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
    prompt: int
    sample: int
    reason: Reason
    text: str
    tokens: int


@dataclass(frozen=True)
class Crashed:
    """The engine could not go on with this job."""

    error: Exception


@dataclass(frozen=True)
class Searched:
    """One more step of a beam search."""

    beam: Beam


Message = Prefilled | Sampled | Ended


@dataclass
class Job:
    """``labels`` holds, per prompt, the token ids of each label. ``settings`` None: read only.

    ``forced`` are the first tokens of every sample, taken one at a time as sampled ones are; what
    would end a text ends none of them. ``prompt_top``: read every token of the prompts, and tell
    this many of the likeliest in its place. ``min_tokens``: nothing ends a text before it has that
    many, nor is a stop token chosen; ``ignore_stop_tokens``: none of them ever ends one.

    ``beam``: a search to be made after the one prompt and ``forced``, as far as it has come;
    ``settings`` is None then. ``hypotheses`` are its rows, in the order of ``beam.live``.

    A message None says that there will be no more, since ``cancelled`` was set.

    What prompts of one ``family`` of jobs begin with in common is read once, as in one job.
    """

    prompts: Sequence[Sequence[int]]
    settings: DecodingSettings | None
    labels: Sequence[Sequence[Sequence[int]]]
    messages: SimpleQueue[Message | Searched | Crashed | None] = field(default_factory=SimpleQueue)
    closed: bool = False
    forced: Sequence[int] = ()
    prompt_top: int | None = None
    min_tokens: int = 0
    ignore_stop_tokens: bool = False
    family: object = field(default_factory=object)
    cancelled: Leaving | None = None  # set by another thread when nobody waits for the job any more
    computed_tokens: int = 0  # prompt tokens that were not copied from a shared prefix
    after_prompt: dict[int, Prediction] = field(default_factory=dict)
    beam: Beam | None = None
    hypotheses: list[Row] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many slots its row will need at once."""
        return self.beam.settings.width if self.beam else 1

    @property
    def ends(self) -> int:
        """How many of its messages end something."""
        return len(self.rows()) if self.settings else int(self.beam is not None)

    @property
    def client(self) -> str:
        """By which name it takes turns."""
        return self.cancelled.client if self.cancelled else ""

    @property
    def left(self) -> bool:
        """Whether nobody reads it any more."""
        return self.closed or (self.cancelled is not None and self.cancelled.is_set())

    def rows(self) -> list[Row]:
        """Prompt by prompt; the first sample of each does the reading for the others."""
        samples = self.settings.n if self.settings else 1
        return [
            Row(self, prompt, sample)
            for prompt in range(len(self.prompts))
            for sample in range(samples)
        ]


class Row:
    """One sequence on its way through the engine: where its cache is and how far it has come."""

    def __init__(self, job: Job, prompt: int, sample: int) -> None:
        self.job, self.prompt, self.sample = job, prompt, sample
        self.ids = list(job.prompts[prompt])
        self.slot = -1
        self.cached = 0  # tokens in the slot
        self.step = 0
        self.last_id = self.ids[-1]
        self.history = History(self.ids)
        self.generated = ""
        self.readings: PromptReadings | None = None
        if job.prompt_top is not None and sample == 0:
            self.readings = PromptReadings(self.ids, job.prompt_top)
        self._characters = TextStream()
        self._stops = StopStrings(job.settings.stop if job.settings else ())

    def take(
        self, choice: Choice, piece: bytes, stop_ids: frozenset[int]
    ) -> tuple[str, Reason | None]:
        """Append the chosen token: the text now certain, and why the row ends, if it does."""
        settings = self.job.settings
        assert settings is not None, "a row that only reads is never sampled"
        self.step += 1
        self.last_id = choice.id
        self.history.append(choice.id)
        if choice.id in stop_ids:
            text = self._ending()
        else:
            text = self._characters.push(piece)
            if self.step > self.job.min_tokens:
                text = self._stops.push(text)
            if self.step == settings.max_tokens:
                text += self._ending()
        self.generated += text
        return text, self._reason(choice.id in stop_ids, self.step == settings.max_tokens)

    def _ending(self) -> str:
        """What was kept back: half characters as U+FFFD, and what might have begun a stop."""
        rest = self._stops.push(self._characters.flush())
        return rest if self._stops.hit is not None else rest + self._stops.flush()

    def _reason(self, stop_token: bool, full: bool) -> Reason | None:
        if self._stops.hit is not None:
            return "stop_text"
        return "stop_token" if stop_token else "length" if full else None
