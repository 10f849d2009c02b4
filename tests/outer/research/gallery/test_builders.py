"""The parts items are made of: labels that stand apart, forms and kinds from WordNet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from shotglass.errors import MissingExtra, NotFound
from shotglass_export.data import english
from shotglass_research.gallery.task import apart, read_entry
from shotglass_research.gallery.words import degrees, plural


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
