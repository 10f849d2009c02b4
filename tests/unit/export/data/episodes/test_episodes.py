"""Episodes: what they consist of, that they keep to their side of the split, that tokens add up."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.models.tiny import tiny_tokenizer_text
from tokenizers import Tokenizer, pre_tokenizers

from shotglass_export.data.episodes import (
    EpisodeMix,
    EpisodeWriter,
    Lexicon,
    probe_set,
    relabelled,
    render,
)
from shotglass_export.data.episodes.families import FAMILIES
from shotglass_export.data.episodes.lexicon import Forms, Group
from shotglass_export.data.episodes.questions import SIDES
from shotglass_export.data.episodes.splitting import affixes, invented_names, split_of, syllables
from shotglass_export.data.episodes.template import DENSE, HELD_OUT, TRAINED, parts

MIX = EpisodeMix(dict.fromkeys(FAMILIES, 1.0), shots=(2, 6), word_names=0.3)
VARIED = replace(MIX, dense=0.0, varied=1.0)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """Made-up words: the first letter says the side, the second the class."""

    def sides(mark: str) -> dict[str, list[str]]:
        return {s: [f"{s[0]}{mark}{'x' * n}a" for n in range(1, 9)] for s in ("train", "held")}

    def only_held(mark: str) -> dict[str, list[str]]:
        return {**sides(mark), "train": []}

    def rows(mark: str, relations: int) -> dict[str, list[list[str]]]:
        return {
            side: [[w, *(f"{w}{'qrs'[i]}" for i in range(relations))] for w in found]
            for side, found in sides(mark).items()
        }

    return Lexicon(
        groups=(
            Group("kind", False, {name: sides(name[0]) for name in ("animal", "body", "city")}),
            Group("new kind", True, {name: only_held(name[0]) for name in ("food", "grass")}),
            Group("part of speech", False, {name: sides(name[0]) for name in ("noun", "verb")}),
        ),
        forms=(
            Forms("verb", False, ("past", "ing", "third"), rows("k", 3)),
            Forms("degree", True, ("comparative", "superlative"), {**rows("l", 2), "train": []}),
        ),
        labels={
            "words": {
                "train": ["river", "green", "door", "wide", "gold", "tall", "noon"],
                "held": ["stone", "chalk", "lamp", "milk", "wool", "slow", "east"],
            },
            "invented": {s: invented_names(s) for s in ("train", "held")},
        },
        affixes={s: affixes(s) for s in ("train", "held")},
    )


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_str(tiny_tokenizer_text())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.Split("\n", "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    return made


def test_no_syllable_is_on_both_sides_nor_any_name_or_affix() -> None:
    assert not set(syllables("train")) & set(syllables("held"))
    assert not set(invented_names("train")) & set(invented_names("held"))
    assert not set(affixes("train")) & set(affixes("held"))
    assert len(invented_names("held")) >= 200


def test_a_word_is_on_one_side_whatever_else_is_in_the_list() -> None:
    assert {split_of(f"word{i}") for i in range(40)} == {"train", "held"}
    assert split_of("walk") == split_of("walk")


def test_no_held_out_word_label_affix_or_relation_is_in_a_training_episode(
    lexicon: Lexicon, tokenizer: Tokenizer
) -> None:
    writer = EpisodeWriter(lexicon, tokenizer)
    ids = np.concatenate([writer.rows(MIX, 1, step, 8, 256)[0].ravel() for step in range(40)])
    text = tokenizer.decode(ids.tolist(), skip_special_tokens=False)
    told = set(text.replace("-", " ").replace("<|endoftext|>", " ").split())
    held = set(lexicon.words("held")) | set(lexicon.affixes["held"])
    held |= set(lexicon.labels["words"]["held"]) | set(lexicon.labels["invented"]["held"])
    held |= {w for forms in lexicon.forms if forms.held for row in forms.rows["held"] for w in row}
    held |= {name for group in lexicon.groups if group.held for name in group.classes}
    both = told & held
    assert not both
    assert len(told) > 60  # and there was something to find


@given(
    mix=st.sampled_from([MIX, VARIED]),
    seed=st.integers(0, 10**6),
    step=st.integers(0, 10**6),
    length=st.integers(40, 200),
)
@settings(max_examples=60, deadline=None)
def test_rows_are_whole_texts_that_the_tokenizer_would_have_cut_the_same_way(
    lexicon: Lexicon, tokenizer: Tokenizer, mix: EpisodeMix, seed: int, step: int, length: int
) -> None:
    ids, weights, answers = EpisodeWriter(lexicon, tokenizer).rows(mix, seed, step, 3, length)
    again = EpisodeWriter(lexicon, tokenizer).rows(mix, seed, step, 3, length)
    assert all((a == b).all() for a, b in zip((ids, weights, answers), again, strict=True))
    assert (weights[answers] == 1).all()
    assert not (weights[ids[:, 1:] == 0] > 0).any()
    for row in ids.tolist():
        for text in _texts(row):
            written = tokenizer.decode(text, skip_special_tokens=False)
            assert tokenizer.encode(written, add_special_tokens=False).ids == text


def test_the_answers_of_a_row_are_the_outputs_of_its_shots(
    lexicon: Lexicon, tokenizer: Tokenizer
) -> None:
    mix = EpisodeMix({"kind": 1.0}, shots=(3, 3), dense=1.0)
    ids, _, answers = EpisodeWriter(lexicon, tokenizer).rows(mix, 0, 0, 1, 300)
    told = tokenizer.decode(ids[0].tolist(), skip_special_tokens=False)
    outputs = [w for text in told.split("<|endoftext|>") for w in text.split()[1::2]]
    marked = tokenizer.decode(ids[0][1:][answers[0]].tolist())
    assert marked.split() == outputs


def test_any_word_of_the_training_side_can_name_a_class(
    lexicon: Lexicon, tokenizer: Tokenizer
) -> None:
    mix = EpisodeMix({"kind": 1.0}, shots=(3, 3), dense=1.0, natural=0.0, word_names=1.0)
    ids, _, answers = EpisodeWriter(lexicon, tokenizer).rows(mix, 0, 0, 40, 300)
    named = set(tokenizer.decode(ids[:, 1:][answers].tolist()).split())
    assert named <= set(lexicon.words("train"))
    assert len(named) > 20


def _texts(row: list[int]) -> list[list[int]]:
    found: list[list[int]] = [[]]
    for id in row:
        if id == 0:
            found.append([])
        else:
            found[-1].append(id)
    return [text for text in found if text]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("split", SIDES)
def test_a_question_has_the_same_query_after_every_number_of_examples(
    lexicon: Lexicon, family: str, split: str
) -> None:
    for question in probe_set(lexicon, family, split, [0, 1, 4], 20, seed=3):
        assert len(question.shots) == 4
        ending = question.prompt_by_k[0]
        assert all(prompt.endswith(ending) for prompt in question.prompt_by_k.values())
        assert question.prompt_by_k[4].startswith(question.prompt_by_k[1][: -len(ending)])
        assert len(set(question.labels)) == len(question.labels) > question.answer
        assert not ending.endswith(" ")


@pytest.mark.parametrize("split", ["held-both", "new-classes"])
def test_a_held_out_question_has_nothing_that_was_trained_on(lexicon: Lexicon, split: str) -> None:
    for question in probe_set(lexicon, "kind", split, [8], 50, seed=1):
        shots = (*question.shots, question.query)
        assert {s.input[0] for s in shots} == {"h"}
        names = {c.strip() for s in shots for c in s.candidates}
        trained = set(lexicon.labels["words"]["train"]) | set(lexicon.labels["invented"]["train"])
        assert not names & trained


def test_what_both_sides_have_is_not_asked_about(lexicon: Lexicon) -> None:
    verb, degree = lexicon.forms
    held = lexicon.words("held")
    crossed = replace(
        lexicon,
        forms=(replace(verb, rows={**verb.rows, "train": [["know", held[0], "knowing", "knows"]]}),
               degree),
        affixes={**lexicon.affixes, "train": [held[1]]},
        labels={**lexicon.labels, "words": {"train": [held[2]], "held": [held[3], "know", "sky"]}},
    )  # fmt: skip
    apart = crossed.apart
    assert apart.words("held") == [word for word in held if word not in held[:3]]
    assert apart.labels["words"]["held"] == [held[3], "sky"]
    assert apart.words("train") == crossed.words("train")
    assert lexicon.apart == lexicon
    asked = [q for family in FAMILIES for q in probe_set(crossed, family, "held-both", [4], 40, 1)]
    told = {shot.input for question in asked for shot in (*question.shots, question.query)}
    assert not told & {held[0], held[1], held[2], "know"}


def test_the_class_of_the_query_does_not_depend_on_the_classes_of_the_examples(
    lexicon: Lexicon,
) -> None:
    """Balanced examples would give it away: here both are as likely after any count."""
    same = np.array(
        [
            [sum(s.label for s in q.shots), q.answer]
            for q in probe_set(lexicon, "kind", "train", [4], 4000, seed=5)
        ]
    )
    for ones in (1, 2, 3):
        rate = same[same[:, 0] == ones][:, 1].mean()
        assert 0.44 < rate < 0.56


def test_other_labels_change_the_outputs_and_nothing_else(lexicon: Lexicon) -> None:
    question = probe_set(lexicon, "forms", "train", [3], 1, seed=2)[0]
    flipped = relabelled(question, [(s.label + 1) % 3 for s in question.shots])
    assert [s.input for s in flipped] == [s.input for s in question.shots]
    assert render(question, 3, flipped) != render(question, 3)
    assert render(question, 0, flipped) == render(question, 0)


def test_a_lexicon_is_read_as_it_was_written(lexicon: Lexicon, tmp_path) -> None:
    lexicon.write(tmp_path / "lexicon.json")
    read = Lexicon.read(tmp_path / "lexicon.json")
    assert read == lexicon
    assert json.loads((tmp_path / "lexicon.json").read_text())["format"] == 1


@pytest.mark.parametrize("template", [DENSE, *TRAINED, *HELD_OUT])
def test_an_input_has_a_space_before_it_and_so_the_token_that_prose_knows(template: str) -> None:
    before, between, _ = parts(template)
    assert before.endswith(" ")
    assert not between.endswith(" ")  # an output has its own


def test_templates_that_are_never_trained_on_are_none_of_the_trained_ones() -> None:
    assert not set(HELD_OUT) & set(TRAINED)


def test_what_stands_in_front_of_all_examples_is_written_once(lexicon: Lexicon) -> None:
    template = "Find the rule.\n{shots}- {input}:{output}\n"
    question = probe_set(lexicon, "kind", "train", [3], 1, 2, [template])[0]

    for k in (0, 3):
        assert render(question, k).startswith("Find the rule.\n- ")
        assert render(question, k).count("Find the rule.") == 1
    assert parts(template) == parts(TRAINED[0])


def test_no_heading_stands_in_a_row_without_an_example(
    lexicon: Lexicon, tokenizer: Tokenizer
) -> None:
    rows = EpisodeWriter(lexicon, tokenizer).rows(VARIED, 3, 0, 40, 60)
    ids, answers = rows[0], rows[2]

    assert all(row.any() == answered.any() for row, answered in zip(ids, answers, strict=True))
