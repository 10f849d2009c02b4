"""A model whose source puts a start token before every text reads it everywhere, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from support.models.tiny import END, give_start_token, write_tiny_folder

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library
from shotglass.engine.tasks.compare import compare
from shotglass.engine.tasks.complete import CompletionRequest, complete
from shotglass.engine.tasks.explain import ExplainOptions, explain
from shotglass.engine.tasks.generate import generate
from shotglass.engine.tasks.logits import next_logits
from shotglass.engine.tasks.score import score
from shotglass.errors import ContextLengthExceeded
from shotglass.events import (
    CompletionToken,
    End,
    Piece,
    PromptComputed,
    Start,
    Token,
)  # fmt: skip
from shotglass.prompting import Lane, Prompt

TEXT = "the cat sat on the mat and the dog ran"
GREEDY = DecodingSettings(temperature=0, max_tokens=6)
START = Piece(0, END, 0, 0, special=True)
PROMPT = Prompt.from_json(
    {
        "instruction": "Give the opposite.",
        "template": "{input} ->{output}\n",
        "shot_sets": {"a": [{"input": "hot", "output": " cold"}]},
        "query": {"input": "fast"},
        "labels": [{"text": " slow"}, {"text": " house"}],
        "readout": "labels",
    }
)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """The same model with a start token before its texts, and without."""
    root = tmp_path_factory.mktemp("models")
    for id in ("started", "plain"):
        write_tiny_folder(root, id, "llama", 3)
    give_start_token(root / "started")
    library = Library([root])
    opened = [
        Engine.open(library.folder(id), slots=4, precision="fp32", threads=1)
        for id in ("started", "plain")
    ]
    with closing(opened[0]), closing(opened[1]):
        yield opened[0], opened[1]


@pytest.fixture
def started(engines: tuple[Engine, Engine]) -> Engine:
    return engines[0]


@pytest.fixture
def plain(engines: tuple[Engine, Engine]) -> Engine:
    return engines[1]


def written(engine: Engine, ids: list[int]) -> tuple[list[int], PromptComputed]:
    """What follows token ids, to which nothing is added."""
    asked = CompletionRequest((tuple(ids),), GREEDY, top=1, prompt_logprobs=True)
    steps = list(complete(engine, asked))
    read = next(step for step in steps if isinstance(step, PromptComputed))
    return [step.logprobs.id for step in steps if isinstance(step, CompletionToken)], read


def test_a_text_is_continued_from_behind_the_start_token(started: Engine, plain: Engine) -> None:
    events = list(generate(started, TEXT, GREEDY))
    ids = [0, *plain.encode(TEXT)]
    assert started.encode(TEXT) == ids
    assert [event.id for event in events if isinstance(event, Token)] == written(plain, ids)[0]
    assert written(plain, ids)[0] != written(plain, ids[1:])[0]  # it matters to this model


def test_it_is_shown_as_a_token_before_the_text_and_counted(started: Engine, plain: Engine) -> None:
    events = list(generate(started, TEXT, GREEDY))
    start, end = events[0], events[-1]
    assert isinstance(start, Start)
    assert isinstance(end, End)
    assert start.prompt == TEXT
    assert start.tokens == (START, *plain.tokenizer.pieces(TEXT))
    assert end.prompt_tokens == len(plain.encode(TEXT)) + 1


def test_an_empty_prompt_is_the_start_token_once(started: Engine) -> None:
    events = list(generate(started, "", GREEDY))
    assert started.encode("") == [0]
    assert isinstance(events[0], Start)
    assert events[0].tokens == (START,)


def test_spans_stay_and_tokens_move_by_one(started: Engine, plain: Engine) -> None:
    lanes = [Lane("one", "a", (0,))]
    ours, theirs = (
        next(event for event in compare(engine, PROMPT, lanes, GREEDY) if isinstance(event, Start))
        for engine in (started, plain)
    )
    assert ours.spans == theirs.spans
    assert ours.tokens == (START, *theirs.tokens)
    assert all(token.part is not None for token in theirs.tokens)


def test_labels_are_scored_behind_it(started: Engine, plain: Engine) -> None:
    labels = (" slow", " the", "xyz house")
    for prompt in (TEXT, ""):
        found = score(started, prompt, labels)
        for label in found.labels:
            ids = [0, *plain.tokenizer.encode(prompt), *label.ids]
            assert (
                list(label.ids)
                == plain.tokenizer.encode(prompt + label.text)[
                    len(plain.tokenizer.encode(prompt)) :
                ]
            )
            _, read = written(plain, ids)
            expected = sum(reading.logprob or 0.0 for reading in read.logprobs[-len(label.ids) :])
            assert label.logprob == pytest.approx(expected, abs=1e-4)


def test_the_first_token_of_a_prompt_has_no_probability_and_the_text_s_first_has(
    started: Engine,
) -> None:
    found = next_logits(started, TEXT, prompt_top=1)
    assert found.ids[0] == 0
    assert found.tokens[0] == START
    assert len(found.prompt_logprobs) == len(found.ids) == len(found.tokens)
    assert found.prompt_logprobs[0].logprob is None
    assert found.prompt_logprobs[1].logprob is not None


def test_it_takes_its_place_in_the_context(started: Engine, plain: Engine) -> None:
    text = "x" * (started.context - 1)  # a token each
    assert len(plain.encode(text)) + 1 == started.context
    plain.require_room(plain.encode(text), 1)
    with pytest.raises(ContextLengthExceeded, match="length is 320 tokens") as found:
        next(generate(started, text, replace(GREEDY, max_tokens=1)))
    assert found.value.over_by == 1


def test_the_inside_has_a_row_for_it(started: Engine) -> None:
    found = explain(started, TEXT, ExplainOptions(thumbnails=True, surprisal=True))
    tokens = len(started.encode(TEXT))
    assert found.tokens[0] == START
    assert len(found.tokens) == tokens
    assert found.arrays["thumbnails"].shape[-1] == tokens
    assert found.surprisals is not None
    assert found.surprisals[0] is None
    assert found.surprisals[1] is not None
