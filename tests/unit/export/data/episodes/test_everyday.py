"""Everyday nouns, coined names and written sentences: what is held out of episodes is in none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.house.small_house import small_lexicon
from support.models.tiny import tiny_tokenizer_text
from tokenizers import Tokenizer, pre_tokenizers

from shotglass_export.data.episodes import EpisodeMix, EpisodeWriter, render
from shotglass_export.data.episodes.everyday import (
    FEWEST,
    NAMES,
    HeldSide,
    by_hand,
    everyday_nouns,
    everyday_questions,
    held_side,
    unknown_names,
    validation_questions,
    with_everyday,
)
from shotglass_export.data.episodes.grammar import FIELDS, NOUN, SIGN, SUBJECT, VERB
from shotglass_export.data.episodes.sentences import FRAMES, draw_sentence, frames_of, written
from shotglass_export.data.episodes.splitting import split_of, syllables
from shotglass_export.data.episodes.template import is_kept, opening, parts, shape
from shotglass_export.data.episodes.templates import draw_template

SIDES = ("train", "validation", "test")
MIX = EpisodeMix(
    {"kind": 0.7, "recall": 0.2, "affix": 0.1}, shots=(2, 12), dense=0.1, natural=0.1,
    word_names=0.3, varied=0.5, written=0.7, everyday=0.9, coined=0.5,
)  # fmt: skip
LEXICON = small_lexicon()


@pytest.fixture(scope="module")
def rows() -> str:
    """The text of 1,600 rows of training."""
    tokenizer = Tokenizer.from_str(tiny_tokenizer_text())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.Split("\n", "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    writer = EpisodeWriter(with_everyday(LEXICON), tokenizer)
    ids = [writer.rows(MIX, 1, step, 8, 512)[0].ravel() for step in range(200)]
    return tokenizer.decode(np.concatenate(ids).tolist(), skip_special_tokens=False)


def words_of(text: str) -> set[str]:
    return set("".join(c if c.isalpha() else " " for c in text).split())


def held_nouns(side: HeldSide) -> set[str]:
    """Those that may be asked about: a noun that is spelt as a trained name is none of them."""
    classes = with_everyday(LEXICON, side).apart.everyday.classes
    return {noun for sides in classes.values() for noun in sides["held"]}


def test_no_noun_and_no_name_that_is_held_out_is_in_an_episode(rows: str) -> None:
    said = words_of(" ".join(text for forms in FRAMES.values() for text in forms.split()))
    held = {noun for side in ("validation", "test") for noun in held_nouns(side)}
    names = {*NAMES.split(), *LEXICON.labels["invented"]["held"], *LEXICON.labels["words"]["held"]}

    assert len(held) > 200
    assert not words_of(rows) & (held | by_hand() | names) - said
    assert len(words_of(rows) & {n for nouns in everyday_nouns().values() for n in nouns}) > 300


def test_no_sentence_that_is_held_out_is_in_an_episode(rows: str) -> None:
    for template in (*written("test"), *written("validation")):
        before, between, behind = parts(template)
        if len(before + between) > 14:  # shorter ones are parts of others
            pieces = [opening(before, word).strip() for word in ("ant", "bee")]
            shown = {f"{piece} {word}{between}" for piece in pieces for word in ("ant", "bee")}
            assert not any(text in rows for text in shown), template


def test_a_noun_is_on_one_side_and_those_by_hand_on_none() -> None:
    every = [noun for nouns in everyday_nouns().values() for noun in nouns]

    assert len(set(every)) == len(every)
    assert not set(every) & by_hand()
    sides = [held_side(noun) for noun in every if split_of(noun) == "held"]
    assert 0.2 < sides.count("validation") / len(sides) < 0.4
    assert all(noun.isascii() and noun.isalpha() and noun.islower() for noun in every)


def test_no_word_that_the_lexicon_withholds_is_among_the_trained_nouns() -> None:
    noun = next(noun for noun in everyday_nouns()["animal"] if split_of(noun) == "train")
    labels = {**LEXICON.labels, "words": {"train": [], "held": [noun]}}

    before = with_everyday(LEXICON).everyday.classes["animal"]["train"]
    after = with_everyday(replace(LEXICON, labels=labels)).everyday.classes["animal"]["train"]
    assert [one for one in before if one not in after] == [noun]


def test_coined_names_are_of_the_training_side() -> None:
    names = with_everyday(LEXICON).labels["coined"]["train"]

    assert len(names) == len(set(names)) > 3000
    assert not {*names} & {*NAMES.split(), *syllables("held"), *by_hand()}
    assert not {*names} & {noun for nouns in everyday_nouns().values() for noun in nouns}


def test_frames_are_on_one_side_and_each_form_is_a_template() -> None:
    assert sorted(name for side in SIDES for name in frames_of(side)) == sorted(FRAMES)
    assert len(frames_of("test")) >= 10
    every = [template for side in SIDES for template in written(side)]
    assert len(set(map(shape, every))) == len(every)
    for template in every:
        before, between, behind = parts(template)
        assert template.count("{input}") == template.count("{output}") == 1, template
        assert behind.strip("\n") or behind, template
        assert not between.endswith(" "), template  # an output has its own
        assert "{" not in opening(before, "ant") + between + behind, template
        assert not is_kept(template), template


def test_no_sentence_of_training_has_a_part_that_the_grammar_holds_out() -> None:
    held = {*VERB.held, *SIGN.held}
    for template in written("train"):
        before, between, _ = parts(template)
        assert between.rstrip("\n") not in held, template
        assert before.strip() not in SUBJECT.held, template
        words = before.lower().split()
        assert not {*words[1:2]} & NOUN.held or words[:1] != ["the"], template
        for pair in FIELDS.held:
            first, second = pair.split()
            assert not (before.startswith(f"{first}:") and f"{second}:" in between), template


def test_the_grammar_draws_no_sentence_that_is_held_out() -> None:
    drawn = {shape(draw_template(np.random.default_rng(seed))) for seed in range(4000)}

    assert not drawn & set(map(shape, (*written("test"), *written("validation"))))


def test_drawn_sentences_are_of_their_side_and_differ_in_their_ends() -> None:
    random = np.random.default_rng(3)
    drawn = [draw_sentence(random) for _ in range(4000)]
    bare = {
        "".join(template.partition("{shots}")[2] or template).strip(" .\n") for template in drawn
    }

    assert bare <= {template.strip(" .\n") for template in written("train")}
    assert len(set(drawn)) > 500
    assert any(template.endswith("\n\n") for template in drawn)
    assert any(template.startswith(" The") and template.endswith(".") for template in drawn)


@pytest.mark.parametrize("side", ["validation", "test"])
def test_questions_are_about_nouns_and_names_of_their_side(side: str) -> None:
    asked = everyday_questions(LEXICON, side, written(side), (8,), 60, 5)

    for question in asked:
        nouns = [shot.input for shot in (*question.shots, question.query)]
        assert len(set(nouns)) == len(nouns) == 9
        assert {held_side(noun) for noun in nouns} == {side}
        assert question.template in written(side)
        assert render(question, 8).count(question.query.input)
    names = {name.strip() for question in asked for name in question.labels}
    held = {*LEXICON.labels["invented"]["held"]}
    assert names & held
    assert bool(names - held) is (side == "test")
    assert names - held <= {*unknown_names(LEXICON)}
    assert asked == everyday_questions(LEXICON, side, written(side), (8,), 60, 5)


def test_a_look_during_training_is_at_no_question_of_the_test() -> None:
    looks = validation_questions(LEXICON, (8,), 80, 5)

    nouns = {shot.input for question in looks for shot in (*question.shots, question.query)}
    assert {held_side(noun) for noun in nouns} == {"validation"}
    assert not {question.template for question in looks} & {*written("test")}


def test_kinds_have_enough_nouns_to_be_asked_about() -> None:
    held = with_everyday(LEXICON, "test").everyday.classes
    assert sum(len(sides["held"]) >= FEWEST for sides in held.values()) >= 6


def test_an_article_is_that_of_its_word() -> None:
    assert opening("{A} ", "apple") == "An "
    assert opening("I saw {a} ", "dog") == "I saw a "
    assert opening("The ", "apple") == "The "
