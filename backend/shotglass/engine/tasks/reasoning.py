"""Reasoning lanes: the model reasons first, n times, and is read out after each reasoning.

Chain-of-thought prompting (Wei et al. 2022) with the readout averaged over sampled reasonings, as
self-consistency does with votes (Wang et al. 2023), here with the probabilities themselves.
Two jobs: one samples every reasoning up to the template's delimiter, the next reads the texts
that this makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...decoding import DecodingSettings, Prediction, head, mixture
from ...errors import ShotglassError
from ...events import Event, Failed, Score
from ..batching.cancellation import CancellationToken
from ..batching.messages import Ended, Message, Prefilled, Sampled
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.grammars import Grammar
from ..strategies.sampling import Sampling
from ..strategies.scoring import EncodedLabels, shares
from .generate import LanePlan, start_event
from .task_events import Submission, done_event, score_event, token_event


@dataclass(frozen=True)
class Thought:
    """A sampled reasoning with what it is read out by. ``ids`` are the tokens of the lane's prompt,
    the reasoning and the delimiter as one text; ``forced`` says that it never came to the delimiter
    by itself."""

    lane: str
    sample: int
    text: str
    tokens: int
    forced: bool
    ids: tuple[int, ...]
    labels: EncodedLabels


@dataclass(frozen=True)
class ReasoningPlan:
    """A plan has the parts that all reasoning lanes of a run share. ``grammar`` is what their
    answers are held to, not their reasonings."""

    delimiter: str
    labels: tuple[str, ...]
    settings: DecodingSettings
    grammar: Grammar | None = None

    @property
    def sampling(self) -> DecodingSettings:
        return replace(self.settings, stop=(self.delimiter,), constraint=None)

    @property
    def answering(self) -> DecodingSettings:
        """Returns greedy settings: what chance there is lies in the reasoning, and no random number
        of it is used a second time."""
        return replace(self.settings, temperature=0, n=1)

    def require_room(self, engine: Engine, plan: LanePlan) -> None:
        """Checks that the longest reasoning and the longest answer fit. Raises
        ContextLengthExceeded, LabelConflict or InvalidRequest before anything is sampled."""
        text = plan.text + self.delimiter
        ids, most = engine.encode(text), self.settings.max_tokens
        labels = EncodedLabels.after(engine.tokenizer, text, self.labels)
        engine.require_room(ids, most + max(most, labels.longest))

    def thought(self, engine: Engine, plan: LanePlan, ended: Ended) -> Thought:
        """Returns the reasoning read as a new text, so that it equals ``score`` of that text.
        Raises what ``require_room`` raises."""
        text = plan.text + ended.text + self.delimiter
        ids = engine.encode(text)
        labels = EncodedLabels.after(engine.tokenizer, text, self.labels)
        engine.require_room(ids, max(self.settings.max_tokens, labels.longest))
        forced = ended.reason != "stop_text"
        return Thought(
            plan.lane, ended.sample, ended.text, ended.tokens, forced, tuple(ids), labels
        )


def reason(
    engine: Engine,
    plans: Sequence[LanePlan],
    reasoning: ReasoningPlan,
    cancelled: CancellationToken,
) -> Iterator[Event | Submission]:
    """Yields the events of the lanes, whose answers are greedy. A lane whose readout does not fit
    the context ends with Failed; the others go on."""
    ended: list[Ended] = []
    yield _sample(engine, plans, reasoning, cancelled, ended)
    thoughts: list[Thought] = []
    for index, plan in enumerate(plans):
        own = sorted(
            (message for message in ended if message.prompt == index),
            key=lambda message: message.sample,
        )
        try:
            thoughts += [reasoning.thought(engine, plan, message) for message in own]
        except ShotglassError as error:
            yield Failed(plan.lane, error.problem())
    yield _read_out(engine, thoughts, reasoning, cancelled)


def _sample(
    engine: Engine,
    plans: Sequence[LanePlan],
    reasoning: ReasoningPlan,
    cancelled: CancellationToken,
    ended: list[Ended],
) -> Submission:
    """The reasonings as they are written; how each ended is appended to ``ended``."""

    def events(message: Message) -> Iterator[Event]:
        if isinstance(message, Sampled):
            yield token_event(engine, plans[message.prompt].lane, message)
        elif isinstance(message, Ended):
            ended.append(message)

    settings = reasoning.sampling
    job = Job([plan.ids for plan in plans], Sampling(settings), cancelled=cancelled)
    return Submission(job, events, [start_event(engine, plan, settings.n) for plan in plans])


def _read_out(
    engine: Engine,
    thoughts: Sequence[Thought],
    reasoning: ReasoningPlan,
    cancelled: CancellationToken,
) -> Submission:
    """Each thought's Score and answer; a lane's mean as soon as its last sample is scored."""
    scores: dict[str, list[tuple[Score, Prediction]]] = {}

    def events(message: Message) -> Iterator[Event]:
        thought = thoughts[message.prompt]
        if isinstance(message, Prefilled):
            score = replace(
                score_event(engine, thought.lane, message, thought.labels),
                sample=thought.sample,
                reasoning=thought.text,
                forced=thought.forced,
            )
            yield score
            lane = scores.setdefault(thought.lane, [])
            lane.append((score, message.prediction))
            if reasoning.labels and len(lane) == reasoning.settings.n:
                yield mean_score(engine, *zip(*lane, strict=True))
        elif isinstance(message, Sampled):
            token = token_event(engine, thought.lane, message)
            yield replace(token, sample=thought.sample, index=thought.tokens + message.step)
        elif isinstance(message, Ended):
            tokens = thought.tokens + message.tokens
            yield replace(done_event(thought.lane, message), sample=thought.sample, tokens=tokens)

    prompts, labels = [t.ids for t in thoughts], [t.labels.ids for t in thoughts]
    strategy = Sampling(reasoning.answering, grammar=reasoning.grammar)
    job = Job(prompts, strategy, labels, cancelled=cancelled)
    return Submission(job, events)


def mean_score(engine: Engine, scores: Sequence[Score], predictions: Sequence[Prediction]) -> Score:
    """Returns the Score of a reasoning lane: the probabilities of its samples averaged, at the
    labels and over the whole vocabulary. ``scores`` are of the same labels."""
    first, count = scores[0], len(scores)
    each = [[label.logprob for label in score.labels] for score in scores]
    logprobs = np.logaddexp.reduce(each, axis=0) - np.log(count)  # (labels,)
    rows = [[*(label.p for label in score.labels), score.mass] for score in scores]
    labels = tuple(
        replace(label, logprob=float(logprob), p=float(np.exp(logprob)), share=share)
        for label, logprob, share in zip(first.labels, logprobs, shares(logprobs), strict=True)
    )
    return replace(
        first,
        labels=labels,
        mass=float(sum(label.p for label in labels)),
        next=head(mixture(predictions), engine.tokenizer.token_text),
        boundary_moved=tuple(dict.fromkeys(text for s in scores for text in s.boundary_moved)),
        sample=None,
        reasoning=None,
        forced=any(score.forced for score in scores),
        samples=count,
        spread=tuple((min(column), max(column)) for column in zip(*rows, strict=True)),
    )
