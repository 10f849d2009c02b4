"""Templates that no episode was written by."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_house import small_lexicon

from shotglass_export.data.episodes.episode import DENSE, HELD_OUT, TRAINED
from shotglass_export.data.episodes.rows import parts
from shotglass_export.evaluation.house.unseen.templates import (
    NAMES,
    NOUNS,
    OWN,
    UNSEEN,
    templates_of,
    was_trained,
    with_other_names,
    with_other_nouns,
)

EVERY = [template for wording in UNSEEN for template in templates_of(wording)]


def test_there_are_at_least_eight_in_families_and_none_twice() -> None:
    assert len(EVERY) >= 8
    assert len(set(EVERY)) == len(EVERY)
    assert set(UNSEEN) >= {"sentence", "separator", "field", "order", "quotes"}


@pytest.mark.parametrize("template", EVERY)
def test_no_episode_and_no_question_of_the_card_is_written_so(template: str) -> None:
    assert not was_trained(template)


@pytest.mark.parametrize("template", [*TRAINED, *HELD_OUT, DENSE, "Q: {input}\nA: {output}\n"])
def test_one_that_an_episode_is_written_by_is_known_as_such(template: str) -> None:
    assert was_trained(template)


@pytest.mark.parametrize("template", EVERY)
def test_the_answer_stands_last_and_something_ends_it(template: str) -> None:
    _, between, behind = parts(template)

    assert template.count("{input}") == template.count("{output}") == 1
    assert between
    assert behind


def test_the_card_s_own_are_the_trained_and_the_kept() -> None:
    assert set(templates_of(OWN)) == {*TRAINED, *HELD_OUT}


def test_a_noun_or_a_name_that_the_lexicon_has_is_left_out() -> None:
    lexicon = small_lexicon()
    words = {"train": ["wug"], "held": ["zorp"]}
    lexicon = replace(lexicon, labels={"words": words, "invented": lexicon.labels["invented"]})
    kind, *others = lexicon.groups
    animals = {"train": ["zebra"], "held": ["swan"]}
    kind = replace(kind, classes={**kind.classes, "animal": animals})
    lexicon = replace(lexicon, groups=(kind, *others))

    nouns = with_other_nouns(lexicon).groups[0].classes
    names = with_other_names(lexicon).labels

    assert {*NOUNS["animal"].split()} - {*nouns["animal"]["held"]} == {"zebra", "swan"}
    for pool in names.values():
        assert {*NAMES.split()} - {*pool["held"]} == {"wug", "zorp"}
        assert pool["train"] == []


def test_nouns_and_names_are_listed_once() -> None:
    nouns = " ".join(NOUNS.values()).split()

    assert len(set(nouns)) == len(nouns)
    assert len(set(NAMES.split())) == len(NAMES.split())
