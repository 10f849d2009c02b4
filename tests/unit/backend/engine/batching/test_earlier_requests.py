"""What earlier requests have read changes no bit of a later one, and is not read again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from numpy.random import default_rng
from support.fixtures.engines import FAMILIES

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library
from shotglass.engine.batching.messages import Ended, Prefilled, Sampled
from shotglass.engine.batching.sequence import Job
from shotglass.engine.strategies.sampling import Sampling
from shotglass.engine.strategies.scoring import Scoring
from shotglass.engine.tasks.task_events import running

SAMPLED = DecodingSettings(max_tokens=4, temperature=1.0, seed=3, n=2)


@pytest.fixture(scope="module", params=[f"tiny-{family}" for family in FAMILIES])
def remembering(request: pytest.FixtureRequest, tiny_root: Path) -> Iterator[Engine]:
    folder = Library([tiny_root]).folder(request.param)
    with closing(Engine.open(folder, slots=8, threads=1)) as opened:
        yield opened


def told(engine: Engine, job: Job) -> list[tuple[object, ...]]:
    """All that a job tells, comparable: logits and texts bit for bit."""
    with running(engine, job) as messages:
        return sorted(map(_comparable, messages), key=repr)


def _comparable(message: object) -> tuple[object, ...]:
    if isinstance(message, Prefilled):
        logits = message.prediction.logits.tobytes()
        return ("read", message.prompt, logits, message.label_logprobs)
    if isinstance(message, Sampled):
        logits, choice = message.prediction.logits.tobytes(), message.choice
        told = (choice.id, choice.logprob, choice.rank, choice.draw, choice.survivors)
        return ("token", message.prompt, message.sample, message.step, told, logits)
    assert isinstance(message, Ended)
    return ("end", message.prompt, message.sample, message.reason, message.text)


def texts(engine: Engine, seed: int) -> list[list[int]]:
    """Eight texts that begin as one another for 0 to 150 tokens, some the very same."""
    random = default_rng(seed)
    whole = random.integers(5, engine.vocabulary, 180)
    ends = random.integers(5, engine.vocabulary, (8, 30))
    cuts = [0, 15, 16, 17, 128, 129, 150, 150]
    found = [[*whole[:cut], *end][: cut + 30] for cut, end in zip(cuts, ends, strict=True)]
    return [[int(id) for id in ids] for ids in [*found[:-1], found[-2]]]


def test_a_request_after_others_tells_the_bits_it_tells_alone(
    tiny_root: Path, remembering: Engine
) -> None:
    folder = Library([tiny_root]).folder(remembering.manifest.id)
    with closing(Engine.open(folder, slots=8, threads=1, prefix_room=0)) as engine:
        _tells_the_same(engine, remembering)


def _tells_the_same(engine: Engine, remembering: Engine) -> None:
    asked = [Job([ids], Sampling(SAMPLED), [([7], [8, 9])]) for ids in texts(engine, 1)]
    again = [Job([ids], Sampling(SAMPLED), [([7], [8, 9])]) for ids in texts(engine, 1)]
    for alone, after in zip(asked, again, strict=True):
        assert told(engine, alone) == told(remembering, after)
    assert sum(job.computed_tokens for job in again) < sum(job.computed_tokens for job in asked)


def test_the_same_prompt_again_costs_two_tokens(remembering: Engine) -> None:
    ids = texts(remembering, 2)[4]
    first, again = (Job([ids], Sampling(SAMPLED)) for _ in range(2))
    assert told(remembering, first) == told(remembering, again)
    assert (first.computed_tokens, again.computed_tokens) == (len(ids), 2)


def test_generated_tokens_are_read_again_when_they_come_back_as_a_prompt(
    remembering: Engine,
) -> None:
    ids = texts(remembering, 3)[3]
    job = Job([ids], Sampling(DecodingSettings(max_tokens=12)))
    with running(remembering, job) as messages:
        wrote = [message.choice.id for message in messages if isinstance(message, Sampled)]
    longer = Job([[*ids, *wrote]], Sampling(SAMPLED))
    told(remembering, longer)
    assert longer.computed_tokens == len(wrote)


def test_who_asks_for_every_tokens_reading_gets_all_of_it(remembering: Engine) -> None:
    ids = texts(remembering, 4)[4]
    told(remembering, Job([ids], Sampling(SAMPLED)))
    job = Job([ids], Scoring(), prompt_top=2)
    with running(remembering, job) as messages:
        (read,) = messages
    assert isinstance(read, Prefilled)
    assert len(read.token_logprobs) == len(ids)
    assert job.computed_tokens == len(ids)
