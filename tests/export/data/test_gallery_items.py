"""The shipped items: enough, apart from what the page shows, and just what the builders make."""

from __future__ import annotations

from collections import Counter

import pytest

from shotglass.errors import MissingExtra
from shotglass_export.data.entries import GALLERY, IDS, read_entry
from shotglass_export.data.gallery.build import BUILDERS, build
from shotglass_export.data.gallery.choosing import apart
from shotglass_export.data.items import ItemFile

WITH_WORDNET = {"animal-or-food", "copy-rule", "plurals"}


def shipped(id: str) -> ItemFile:
    return ItemFile.read(GALLERY / "items" / f"{id}.json")


def test_every_task_of_the_gallery_has_a_builder_and_a_file() -> None:
    tasks = {path.stem for path in GALLERY.glob("*.json")} - {"verdicts"}

    assert tasks == set(IDS) == set(BUILDERS)
    assert {path.stem for path in (GALLERY / "items").glob("*.json")} == tasks


@pytest.mark.parametrize("id", IDS)
def test_there_are_at_least_200_different_items_with_source_and_licence(id: str) -> None:
    file = shipped(id)

    assert len({item.input for item in file.items}) == len(file.items) >= 200
    assert file.id == id
    assert file.source
    assert file.licence.startswith("Apache-2.0")
    assert file.built.endswith(".")


@pytest.mark.parametrize("id", IDS)
def test_no_item_is_an_example_or_a_question_of_the_page(id: str) -> None:
    entry = read_entry(id)

    assert len(entry.taken) >= 11
    assert not [item.input for item in shipped(id).items if item.input in entry.taken]


@pytest.mark.parametrize("id", IDS)
def test_the_expected_answer_is_one_label_and_no_label_begins_another(id: str) -> None:
    entry = read_entry(id)
    for item in shipped(id).items:
        assert set(item.expected) == set(entry.sets)
        for name in entry.sets:
            labels = [label.text for label in entry.asking(item, name).labels]
            assert item.expected[name] in labels
            assert len(labels) >= 2
            assert apart(labels)
            assert all(label.startswith(" ") for label in labels)


@pytest.mark.parametrize("id", ["reviews", "animal-or-food"])
def test_where_two_answers_divide_the_items_neither_is_rare(id: str) -> None:
    name = read_entry(id).sets[0]
    counts = Counter(item.expected[name] for item in shipped(id).items)

    assert len(counts) == 2
    assert min(counts.values()) >= 0.45 * counts.total()


@pytest.mark.parametrize("id", IDS)
def test_the_builder_makes_the_shipped_file(id: str) -> None:
    try:
        built = build(read_entry(id))
    except MissingExtra as missing:
        if id not in WITH_WORDNET:
            raise
        pytest.skip(str(missing))

    assert built.to_text() == (GALLERY / "items" / f"{id}.json").read_text("utf-8")


def test_what_is_read_is_what_was_written() -> None:
    file = shipped("same-word")

    assert file.to_text() == (GALLERY / "items" / "same-word.json").read_text("utf-8")
