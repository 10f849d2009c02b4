"""What a run says while it runs: one small frozen record per event, in the order they happen.

A run is Start, then Tokens (and a Score where labels were given), then Done for each sample; while
others are served first, Waiting may stand before or after its Start; a
Failed may end a lane at any point; the stream closes with End. In a reasoning lane each sample is
Tokens (its reasoning), a Score of its own, Tokens (its answer), Done; when all are scored there
is one more Score, their mean. Probabilities are the model's own
over the whole vocabulary, before any filter. A beam search is Start, a BeamStep for each token
of depth, Found, End. A completion of OpenAI's API is Accepted, then for each prompt
PromptComputed, for each of its samples CompletionTokens and a Done, then End: these never travel as
they are, and a prompt's lane is its index. Stdlib only; ``web/src/core/api/events.ts`` is the twin.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal

Reason = Literal["stop_token", "stop_text", "length", "cancelled"]
PartName = Literal["instruction", "shot", "query", "separator"]
SpanField = Literal["input", "reasoning", "output", "template"]


@dataclass(frozen=True)
class Piece:
    """A token of a prompt: its text, and where it begins and ends in code points.

    ``text`` shows bytes that are no whole character as ``<0xE4>``; ``part`` is the index into
    the rendered prompt's spans (see ``prompting``), or None for a bare prompt. ``special``: the
    start token, which the tokenizer puts before the text and which is nowhere in it, or a token
    that a chat template wrote.
    """

    id: int
    text: str
    start: int
    end: int
    part: int | None = None
    special: bool = False


@dataclass(frozen=True)
class Span:
    """What a stretch of a rendered prompt is: ``start`` to ``end`` (exclusive) in code points;
    ``shot`` is the example's place, from 0.

    ``field``: which field of the template, or "template" for its literal text. A separator is
    the blank line after the instruction, or what follows an example's output.
    """

    part: PartName
    start: int
    end: int
    shot: int | None = None
    field: SpanField | None = None


@dataclass(frozen=True)
class Alternative:
    id: int
    text: str
    p: float


@dataclass(frozen=True)
class Distribution:
    """The head of a next-token distribution and what is not shown of it.

    sum(p of alternatives) + rest = 1; ``rest_tokens`` is how many tokens share ``rest``.
    ``entropy`` in nats.
    """

    alternatives: tuple[Alternative, ...]
    rest: float
    rest_tokens: int
    entropy: float


@dataclass(frozen=True)
class LabelScore:
    """``p`` is the label's probability (chain rule), ``share`` its part of all labels' mass."""

    text: str
    ids: tuple[int, ...]
    logprob: float
    p: float
    share: float


@dataclass(frozen=True)
class TokenLogprobs:
    """A token and what was likely in its place: ``top`` are ids and log-probabilities, likeliest
    first. ``logprob`` (nats, over the whole vocabulary) is None where nothing stands before the
    token, or where it was not requested."""

    id: int
    logprob: float | None
    top: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Event:
    type: ClassVar[str]
    lane: str

    def to_dict(self) -> dict[str, Any]:
        return {"type": self.type, **asdict(self)}

    def to_json(self) -> str:
        """``to_dict`` as one line of JSON, three times as fast since nothing is copied."""
        return json.dumps({"type": self.type, **vars(self)}, default=vars, allow_nan=False)


@dataclass(frozen=True)
class Start(Event):
    """The exact prompt of a lane."""

    type: ClassVar[str] = "start"
    model: str
    prompt: str
    spans: tuple[Span, ...]
    tokens: tuple[Piece, ...]
    context: int  # tokens the server serves
    samples: int


@dataclass(frozen=True)
class Score(Event):
    """What the model would say next, read at the labels, before anything is sampled.

    ``mass`` is on all labels together (form); ``boundary_moved`` names labels whose first letters
    would merge with the prompt's last token if prompt and label were one text: they are scored as
    tokens of their own after the prompt, which may be an unusual way to write them.

    In a reasoning lane ``sample`` is the sample whose reasoning was read before, and ``reasoning``
    is its text (without the words that end it; ``forced`` where it never came to them and they were
    put there). The lane's own Score has no ``sample``: it is the mean of ``samples`` distributions,
    ``spread`` the lowest and highest probability among them, of each label and of the mass, and
    ``forced`` tells that some were.
    """

    type: ClassVar[str] = "score"
    labels: tuple[LabelScore, ...]
    mass: float
    next: Distribution
    boundary_moved: tuple[str, ...]
    sample: int | None = None
    reasoning: str | None = None
    forced: bool = False
    samples: int = 1
    spread: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Token(Event):
    """``text`` is what this token makes certain: never half a character, nothing that may still
    turn out to be a stop string; joined over a sample it is the ``Done.text``. ``piece`` is the
    token itself for display, as in ``Piece``. In a reasoning lane ``index`` counts on from the
    reasoning into the answer, and the answer alone is the ``Done.text``. ``survivors`` is how
    many tokens each filter left; ``draw`` is the uniform number in [0, 1) that chose this token,
    None when greedy. ``removed_mass``: the model's own probability of all tokens that a constraint
    did not allow here, ``forbidden``: the ids of those among the distribution's alternatives; None
    where nothing held this token to one.
    """

    type: ClassVar[str] = "token"
    sample: int
    index: int
    id: int
    piece: str
    text: str
    logprob: float
    rank: int  # 0 is the likeliest
    distribution: Distribution
    survivors: Mapping[str, int]  # {"top_k": 40, "top_p": 12, "min_p": 12}
    draw: float | None
    removed_mass: float | None = None
    forbidden: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Done(Event):
    """A sample has ended; ``text`` is all of it, without the stop string. ``removed_nats``: the sum
    over its tokens of -log of the probability that a constraint left, in nats; None without one."""

    type: ClassVar[str] = "done"
    sample: int
    reason: Reason
    text: str
    tokens: int
    removed_nats: float | None = None


@dataclass(frozen=True)
class Failed(Event):
    """The lane cannot go on; ``problem`` is the RFC 9457 body a plain request would have got."""

    type: ClassVar[str] = "failed"
    problem: Mapping[str, Any]


@dataclass(frozen=True)
class Waiting(Event):
    """The run waits for its turn. ``before``: how many are served before it, which are other runs
    while the server has no place for it, and then prompts of other runs; ``seconds``: until its
    turn, by how long those before it took; None while too little is known. Sent again when
    ``before`` has changed, once a second at most; the run's own events end it. Only streams of the
    native API have it."""

    type: ClassVar[str] = "waiting"
    before: int
    seconds: float | None


@dataclass(frozen=True)
class Accepted(Event):
    """The engine has taken a completion into its queue."""

    type: ClassVar[str] = "accepted"
    lane: str = ""


@dataclass(frozen=True)
class PromptComputed(Event):
    """A prompt of a completion has been computed. ``logprobs`` has one entry a token of the
    prompt, or none where they were not requested."""

    type: ClassVar[str] = "prompt"
    logprobs: tuple[TokenLogprobs, ...]


@dataclass(frozen=True)
class CompletionToken(Event):
    """One token of a completion, without its distribution, which OpenAI's API does not report and
    which would be held for as long as an answer is collected. ``text`` as in ``Token``."""

    type: ClassVar[str] = "completion_token"
    sample: int
    logprobs: TokenLogprobs
    text: str


@dataclass(frozen=True)
class BeamNode:
    """One token of a beam search's tree. ``parent`` is a node, 0 the prompt; ``logprob`` is the
    token's own, ``total`` the sum from the prompt on, in nats. ``removed_mass`` as in ``Token``.

    ``fate``: "kept" goes on, "finished" is an answer and has its normalised ``score``, "pruned" was
    dropped for better ones. At each step at most as many pruned nodes are reported as the beam is
    wide.
    """

    node: int
    parent: int
    id: int
    piece: str  # the token itself for display, as in ``Piece``
    logprob: float
    total: float
    fate: Literal["kept", "finished", "pruned"]
    score: float | None
    removed_mass: float | None = None


@dataclass(frozen=True)
class BeamStep(Event):
    """What one step of a beam search looked at, likeliest first. ``index`` counts from 0."""

    type: ClassVar[str] = "beam"
    index: int
    nodes: tuple[BeamNode, ...]


@dataclass(frozen=True)
class BeamResult:
    """``node`` is its last; ``text`` is without the token that ended it; ``logprob`` the
    sum. ``removed_nats`` as in ``Done``, over its own tokens."""

    node: int
    ids: tuple[int, ...]
    text: str
    reason: Reason
    logprob: float
    score: float
    removed_nats: float | None = None


@dataclass(frozen=True)
class Found(Event):
    """A beam search has ended; ``results``: the best of all that finished, best first."""

    type: ClassVar[str] = "found"
    results: tuple[BeamResult, ...]
    finished: int  # of how many


@dataclass(frozen=True)
class End(Event):
    """Nothing follows. Times in milliseconds; ``lane`` is empty."""

    type: ClassVar[str] = "end"
    prompt_tokens: int
    computed_prompt_tokens: int  # fewer than prompt_tokens where a prefix was shared
    generated_tokens: int
    first_token_ms: float
    total_ms: float
