"""One prompt in, explained tokens out: equal to the reference, whatever runs beside it."""

import threading
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pytest

from shotglass.decoding import DecodingSettings, History, choose, predict, uniform
from shotglass.engine import Engine, generate, next_logits
from shotglass.errors import ContextLengthExceeded, InvalidRequest
from shotglass.events import Done, End, Event, Start, Token

Truth = Callable[[Sequence[int]], npt.NDArray[np.float64]]

PROMPT = "the cat sat on the mat and the dog"
GREEDY = DecodingSettings(max_tokens=12, temperature=0)


def tokens(events: Sequence[Event]) -> list[Token]:
    return [event for event in events if isinstance(event, Token)]


def done(events: Sequence[Event]) -> list[Done]:
    return [event for event in events if isinstance(event, Done)]


def test_greedy_tokens_are_the_references_argmax(exact_engine: Engine, truth: Truth) -> None:
    ids = exact_engine.encode(PROMPT)

    for token in tokens(list(generate(exact_engine, PROMPT, GREEDY))):
        logits = truth(ids)[-1]
        logprobs = logits - np.log(np.exp(logits).sum())
        assert token.id == int(logits.argmax())
        assert token.logprob == pytest.approx(logprobs[token.id], abs=1e-4)
        ids.append(token.id)


def test_events_come_in_order_and_close_with_a_summary(engine: Engine) -> None:
    events = list(generate(engine, PROMPT, DecodingSettings(max_tokens=4, n=3)))

    start, end = events[0], events[-1]
    assert isinstance(start, Start)
    assert isinstance(end, End)
    assert start.prompt == PROMPT
    assert "".join(piece.text for piece in start.tokens) == PROMPT
    assert end.generated_tokens == len(tokens(events))
    assert end.computed_prompt_tokens == end.prompt_tokens == len(start.tokens)
    assert sorted(event.sample for event in done(events)) == [0, 1, 2]


def test_shown_and_not_shown_add_up_to_one(engine: Engine) -> None:
    for token in tokens(list(generate(engine, PROMPT, DecodingSettings(max_tokens=8)))):
        shown = sum(item.p for item in token.distribution.alternatives)
        assert shown + token.distribution.rest == pytest.approx(1, abs=1e-6)
        assert len(token.distribution.alternatives) == 20
        assert token.distribution.rest_tokens == engine.vocabulary - 20


def test_the_draw_is_the_named_random_number(engine: Engine) -> None:
    settings = DecodingSettings(max_tokens=5, n=2, seed=11)

    for token in tokens(list(generate(engine, PROMPT, settings))):
        assert token.draw == uniform(11, token.sample, token.index)


def test_text_of_the_tokens_joins_to_the_text_of_the_sample(engine: Engine) -> None:
    events = list(generate(engine, PROMPT, DecodingSettings(max_tokens=24, n=4, temperature=2)))

    for event in done(events):
        mine = [token for token in tokens(events) if token.sample == event.sample]
        assert "".join(token.text for token in mine) == event.text
        assert event.tokens == len(mine)
        if event.reason == "length":
            assert event.text == engine.tokenizer.decode([token.id for token in mine])


def test_a_stop_string_ends_the_sample_and_is_not_part_of_it(engine: Engine) -> None:
    free = done(list(generate(engine, PROMPT, GREEDY)))[0].text
    stop = free[3:5]

    (stopped,) = done(
        list(generate(engine, PROMPT, DecodingSettings(max_tokens=12, temperature=0, stop=(stop,))))
    )

    assert stopped.reason == "stop_text"
    assert stopped.text == free[: free.index(stop)]


def test_an_empty_prompt_begins_from_the_start_token(engine: Engine) -> None:
    events = list(generate(engine, "", DecodingSettings(max_tokens=2)))

    assert len(tokens(events)) >= 1


def test_a_prompt_too_long_says_by_how_many_tokens(engine: Engine) -> None:
    prompt = PROMPT * 200
    over = len(engine.encode(prompt)) + 5 - engine.context

    with pytest.raises(ContextLengthExceeded, match=f"prompt is too long by {over}: ") as caught:
        next(generate(engine, prompt, DecodingSettings(max_tokens=5)))

    assert caught.value.over_by == over


