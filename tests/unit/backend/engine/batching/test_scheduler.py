"""The scheduler step by step, over a session without a model: no folder and no thread."""

from __future__ import annotations

from typing import Any

import pytest
from support.models.fake_session import FakePool, FakeSession, FakeTokenizer, written

from shotglass.decoding import DecodingSettings
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.batching.messages import Ended, Prefilled, Sampled
from shotglass.engine.batching.prefill import CHUNK
from shotglass.engine.batching.scheduler import GATHERED, Scheduler
from shotglass.engine.batching.sequence import Job, SequenceStatus, TokenSequence
from shotglass.engine.runtime.prefix_cache import PrefixCache
from shotglass.engine.strategies.sampling import Sampling
from shotglass.engine.strategies.scoring import Scoring
from shotglass.errors import NonFiniteLogits, NotReady, QueueFull

WAITING, PREFILLING, ACTIVE, FINISHED = SequenceStatus


class Bench:
    """A scheduler with ``slots``, whose end token is ``end``; no thread of its own runs it."""

    def __init__(self, slots: int = 4, end: int = 0, queue: int = 512) -> None:
        self.pool = FakePool(slots)
        self.session = FakeSession(self.pool)
        parts: Any = (self.session, self.pool, PrefixCache(0), FakeTokenizer())
        self.scheduler = Scheduler(*parts, [end], queue=queue)

    def submitted(self, job: Job, monkeypatch: pytest.MonkeyPatch) -> list[TokenSequence]:
        sequences = job.sequences()
        monkeypatch.setattr(job, "sequences", lambda: sequences)
        self.scheduler.submit(job)
        return sequences

    def run(self, job: Job) -> list[object]:
        """All messages of a job, once it has been run to its end."""
        read: list[object] = []
        for _ in range(200):
            while (message := job.read(wait=False)) is not None:
                read.append(message)
            if not job.unread:
                return read
            self.scheduler.step()
        raise AssertionError("The job does not end.")


def greedy(prompts: list[list[int]], tokens: int, **more: Any) -> Job:
    settings = DecodingSettings(max_tokens=tokens, temperature=0)
    return Job(prompts, Sampling(settings), **more)


def tokens_of(messages: list[object], prompt: int = 0) -> list[int]:
    return [m.choice.id for m in messages if isinstance(m, Sampled) and m.prompt == prompt]


def test_a_sequence_waits_is_prefilled_is_active_and_finishes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench()
    job = greedy([[1] * 300], 3)
    (sequence,) = bench.submitted(job, monkeypatch)
    statuses = [sequence.status]
    for _ in range(4):
        bench.scheduler.step()
        statuses.append(sequence.status)
    assert statuses == [WAITING, PREFILLING, ACTIVE, FINISHED, FINISHED]
    assert bench.session.runs[:2] == [(1, 256), (1, 44)], "a prompt is computed in chunks"
    assert tokens_of(bench.run(job)) == written([1] * 300, 3)


def test_company_changes_no_token_and_all_are_decoded_in_one_run() -> None:
    bench, prompts = Bench(), [[1, 2], [3, 4, 5], [6]]
    job = greedy(prompts, 5)
    bench.scheduler.submit(job)
    messages = bench.run(job)
    for index, prompt in enumerate(prompts):
        assert tokens_of(messages, index) == written(prompt, 5)
    assert (3, 1) in bench.session.runs


def test_the_texts_of_a_job_that_is_alone_go_on_together() -> None:
    bench = Bench()
    job = greedy([[1] * 200, [2] * 20], 3)
    bench.scheduler.submit(job)
    bench.run(job)
    assert bench.session.runs == [(1, 200), (1, 20), (2, 1), (2, 1)]


def test_a_text_goes_on_beside_the_prompts_of_another_job() -> None:
    bench = Bench()
    first, second = greedy([[1, 2]], 9), greedy([[3] * 300, [4] * 20], 3)
    bench.scheduler.submit(first)
    bench.scheduler.step()
    bench.scheduler.submit(second)
    bench.run(second)
    assert (1, 1) in bench.session.runs[bench.session.runs.index((1, 128)) :]


