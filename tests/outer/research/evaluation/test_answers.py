"""Readings are the engine's scores, asked once, kept, and gone on from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.models.tiny import write_tiny_folder

from shotglass.engine import Engine, Library, score
from shotglass_research.evaluation import answers as module
from shotglass_research.evaluation.answers import LabelScores, Question

QUESTIONS = [Question(f"the cat sat on the {end}", (" mat", " dog")) for end in ("a", "b", "c")]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 1)
    opened = Engine.open(Library([root]).folder("tiny"), threads=1)
    yield opened
    opened.close()


def test_a_reading_is_the_engines_score(engine: Engine, tmp_path: Path) -> None:
    kept = LabelScores(tmp_path / "deep" / "kept.jsonl", "model")

    assert list(kept.take(engine, QUESTIONS)) == [3]

    for question in QUESTIONS:
        scored = score(engine, question.prompt, question.labels)
        assert kept.of(question) == tuple(label.logprob for label in scored.labels)


def test_equal_questions_are_asked_once(tmp_path: Path) -> None:
    kept = LabelScores(tmp_path / "kept.jsonl", "model")

    assert kept.missing([*QUESTIONS, *QUESTIONS[::-1]]) == QUESTIONS


def test_a_run_that_was_cut_off_goes_on(engine: Engine, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "BATCH", 1)
    file = tmp_path / "kept.jsonl"
    first = LabelScores(file, "model")
    progress = first.take(engine, QUESTIONS)
    assert [next(progress), next(progress)] == [1, 2]
    progress.close()
    file.write_text(file.read_text()[:-5])  # the last line is torn

    again = LabelScores(file, "model")
    assert again.missing(QUESTIONS) == QUESTIONS[1:]
    assert list(again.take(engine, QUESTIONS)) == [1, 2]

    whole = LabelScores(file, "model")
    assert whole.missing(QUESTIONS) == []
    assert whole.of(QUESTIONS[0]) == first.of(QUESTIONS[0])


def test_another_model_prompt_or_label_asks_anew(tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    line = {"of": QUESTIONS[0].key("model"), "logprobs": [-1.0, -2.0]}
    file.write_text(json.dumps(line) + "\n")
    changed = Question(QUESTIONS[0].prompt, (" dog", " mat"))

    assert LabelScores(file, "model").missing([QUESTIONS[0]]) == []
    assert LabelScores(file, "model").missing([changed]) == [changed]
    assert LabelScores(file, "other").missing([QUESTIONS[0]]) == [QUESTIONS[0]]
