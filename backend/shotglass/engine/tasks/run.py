"""Runs one job: its messages as they come, the events made of them, its cancellation, and what it
has used so far."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from queue import Empty
from time import perf_counter
from typing import cast

import numpy as np

from ...decoding import Beam, head
from ...events import Done, End, LabelScore, Pause, Score, Token
from ..batching.messages import (
    BeamAdvanced,
    Crashed,
    Ended,
    Message,
    Prefilled,
    Sampled,
)
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.scoring import EncodedLabels, shares


@contextmanager
def running(engine: Engine, job: Job) -> Iterator[Iterator[Message | Pause]]:
    """Submit the job; leaving the block, by whatever way, cancels what is left of it."""
    engine.submit(job)
    if job.cancelled is not None:
        job.cancelled.place = partial(engine.place, job)
    try:
        with job.cancelled.calling(partial(_stop, engine, job)) if job.cancelled else nullcontext():
            yield cast(Iterator[Message | Pause], _messages(job))  # see ``searching``
    finally:
        if job.cancelled is not None:
            job.cancelled.place = None  # the token may outlive the job
        engine.cancel(job)


def _stop(engine: Engine, job: Job) -> None:
    engine.cancel(job)
    job.messages.put(None)  # wakes who waits for a message


@contextmanager
def searching(engine: Engine, job: Job) -> Iterator[Iterator[Beam | Pause]]:
    """The same for a beam search, which alone sends ``BeamAdvanced``: the search after each of its
    steps."""
    with running(engine, job) as messages:
        steps = cast(Iterator[Prefilled | BeamAdvanced | Pause], messages)
        yield (
            message.beam if isinstance(message, BeamAdvanced) else message
            for message in steps
            if not isinstance(message, Prefilled)
        )


def _messages(job: Job) -> Iterator[Message | BeamAdvanced | Pause]:
    """Until every prompt is computed and every sample has ended, or the job is cancelled; a Pause
    where there is none yet, for a reader that will be woken. Raises what crashed the job."""
    pending, open_ends = len(job.prompts), len(job.prompts) * job.strategy.samples
    cancelled, waits = job.cancelled, job.cancelled is None or job.cancelled.wake is None
    while pending or open_ends:
        try:
            message = job.messages.get(block=waits)
        except Empty:
            yield Pause()
            continue
        if message is None or (cancelled is not None and cancelled.is_set()):
            return
        if isinstance(message, Crashed):
            raise message.error
        pending -= isinstance(message, Prefilled)
        open_ends -= isinstance(message, Ended)
        open_ends -= isinstance(message, BeamAdvanced) and message.beam.done
        yield message


class Usage:
    """Tokens and time of a run, which may consist of several jobs, for the End that closes it. The
    clock starts when it is made."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._jobs: list[Job] = []
        self._generated, self._first_token_ms = 0, 0.0
        self._read = self._computed = 0

    def read(self, tokens: int) -> None:
        """Tokens of a text that was read whole and without a job."""
        self._read += tokens
        self._computed += tokens

    def ended(self, job: Job) -> None:
        """A job that is over, of which nothing is kept."""
        self._read += sum(map(len, job.prompts))
        self._computed += job.computed_tokens

    def job(self, job: Job) -> None:
        self._jobs.append(job)

    def token(self) -> None:
        self._generated += 1
        self._first_token_ms = self._first_token_ms or self._ms()

    def end(self) -> End:
        return End(
            lane="",
            prompt_tokens=self._read + sum(len(ids) for job in self._jobs for ids in job.prompts),
            computed_prompt_tokens=self._computed + sum(job.computed_tokens for job in self._jobs),
            generated_tokens=self._generated,
            first_token_ms=self._first_token_ms,
            total_ms=self._ms(),
        )

    def _ms(self) -> float:
        return 1000 * (perf_counter() - self._began)


def token_event(engine: Engine, lane: str, message: Sampled) -> Token:
    choice = message.choice
    return Token(
        lane=lane,
        sample=message.sample,
        index=message.step,
        id=choice.id,
        piece=engine.tokenizer.token_text(choice.id),
        text=message.text,
        logprob=choice.logprob,
        rank=choice.rank,
        distribution=head(choice.prediction, engine.tokenizer.token_text),
        survivors=choice.survivors,
        draw=choice.draw,
    )


def done_event(lane: str, message: Ended) -> Done:
    return Done(lane, message.sample, message.reason, message.text, message.tokens)


def score_event(engine: Engine, lane: str, message: Prefilled, labels: EncodedLabels) -> Score:
    logprobs = message.label_logprobs
    parts = shares(logprobs)
    scored = tuple(
        LabelScore(text, tuple(ids), logprob, float(np.exp(logprob)), share)
        for text, ids, logprob, share in zip(labels.texts, labels.ids, logprobs, parts, strict=True)
    )
    return Score(
        lane=lane,
        labels=scored,
        mass=float(sum(label.p for label in scored)),
        next=head(message.prediction, engine.tokenizer.token_text),
        boundary_moved=labels.moved,
    )
