"""The items that ship: enough of them, and apart from what the page shows."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from support.inputs.small_gallery import write_small_gallery

from shotglass_export.evaluation.recording.lanes import task_ids
from shotglass_research.gallery.build import BUILDERS
from shotglass_research.gallery.task import (
    GALLERY,
    ItemFile,
    apart,
    items_path,
    measured_ids,
    read_entry,
)

IDS = measured_ids()
TASKS = sorted(GALLERY.glob("*/task.json"))


def shipped(id: str) -> ItemFile:
    return ItemFile.read(items_path(id))


def test_every_task_of_the_gallery_has_a_builder_and_a_file() -> None:
    assert set(IDS) == set(BUILDERS)
    assert set(task_ids(GALLERY)) >= set(IDS)


def test_a_task_is_a_folder_of_its_name_with_its_words_and_a_place_of_its_own() -> None:
    files = {path.parent.name: json.loads(path.read_text("utf-8")) for path in TASKS}
    assert set(files) >= set(IDS)
    assert all(file["id"] == name for name, file in files.items())
    assert sorted(file["order"] for file in files.values()) == list(range(1, len(files) + 1))
    for path in TASKS:
        for lang in ("en", "zh"):
            words = json.loads((path.parent / f"words.{lang}.json").read_text("utf-8"))
            assert set(words["sets"]) == set(files[path.parent.name]["prompt"]["shot_sets"])


def test_a_new_folder_is_a_task_and_nothing_else_names_it(tmp_path: Path) -> None:
    gallery = shutil.copytree(write_small_gallery(tmp_path / "one"), tmp_path / "two")
    shutil.copytree(gallery / "small", gallery / "other")
    task = json.loads((gallery / "other" / "task.json").read_text("utf-8"))
    (gallery / "other" / "task.json").write_text(json.dumps({**task, "id": "other", "order": 0}))

    assert task_ids(gallery) == ("other", "small")
    (gallery / "other" / "task.json").write_text(json.dumps({**task, "id": "x", "model": "ours"}))
    assert task_ids(gallery) == ("small",)
    items_path("small", gallery).unlink()
    assert task_ids(gallery) == ("small",)
    assert measured_ids(gallery) == ()  # a task may come without items, and has no verdict then


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


def test_what_is_read_is_what_was_written() -> None:
    file = shipped("same-word")

    assert file.to_text() == items_path("same-word").read_text("utf-8")
