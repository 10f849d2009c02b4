"""Asking one model: equal to the engine's scores, kept, and only of what fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.house.small_house import small_lexicon
from support.models.tiny import write_tiny_folder

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate, score
from shotglass.events import Done
from shotglass_export.data.episodes import Question, Shot, probe_set, render
from shotglass_export.data.episodes.template import HELD_OUT, TRAINED
from shotglass_export.progress import silent
from shotglass_research.evaluation.house.cached_model import CachedModel
from shotglass_research.evaluation.house.judging import STOP, TOKENS, matches_exactly

KS = [0, 2, 4]
QUESTIONS = probe_set(small_lexicon(), "kind", "held-both", [4], 5, 3)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 1)
    write_tiny_folder(root, "short", "gpt2", 1, context=48)
    return Library([root])


@pytest.fixture
def asker(library: Library, tmp_path: Path) -> Iterator[CachedModel]:
    made = CachedModel(library.folder("tiny"), tmp_path / "kept", silent)
    yield made
    made.close()


def test_what_is_read_is_the_engines_score(asker: CachedModel, library: Library) -> None:
    lanes = asker.read(QUESTIONS, KS, "test")

    engine = Engine.open(library.folder("tiny"), threads=1)
    for k in KS:
        lane = lanes[k]
        assert lane is not None
        for place, question in enumerate(QUESTIONS):
            scored = score(engine, render(question, k), question.labels)
            assert lane.logprobs[place] == tuple(label.logprob for label in scored.labels)
            assert lane.form[place] == pytest.approx(scored.mass)
            best = max(scored.labels, key=lambda label: label.logprob).text
            assert lane.right[place] is (best == question.query.output)
    engine.close()


def test_answers_on_file_need_no_model(asker: CachedModel, library: Library, tmp_path, monkeypatch):
    assert asker.missing(QUESTIONS, KS) == 15
    lanes = asker.read(QUESTIONS, KS, "test")
    texts = matches_exactly(asker, QUESTIONS, 2, "test")
    monkeypatch.setattr(Engine, "open", None)

    again = CachedModel(library.folder("tiny"), tmp_path / "kept", silent)

    assert again.missing(QUESTIONS, KS) == 0
    assert again.read(QUESTIONS, KS, "test") == lanes
    assert matches_exactly(again, QUESTIONS, 2, "test") == texts
    other = CachedModel(library.folder("short"), tmp_path / "kept", silent)
    assert other.missing(QUESTIONS, [0]) == 5  # another model's are not its own


def test_a_run_that_was_cut_off_goes_on(asker: CachedModel, tmp_path: Path) -> None:
    asker.read(QUESTIONS[:2], KS, "test")
    file = tmp_path / "kept" / "labels.jsonl"
    file.write_text(file.read_text()[:-9])  # the last line is torn

    again = CachedModel(asker._model, tmp_path / "kept", silent)
    try:
        assert again.missing(QUESTIONS, KS) == 15 - 5
        assert again.read(QUESTIONS[:2], KS, "test") == asker.read(QUESTIONS[:2], KS, "test")
    finally:
        again.close()


def test_an_answer_in_its_own_words_is_compared_to_the_letter(asker: CachedModel, library) -> None:
    engine = Engine.open(library.folder("tiny"), threads=1)
    settings = DecodingSettings(max_tokens=TOKENS, temperature=0, stop=(STOP,))
    texts = []
    for question in QUESTIONS:
        done = [e for e in generate(engine, render(question, 2), settings) if isinstance(e, Done)]
        texts.append(done[0].text)
    engine.close()
    answered = [
        Question(q.family, q.split, q.template, q.shots, Shot(q.query.input, 0, (text, " no")))
        for q, text in zip(QUESTIONS, texts, strict=True)
    ]

    assert matches_exactly(asker, answered, 2, "test") == [True] * 5
    assert matches_exactly(asker, QUESTIONS, 2, "test") == [
        text == q.query.output for text, q in zip(texts, QUESTIONS, strict=True)
    ]


def test_what_does_not_fit_is_none_and_never_asked(library: Library, tmp_path: Path) -> None:
    short = CachedModel(library.folder("short"), tmp_path / "kept", silent)
    try:
        lanes = short.read(QUESTIONS, KS, "test")
    finally:
        short.close()

    assert lanes[0] is not None
    assert lanes[4] is None
    assert short.fitting(QUESTIONS, KS)[0] == 0


def test_labels_of_which_one_begins_another_are_read_with_their_end(asker: CachedModel) -> None:
    question = Question("forms", "train", "{input}:{output}\n", (), Shot("a", 0, (" xy", " xyz")))

    assert asker._labels(question) == (" xy\n", " xyz\n")
    lane = asker.read([question], [0], "test")[0]
    assert lane is not None
    assert len(lane.logprobs[0]) == 2


@pytest.mark.parametrize("template", TRAINED + HELD_OUT)
def test_every_template_ends_an_answer_with_a_line_break(template: str) -> None:
    assert template.partition("{output}")[2].startswith(STOP)
