"""Prompt lookup: the same texts, whatever is guessed, in fewer steps where texts repeat."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support.models.tiny import write_tiny_folder

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.engine.strategies.prompt_lookup import Drafter, PromptLookup
from shotglass.events import Done, Event, Token

REPEATING = "the cat sat on the mat, the cat sat on the mat, the cat"
SETTINGS = (
    DecodingSettings(max_tokens=24, temperature=0),
    DecodingSettings(max_tokens=24, temperature=0.9, seed=3, top_p=0.9),
    DecodingSettings(max_tokens=24, temperature=0, repetition_penalty=1.3),
)


@pytest.fixture(scope="module", params=["gpt2", "llama"])
def engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, Engine]]:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", request.param, 5)
    folder = Library([root]).folder("tiny")
    plain = Engine.open(folder, precision="fp32")
    guessing = Engine.open(folder, precision="fp32", prompt_lookup=True)
    yield plain, guessing
    plain.close()
    guessing.close()


def tokens(events: list[Event]) -> list[Token]:
    return [event for event in events if isinstance(event, Token)]


def texts(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Done)]


@pytest.mark.parametrize("settings", SETTINGS)
def test_what_is_written_is_what_is_written_token_by_token(
    engines: tuple[Engine, Engine], settings: DecodingSettings
) -> None:
    plain, guessing = (list(generate(engine, REPEATING, settings)) for engine in engines)
    assert texts(plain) == texts(guessing)
    for one, other in zip(tokens(plain), tokens(guessing), strict=True):
        assert (one.id, one.text, one.index) == (other.id, other.text, other.index)
        assert one.logprob == pytest.approx(other.logprob, abs=1e-4)


@pytest.mark.parametrize("offset", [0, 1])
def test_right_guesses_save_steps_and_wrong_ones_change_nothing(
    engines: tuple[Engine, Engine], offset: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An oracle that knows the text, and one whose every guess is another token."""
    plain, guessing = engines
    expected = [token.id for token in tokens(list(generate(plain, "a", SETTINGS[0])))]
    runs = []

    def oracle(self: PromptLookup, row: object) -> list[int]:
        step = row.step  # type: ignore[attr-defined]
        self._drafters[row] = Drafter([])  # type: ignore[index]
        runs.append(step)
        ahead = expected[step : step + 4][: len(expected) - step - 1]
        return [(id + offset) % guessing.vocabulary for id in ahead]

    monkeypatch.setattr(PromptLookup, "draft", oracle)
    found = [token.id for token in tokens(list(generate(guessing, "a", SETTINGS[0])))]
    assert found == expected
    assert (len(runs) <= 6) == (offset == 0)


def test_a_row_is_guessed_only_while_it_is_alone(
    engines: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, guessing = engines
    active: list[int] = []
    rows = guessing._scheduler._active.sequences
    monkeypatch.setattr(PromptLookup, "draft", lambda *_: active.append(len(rows)) or [])
    settings = DecodingSettings(max_tokens=8, temperature=1, n=3)
    assert len(texts(list(generate(guessing, "a", settings)))) == 3
    assert set(active) <= {1}


def test_the_cache_holds_what_was_taken_and_nothing_of_a_wrong_guess(
    engines: tuple[Engine, Engine], tmp_path: Path
) -> None:
    """After a text that was guessed the same request again, with its prompt from the cache."""
    _, guessing = engines
    first = tokens(list(generate(guessing, REPEATING, SETTINGS[0])))
    again = tokens(list(generate(guessing, REPEATING, SETTINGS[0])))
    assert [t.id for t in first] == [t.id for t in again]
    assert np.allclose([t.logprob for t in first], [t.logprob for t in again], atol=1e-4)
