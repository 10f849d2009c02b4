"""The 5-gram of a data folder: its caches are tuned apart, and every prompt opens a document."""

from __future__ import annotations

import pytest
from support.house.small_house import small_lexicon, write_small_data

from shotglass_export.data.episodes import Question, Shot, probe_set, render
from shotglass_export.data.folder import END, DataFolder
from shotglass_research.evaluation.house.baselines import credit
from shotglass_research.evaluation.house.five_gram import FiveGram
from shotglass_research.evaluation.house.questions import KS

QUESTIONS = probe_set(small_lexicon(), "recall", "train", KS, 20, 1)


@pytest.fixture(scope="module")
def five_gram(tmp_path_factory: pytest.TempPathFactory) -> FiveGram:
    data = DataFolder.open(write_small_data(tmp_path_factory.mktemp("data") / "small"))
    return FiveGram.of(data, QUESTIONS)


def test_questions_repeat_themselves_more_than_text_it_has_seen(five_gram: FiveGram) -> None:
    assert 0 < five_gram.text_cached.weight < five_gram.cached.weight < 1


@pytest.mark.parametrize("template", ["{input} ->{output}\n", "Q: {input}\nA:{output}\n"])
def test_the_cache_recalls_what_the_prompt_said_and_the_plain_model_cannot(
    five_gram: FiveGram, template: str
) -> None:
    names = (" x", " z")
    shots = tuple(Shot(word, place % 2, names) for place, word in enumerate("abcdef"))
    scores = five_gram.baselines()

    for shot in shots:
        asked = Question("recall", "train", template, shots, shot)
        plain, cached = (scores[name](asked, 6) for name in ("five-gram", "five-gram-cache"))
        assert credit(cached, asked.answer) == 1
        assert plain[0] == pytest.approx(plain[1])  # it has seen neither name


def test_a_label_is_scored_after_the_token_that_opens_a_document(five_gram: FiveGram) -> None:
    question = QUESTIONS[0]
    prompt = five_gram.tokenizer.encode(render(question, 2))
    label = five_gram.tokenizer.encode(question.labels[0])

    scored = five_gram.baselines()["five-gram-cache"](question, 2)[0]

    assert scored == pytest.approx(five_gram.cached.logprob([END, *prompt], label))
