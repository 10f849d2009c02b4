"""The parts items are made of: dates and sums that hold, forms that agree, kinds from WordNet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.errors import MissingExtra, NotFound
from shotglass_export.data import english
from shotglass_research.gallery.build import arithmetic, odd_dates
from shotglass_research.gallery.reviews import VERDICTS, reviews
from shotglass_research.gallery.sentences import note_translation, translation
from shotglass_research.gallery.task import apart, read_entry
from shotglass_research.gallery.words import degrees, plural

SUBJECT_AND_VERB = r" (I|You|He|She|We|They|(?:My|The) \w+) (\w+)\b.*\."
seeds = st.integers(0, 1000).map(Random)


@given(seeds)
def test_dates_keep_their_digits(rng: Random) -> None:
    for item in odd_dates(rng, ()):
        year, month, day = item.input.split("-")
        assert item.labels == (
            f" !{month}!{day}!{year}!",
            f" !{day}!{month}!{year}!",
            f" {day}/{month}/{year}",
        )
        assert 1 <= int(month) <= 12 < int(day) <= 28


def _solve(question: str) -> int:
    """By the words of the question alone."""
    x, y, *rest = [int(digits) for digits in re.findall(r"\d+", question)]
    if "gets" in question:
        return x + y
    if "gives away" in question:
        return x - y
    if "with" in question:
        return x * y
    if "equally" in question:
        assert x % y == 0
        return x // y
    return x - y + rest[0]


@given(seeds)
def test_word_problems_have_the_answer_that_follows_from_their_words(rng: Random) -> None:
    for item in arithmetic(rng, ()):
        right, wrong = (int(label) for label in item.labels)
        assert item.expected == {"word problems": f" {right}"}
        assert right == _solve(item.input) != wrong
        assert right > 0


def test_reviews_are_as_often_good_as_bad_and_no_phrase_stands_on_one_side_alone() -> None:
    items = [item for seed in range(5) for item in reviews(Random(seed), ())]
    good = [item.input for item in items if item.expected["in turn"] == " Positive"]
    bad = [item.input for item in items if item.expected["in turn"] == " Negative"]

    assert 0.95 < len(good) / len(bad) < 1.05
    for phrase in VERDICTS[True] + VERDICTS[False]:
        assert any(phrase in text for text in good), phrase
        assert any(phrase in text for text in bad), phrase


def test_french_and_spanish_agree_with_their_nouns() -> None:
    items = {item.input: item.labels for item in translation(Random(1), ())}

    assert items["The house is white."][0] == " La maison est blanche."
    assert items["The car is old."][2] == " El coche es viejo."
    assert items["The door is clean."][2] == " La puerta está limpia."
    assert items["We want a bicycle."][::2] == (
        " Nous voulons un vélo.",
        " Queremos una bicicleta.",
    )


def test_english_verbs_agree_with_their_subjects() -> None:
    items = {item.input: item.expected["English"] for item in note_translation(Random(1), ())}

    for text in items.values():
        subject, verb = re.fullmatch(SUBJECT_AND_VERB, text).groups()
        third = subject in ("He", "She", "My mother", "My friend", "The teacher", "The doctor")
        if verb in ("is", "does", "likes", "drinks", "wants", "lives", "runs", "needs"):
            assert third, text
        elif verb in ("am", "are", "do", "like", "drink", "want", "live", "run", "need"):
            assert not third, text
            assert (verb == "am") <= (subject == "I"), text
        else:
            assert verb in ("can", "cannot", "bought", "watched", "wrote", "ate", "went"), text


@pytest.mark.parametrize(
    ("labels", "expected"),
    [([" a", " b"], True), ([" 9", " 97"], False), ([" a", " a"], False), ([" A", " a b"], True)],
)
def test_labels_stand_apart_unless_one_begins_another(labels: Sequence[str], expected: bool):
    assert apart(labels) is expected


def test_forms_are_the_dictionarys_or_none() -> None:
    assert degrees("good") == ("better", "best")
    assert degrees("free") is None  # its dictionary has "freeer"
    assert degrees("glorpy") is None
    assert plural("wolf") == "wolves"
    assert plural("sheep") is None


def test_wordnet_is_read_as_its_manual_says(tmp_path: Path) -> None:
    licence = "  1 This software and database is being provided\n"
    (tmp_path / "data.noun").write_text(
        licence
        + "00000001 05 n 01 cat 0 000 | feline\n00000002 18 n 01 cat 0 000 | a person\n"
        + "00000003 13 n 01 ice_cream 0 000 | frozen\n"
    )
    (tmp_path / "index.noun").write_text(
        licence + "cat n 2 1 @ 2 1 00000001 00000002  \nice_cream n 1 1 @ 1 0 00000003  \n"
    )
    (tmp_path / "cntlist.rev").write_text(
        "cat%1:05:00:: 1 18\ncat%1:18:01:: 2 3\ncat%2:35:00:: 1 9"
    )

    assert english.nouns(tmp_path) == {
        "cat": english.Noun("cat", ("animal", "person"), 21),
        "ice_cream": english.Noun("ice_cream", ("food",), 0),
    }


def test_a_form_of_another_word_is_told_from_a_word() -> None:
    words = ("sat", "days", "teeth", "made", "building", "dog", "between", "zorp")
    assert [word for word in words if english.inflected(word)] == ["sat", "days", "teeth", "made"]


def test_missing_sources_say_what_to_install(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("SHOTGLASS_WORDNET", str(tmp_path))
    with pytest.raises(MissingExtra, match="apt install wordnet-base"):
        english.folder()
    with pytest.raises(NotFound, match="--gallery"):
        read_entry("no-such-task")
