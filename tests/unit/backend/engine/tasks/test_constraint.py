"""Texts that are held to a schema, a regex or a grammar, in every task that samples."""

import re
from dataclasses import replace
from math import exp, log1p

import pytest

from shotglass.decoding import BeamSettings, Constraint, DecodingSettings
from shotglass.engine import Engine, Library, beam, compare, generate
from shotglass.engine.tasks.complete import CompletionRequest, complete
from shotglass.errors import InvalidRequest
from shotglass.events import BeamStep, Done, Event, Found, Score, Token
from shotglass.prompting import Label, Lane, Prompt, Query, Shot

WORDS = Constraint("regex", "(the|a) (cat|dog|red house)( sat)?[.!]")
FREE = DecodingSettings(max_tokens=24, temperature=1.2, top_p=0.9, n=3, seed=4)
HELD = DecodingSettings(max_tokens=24, temperature=1.2, top_p=0.9, n=3, seed=4, constraint=WORDS)


def tokens(events: list[Event]) -> list[Token]:
    return [event for event in events if isinstance(event, Token)]


def done(events: list[Event]) -> list[Done]:
    return [event for event in events if isinstance(event, Done)]


@pytest.mark.parametrize("temperature", [0, 0.5, 2])
def test_every_sample_fits_and_ends_by_a_token_that_ends_texts(
    engine: Engine, temperature: float
) -> None:
    settings = DecodingSettings(max_tokens=24, temperature=temperature, n=4, constraint=WORDS)
    samples = done(list(generate(engine, "Q: fast", settings)))
    assert len(samples) == 4
    for sample in samples:
        assert re.fullmatch(WORDS.source, sample.text)
        assert sample.reason == "stop_token"


def test_each_token_tells_the_mass_that_was_taken_and_the_end_their_sum(engine: Engine) -> None:
    events = list(generate(engine, "Q: fast", HELD))
    for sample in done(events):
        own = [token for token in tokens(events) if token.sample == sample.sample]
        masses = [token.removed_mass for token in own]
        assert None not in masses
        assert sample.removed_nats == pytest.approx(-sum(log1p(-(m or 0)) for m in masses))
        for token in own:
            least = 1 - sum(a.p for a in token.distribution.alternatives) - token.distribution.rest
            assert least - 1e-9 <= (token.removed_mass or 0) <= 1 - exp(token.logprob) + 1e-9
            if token.survivors["top_k"] == 1:  # one token was left
                assert token.removed_mass == pytest.approx(1 - exp(token.logprob))


def test_the_shown_alternatives_that_were_not_allowed_are_named(engine: Engine) -> None:
    for token in tokens(list(generate(engine, "Q: fast", HELD))):
        shown = {other.id: other.p for other in token.distribution.alternatives}
        assert token.forbidden is not None
        assert set(token.forbidden) <= shown.keys() - {token.id}
        assert sum(shown[id] for id in token.forbidden) <= (token.removed_mass or 0) + 1e-9
        assert len(shown) - len(token.forbidden) <= token.survivors["top_k"]


def test_without_a_constraint_nothing_is_said_to_be_taken(engine: Engine) -> None:
    events = list(generate(engine, "Q: fast", FREE))
    assert {token.removed_mass for token in tokens(events)} == {None}
    assert {token.forbidden for token in tokens(events)} == {None}
    assert {sample.removed_nats for sample in done(events)} == {None}


def test_the_model_s_own_probabilities_are_shown_whatever_is_taken(engine: Engine) -> None:
    free, held = (
        next(t for t in tokens(list(generate(engine, "Q: fast", settings))) if t.sample == 0)
        for settings in (FREE, HELD)
    )
    assert held.distribution == free.distribution
    assert held.draw == free.draw  # the named random number


def test_a_text_that_is_cut_at_its_length_tells_that(engine: Engine) -> None:
    settings = DecodingSettings(max_tokens=2, temperature=0, constraint=WORDS)
    (sample,) = done(list(generate(engine, "Q: fast", settings)))
    assert sample.reason == "length"


PROMPT = Prompt(
    instruction="",
    template="Q: {input}{reasoning}\nso:{output}\n\n",
    shot_sets={"main": (Shot("one", " the cat.", " a dog"),)},
    query=Query("two", " the cat."),
    labels=(Label(" the cat."), Label(" a dog.")),
)


def test_lanes_are_held_and_labels_are_scored_as_ever(engine: Engine) -> None:
    lanes = [Lane("zero"), Lane("one", "main", (0,))]
    free, held = (list(compare(engine, PROMPT, lanes, settings)) for settings in (FREE, HELD))
    assert len(done(held)) == 2 * HELD.n
    assert all(re.fullmatch(WORDS.source, sample.text) for sample in done(held))
    scores = [[e for e in events if isinstance(e, Score)] for events in (free, held)]
    assert scores[0] == scores[1]