def test_more_samples_than_slots_wait_for_their_turn(exact_engine: Engine) -> None:
    settings = DecodingSettings(max_tokens=6, n=8, seed=5)

    events = list(generate(exact_engine, PROMPT, settings))

    assert len(done(events)) == 8
    for token in (token for token in tokens(events) if token.index == 0):
        assert token.draw == uniform(5, token.sample, 0)


@pytest.mark.parametrize("prompt", [PROMPT, "a", "x " * 90])
def test_bits_do_not_depend_on_company(engine: Engine, prompt: str) -> None:
    """Alone, and beside seven others that come and go: the same ids and log-probabilities."""
    settings = DecodingSettings(max_tokens=16, seed=3, temperature=1.2)
    alone = tokens(list(generate(engine, prompt, settings)))
    others = [
        threading.Thread(
            target=lambda i=i: list(
                generate(engine, "company " * (i + 1), DecodingSettings(max_tokens=4 + 3 * i))
            )
        )
        for i in range(7)
    ]

    for thread in others:
        thread.start()
    beside = tokens(list(generate(engine, prompt, settings)))
    for thread in others:
        thread.join()

    assert beside == alone


def test_leaving_early_frees_the_engine(engine: Engine) -> None:
    events = generate(engine, PROMPT, DecodingSettings(max_tokens=200, n=8))
    for event in events:
        if isinstance(event, Token):
            break
    events.close()

    assert len(done(list(generate(engine, PROMPT, DecodingSettings(max_tokens=2, n=8))))) == 8


def test_logits_after_a_continuation_are_bit_for_bit_those_of_the_sample(engine: Engine) -> None:
    settings = DecodingSettings(temperature=1.5, max_tokens=9, n=2, seed=4)
    written = tokens(list(generate(engine, PROMPT, settings)))
    for sample in (0, 1):
        own = [token for token in written if token.sample == sample]
        for i, token in enumerate(own):
            found = next_logits(engine, PROMPT, [before.id for before in own[:i]])
            assert list(found.logprobs) == [before.logprob for before in own[:i]]
            prediction = predict(found.logits)
            assert prediction.logprob(token.id) == token.logprob
            assert choose(prediction, settings, sample, i).id == token.id


@pytest.mark.parametrize("temperature", [0, 1.5])
def test_penalties_and_biases_follow_each_samples_own_tokens(
    engine: Engine, temperature: float
) -> None:
    """Every choice again, from the stored logits and a history told from the events."""
    settings = DecodingSettings(
        temperature=temperature, max_tokens=8, n=2, seed=4, min_p=0.01, repetition_penalty=1.3,
        presence_penalty=0.5, frequency_penalty=1, logit_bias=((0, -100), (40, 4)),
    )  # fmt: skip
    written = tokens(list(generate(engine, PROMPT, settings)))
    for sample in (0, 1):
        history = History(engine.encode(PROMPT))
        for i, token in enumerate(token for token in written if token.sample == sample):
            prediction = predict(next_logits(engine, PROMPT, history.generated).logits)
            choice = choose(prediction, settings, sample, i, history)
            assert (choice.id, choice.survivors) == (token.id, token.survivors)
            assert token.logprob == prediction.logprob(token.id)
            history.append(token.id)


def test_a_bias_on_no_token_of_the_model_is_refused(engine: Engine) -> None:
    settings = DecodingSettings(logit_bias=((engine.vocabulary, 1),))
    with pytest.raises(InvalidRequest, match="has the tokens 0 to") as caught:
        next(generate(engine, PROMPT, settings))
    assert caught.value.pointer == f"/settings/logit_bias/{engine.vocabulary}"


def test_a_token_that_ends_texts_may_stand_in_a_continuation(engine: Engine) -> None:
    end = engine.manifest.stop_ids[0]
    assert len(next_logits(engine, PROMPT, [end, end]).logprobs) == 2
