"""Completions of token ids: prompts read token by token, samples as ``generate`` makes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from shotglass.decoding import DecodingSettings
from shotglass.engine import CompletionRequest, Engine, complete, generate
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.batching.messages import Prefilled
from shotglass.engine.tasks.task_events import running
from shotglass.errors import ContextLengthExceeded, TokenOutOfRange
from shotglass.events import Accepted, CompletionToken, Done, End, Event, PromptComputed, Token

Truth = Callable[[Sequence[int]], npt.NDArray[np.float64]]
TEXTS = ["the cat sat on the mat and the dog", "a", "one, two, three " * 20, "the cat ran"]
SETTINGS = DecodingSettings(max_tokens=8, n=2, seed=7, temperature=1.1)


def ids_of(engine: Engine, texts: Sequence[str] = TEXTS) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(engine.encode(text)) for text in texts)


def wrote(steps: Sequence[Event], prompt: int = 0, sample: int = 0) -> list[CompletionToken]:
    found = [step for step in steps if isinstance(step, CompletionToken)]
    return [step for step in found if (step.lane, step.sample) == (str(prompt), sample)]


def readings(steps: Sequence[Event]) -> dict[int, PromptComputed]:
    return {int(step.lane): step for step in steps if isinstance(step, PromptComputed)}


def test_readings_of_a_prompt_are_the_references(exact_engine: Engine, truth: Truth) -> None:
    prompts = ids_of(exact_engine)
    read = readings(
        list(complete(exact_engine, CompletionRequest(prompts, None, 5, prompt_logprobs=True)))
    )

    for index, ids in enumerate(prompts):
        logits = truth(ids)
        logprobs = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
        found = read[index].logprobs
        assert [reading.id for reading in found] == list(ids)
        assert (found[0].logprob, found[0].top) == (None, ())
        for place, reading in enumerate(found[1:]):
            assert reading.logprob == pytest.approx(logprobs[place, reading.id], abs=1e-4)
            assert [id for id, _ in reading.top] == np.argsort(-logprobs[place])[:5].tolist()
            assert dict(reading.top).get(reading.id, reading.logprob) == reading.logprob


def test_reading_a_prompt_changes_no_bit_of_what_follows(engine: Engine) -> None:
    for ids in ids_of(engine):
        plain, told = (
            list(complete(engine, CompletionRequest((ids,), SETTINGS, 3, prompt_logprobs=read)))
            for read in (False, True)
        )
        assert wrote(plain) == wrote(told)
        assert wrote(plain, sample=1) == wrote(told, sample=1)


def test_tokens_are_those_of_generate(engine: Engine) -> None:
    told = [e for e in generate(engine, TEXTS[0], SETTINGS) if isinstance(e, Token)]
    steps = list(complete(engine, CompletionRequest(ids_of(engine, TEXTS[:1]), SETTINGS, 2)))

    for sample in range(2):
        mine = [(e.id, e.text, e.logprob) for e in told if e.sample == sample]
        found = wrote(steps, sample=sample)
        assert [(w.logprobs.id, w.text, w.logprobs.logprob) for w in found] == mine


def test_steps_come_in_order_and_close_with_what_was_used(engine: Engine) -> None:
    steps = list(complete(engine, CompletionRequest(ids_of(engine), SETTINGS)))

    assert isinstance(steps[0], Accepted)
    assert isinstance(steps[-1], End)
    assert steps[-1].prompt_tokens == sum(map(len, ids_of(engine)))
    assert steps[-1].generated_tokens == sum(isinstance(step, CompletionToken) for step in steps)
    assert sum(isinstance(step, Done) for step in steps) == 2 * len(TEXTS)
    assert len(readings(steps)) == len(TEXTS)


def stopping(engine: Engine) -> tuple[CompletionRequest, int]:
    """A prompt and a seed with which the first token is one that ends a text."""
    prompts = ids_of(engine, TEXTS[:1])
    for seed in range(5000):
        settings = DecodingSettings(max_tokens=1, temperature=2, n=1, seed=seed)
        (token,) = wrote(list(complete(engine, CompletionRequest(prompts, settings))))
        if token.logprobs.id in engine.manifest.stop_ids:
            return CompletionRequest(
                prompts, replace(settings, max_tokens=5), top=3
            ), token.logprobs.id
    raise AssertionError("no seed was found")


def test_a_text_that_ends_at_once_still_has_its_one_token(engine: Engine) -> None:
    asked, stop = stopping(engine)
    steps = list(complete(engine, asked))

    (only,) = wrote(steps)
    assert (only.logprobs.id, only.text) == (stop, "")
    (ended,) = [step for step in steps if isinstance(step, Done)]
    assert (ended.reason, ended.tokens, ended.text) == ("stop_token", 1, "")


def test_stop_tokens_can_be_ignored_or_put_off(engine: Engine) -> None:
    asked, stop = stopping(engine)
    (plain,) = wrote(list(complete(engine, asked)))

    ignored = wrote(list(complete(engine, replace(asked, ignore_stop_tokens=True))))
    assert (len(ignored), ignored[0].logprobs) == (5, plain.logprobs)

    put_off = wrote(list(complete(engine, replace(asked, min_tokens=3))))
    assert len(put_off) >= 3
    assert stop not in [token.logprobs.id for token in put_off[:3]]
    assert put_off[0].logprobs.top == plain.logprobs.top  # what is told is still the model's own


def test_a_stop_text_does_not_end_a_text_before_its_least_length(engine: Engine) -> None:
    (ids,) = ids_of(engine, TEXTS[:1])
    free = "".join(
        w.text for w in wrote(list(complete(engine, CompletionRequest((ids,), SETTINGS))))
    )
    settings = replace(SETTINGS, stop=(free[0],), n=1)

    at_once = wrote(list(complete(engine, CompletionRequest((ids,), settings))))
    assert len(at_once) < 4
    assert (
        len(wrote(list(complete(engine, CompletionRequest((ids,), settings, min_tokens=4))))) >= 4
    )


def test_what_does_not_fit_or_is_no_token_is_refused_before_anything_runs(engine: Engine) -> None:
    fine, long = (1, 2), (5,) * (engine.context + 1)
    with pytest.raises(ContextLengthExceeded, match="too long by") as too_long:
        next(complete(engine, CompletionRequest((fine, long), None)))
    assert too_long.value.pointer == "/prompt/1"
    for id in (-1, engine.vocabulary):
        with pytest.raises(TokenOutOfRange, match="ids from 0 to") as out:
            next(complete(engine, CompletionRequest((fine, (0, id)), None)))
        assert out.value.pointer == "/prompt/1/1"


def test_a_cancelled_completion_ends_without_its_end(engine: Engine) -> None:
    cancelled = CancellationToken()
    steps = complete(
        engine, CompletionRequest(((1, 2),), replace(SETTINGS, max_tokens=300)), cancelled
    )
    next(steps)
    cancelled.set()
    assert not [step for step in steps if isinstance(step, End)]


def test_what_is_kept_of_a_prompt_that_was_read_is_one_row(exact_engine: Engine) -> None:
    asked = CompletionRequest(ids_of(exact_engine), None, 0, prompt_logprobs=True)
    with running(exact_engine, asked.job()) as messages:
        for message in messages:
            assert isinstance(message, Prefilled)
            logits = message.prediction.logits
            held = logits if logits.base is None else logits.base
            assert held.nbytes == logits.nbytes