def test_a_reasoning_is_free_and_the_answer_after_it_is_held(engine: Engine) -> None:
    settings = replace(HELD, n=2)
    events = list(compare(engine, PROMPT, [Lane("why", "main", (0,), True)], settings))
    assert all(re.fullmatch(WORDS.source, d.text) for d in done(events))
    for sample in done(events):
        own = [token for token in tokens(events) if token.sample == sample.sample]
        free = [token.removed_mass is None for token in own]
        assert True in free
        assert free == sorted(free, reverse=True)  # the reasoning, then the answer


def test_a_completion_is_held_and_is_the_same_text(engine: Engine) -> None:
    prompt = engine.encode("Q: fast")
    told = done(list(complete(engine, CompletionRequest((tuple(prompt),), HELD))))
    assert [d.text for d in told] == [d.text for d in done(list(generate(engine, prompt, HELD)))]


@pytest.mark.parametrize(
    ("option", "pointer"),
    [({"min_tokens": 3}, "/min_tokens"), ({"ignore_stop_tokens": True}, "/ignore_eos")],
)
def test_what_would_go_on_after_the_end_is_refused_with_a_constraint(
    engine: Engine, option: dict[str, int], pointer: str
) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        next(complete(engine, CompletionRequest(((1, 2),), HELD, **option)))  # type: ignore[arg-type]
    assert refusal.value.pointer == pointer


def test_a_beam_holds_the_likeliest_texts_that_fit(engine: Engine) -> None:
    """Of a language so small that each text can be scored: none is lost by a wide beam."""
    held = Constraint("regex", "(a|b)[01]?")
    texts = [first + last for first in "ab" for last in ("", "0", "1")]
    settings = BeamSettings(width=6, max_tokens=4, n=6, alpha=0)
    *_, found, _ = beam(engine, "Q: fast", settings, constraint=held)
    assert isinstance(found, Found)
    assert sorted(result.text for result in found.results) == sorted(texts)
    assert {result.reason for result in found.results} == {"stop_token"}
    assert [r.logprob for r in found.results] == sorted(r.logprob for r in found.results)[::-1]


def test_a_beam_tells_what_was_taken_at_each_token_and_of_each_text(engine: Engine) -> None:
    """A text of a beam of one is the greedy sample, which tells the same."""
    settings = BeamSettings(width=1, max_tokens=12)
    events = list(beam(engine, "Q: fast", settings, constraint=WORDS))
    nodes = [node for event in events if isinstance(event, BeamStep) for node in event.nodes]
    greedy = replace(HELD, temperature=0, n=1, max_tokens=12)
    sampled = list(generate(engine, "Q: fast", greedy))
    kept = [node for node in nodes if node.fate != "pruned"]
    assert [node.removed_mass for node in kept] == pytest.approx(
        [token.removed_mass for token in tokens(sampled)]
    )
    (found,) = [event for event in events if isinstance(event, Found)]
    (sample,) = done(sampled)
    assert found.results[0].removed_nats == pytest.approx(sample.removed_nats)


def test_a_wide_beam_sums_what_was_taken_along_each_text(engine: Engine) -> None:
    events = list(beam(engine, "Q: fast", BeamSettings(width=4, n=4), constraint=WORDS))
    nodes = [node for event in events if isinstance(event, BeamStep) for node in event.nodes]
    by_number = {node.node: node for node in nodes}
    (found,) = [event for event in events if isinstance(event, Found)]
    for result in found.results:
        nats, at = 0.0, result.node
        while at:
            nats -= log1p(-(by_number[at].removed_mass or 0))
            at = by_number[at].parent
        assert result.removed_nats == pytest.approx(nats)


def test_a_beam_without_a_constraint_says_nothing_of_it(engine: Engine) -> None:
    events = list(beam(engine, "Q: fast", BeamSettings(width=2, max_tokens=3)))
    steps = [event for event in events if isinstance(event, BeamStep)]
    assert {node.removed_mass for step in steps for node in step.nodes} == {None}
    (found,) = [event for event in events if isinstance(event, Found)]
    assert {result.removed_nats for result in found.results} == {None}


@pytest.mark.parametrize("family", ["tiny-llama"])
def test_drafts_of_prompt_lookup_are_held_too(tiny_root: object, family: str) -> None:
    folder = Library([tiny_root]).folder(family)  # type: ignore[list-item]
    prompt = "the cat sat. the cat sat. the cat sat. the cat"
    repeats = Constraint("regex", "( sat\\. the cat){1,4}\\.")
    settings = DecodingSettings(max_tokens=60, temperature=0, constraint=repeats)
    texts = []
    for lookup in (False, True):
        opened = Engine.open(folder, precision="fp32", prompt_lookup=lookup)
        texts.append([d.text for d in done(list(generate(opened, prompt, settings)))])
        opened.close()
    assert texts[0] == texts[1]
    assert re.fullmatch(repeats.source, texts[0][0])