def test_texts_wait_for_so_many_tokens_of_prompts_at_most() -> None:
    bench = Bench(slots=8)
    job = greedy([[token] * 400 for token in range(1, 7)], 5)
    bench.scheduler.submit(job)
    bench.run(job)
    runs = bench.session.runs
    steps = [at for at, (_, tokens) in enumerate(runs) if tokens == 1]
    read = sum(tokens for _, tokens in runs[: steps[0]])
    assert GATHERED <= read < GATHERED + CHUNK


def test_samples_of_one_prompt_share_its_prefill() -> None:
    bench = Bench()
    job = Job([[1, 2, 3]], Sampling(DecodingSettings(max_tokens=2, temperature=0, n=3)))
    bench.scheduler.submit(job)
    messages = bench.run(job)
    assert job.computed_tokens == 3
    assert sum(isinstance(message, Ended) for message in messages) == 3
    assert bench.session.runs == [(1, 3), (3, 1)], "all three join the very same step"


def test_who_finds_no_slot_waits_until_one_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(slots=1)
    first, second = greedy([[1, 2]], 3), greedy([[3, 4]], 3)
    bench.scheduler.submit(first)
    (waits,) = bench.submitted(second, monkeypatch)
    bench.scheduler.step()
    assert waits.status is WAITING
    position = bench.scheduler.queue_position(second)
    assert position is not None
    assert position.before == 0
    assert bench.scheduler.queue_position(first) is None
    assert tokens_of(bench.run(first)) == written([1, 2], 3)
    assert tokens_of(bench.run(second)) == written([3, 4], 3)


def test_an_end_token_ends_a_text_and_frees_its_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    third = written([1, 2], 3)[2]
    bench = Bench(end=third)
    job = greedy([[1, 2]], 9)
    (sequence,) = bench.submitted(job, monkeypatch)
    ended = bench.run(job)[-1]
    assert isinstance(ended, Ended)
    assert (ended.reason, ended.tokens) == ("stop_token", written([1, 2], 9).index(third) + 1)
    assert sequence.status is FINISHED


def test_a_job_that_is_only_scored_is_never_decoded() -> None:
    bench = Bench()
    job = Job([[1, 2, 3]], Scoring(), labels=[[[4], [5, 6]]])
    bench.scheduler.submit(job)
    (message,) = bench.run(job)
    assert isinstance(message, Prefilled)
    assert len(message.label_logprobs) == 2
    assert bench.session.runs == [(1, 3), (1, 2)]


def test_a_cancelled_job_frees_its_slot_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    bench, cancelled = Bench(slots=1), CancellationToken()
    left = greedy([[1, 2]], 100, cancelled=cancelled)
    (sequence,) = bench.submitted(left, monkeypatch)
    bench.scheduler.step()
    assert sequence.status is ACTIVE
    cancelled.set()
    bench.scheduler.submit(stays := greedy([[3, 4]], 2))
    bench.scheduler._drop_abandoned()
    assert sequence.status is FINISHED
    assert tokens_of(bench.run(stays)) == written([3, 4], 2)
    assert left.read() is None


def test_a_fault_in_a_run_fails_the_jobs_in_it_and_no_other() -> None:
    bench = Bench(slots=2)
    both = [greedy([[1, 2]], 9), greedy([[3, 4]], 9)]
    for job in both:
        bench.scheduler.submit(job)
        bench.scheduler.step()
    bench.session.fault = NonFiniteLogits("nan")
    bench.scheduler.step()
    for job in both:
        with pytest.raises(NonFiniteLogits):
            bench.run(job)
    bench.scheduler.submit(after := greedy([[5]], 2))
    assert tokens_of(bench.run(after)) == written([5], 2)


def test_a_full_queue_turns_others_away_and_a_closed_one_everybody() -> None:
    bench = Bench(slots=1, queue=2)
    bench.scheduler.submit(greedy([[1], [2], [3]], 2))  # an empty queue takes any request
    with pytest.raises(QueueFull):
        bench.scheduler.submit(greedy([[4]], 2))
    bench.scheduler.stop()
    with pytest.raises(NotReady):
        bench.scheduler.submit(greedy([[4]], 2))


def test_a_reader_is_notified_once_a_delivery() -> None:
    bench, calls = Bench(), list[int]()
    job = greedy([[1, 2], [3, 4]], 2, notify=lambda: calls.append(1))
    bench.scheduler.submit(job)
    bench.scheduler.step()
    assert 0 < len(calls) <= 2
    messages = bench.run(job)
    assert len(calls) < len(messages)
