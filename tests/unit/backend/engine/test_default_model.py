"""Which model answers where none is named: by a rule that a model of one's own does not move."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree

import pytest
from support.servers.fakes import write_folder

from shotglass.engine.default_model import CHOICE, RECORDED, default_model, remember_choice
from shotglass.engine.library import BUNDLED, Library


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("id", ["aaa", "bus-topics"])
def test_a_model_of_ones_own_is_not_the_default_where_another_is(own: Path, id: str) -> None:
    shipped = Library([own, BUNDLED])
    before = default_model(shipped)
    assert before == "house-gpt2"
    write_folder(own, id)
    assert default_model(shipped) == before
    write_folder(own, RECORDED)
    assert default_model(shipped) == RECORDED
    assert default_model(Library([own])) == RECORDED


def test_a_folder_of_ones_own_models_alone_remembers_which_was_chosen(own: Path) -> None:
    library = Library([own])
    assert default_model(library) is None
    write_folder(own, "mine")
    write_folder(own, "masked", task="masked-lm")
    assert default_model(library) == "mine"
    remember_choice(library, "mine")
    write_folder(own, "later")
    assert default_model(Library([own])) == "mine"
    rmtree(own / "mine")
    assert default_model(library) == "later"


def test_nothing_is_written_where_the_rule_needs_no_memory(own: Path) -> None:
    write_folder(own, RECORDED)
    remember_choice(Library([own]), RECORDED)
    remember_choice(Library([own, BUNDLED]), "house-gpt2")
    assert not (own / CHOICE).exists()


def test_what_is_no_choice_is_not_read(own: Path) -> None:
    write_folder(own, "b")
    for content in (b"../b", b"\xff", b"b" * 10_000_000, b"", b"not-here"):
        (own / CHOICE).write_bytes(content)
        assert default_model(Library([own])) == "b"


def test_a_link_in_the_place_of_the_file_is_neither_read_nor_written_through(own: Path) -> None:
    elsewhere = own.with_name("elsewhere")
    elsewhere.write_text("a")
    (own / CHOICE).symlink_to(elsewhere)
    write_folder(own, "a")
    write_folder(own, "b")
    remember_choice(Library([own]), "b")
    assert elsewhere.read_text() == "a"
    assert default_model(Library([own])) == "b"


def test_a_folder_that_is_not_there_remembers_nothing_and_is_not_made(own: Path) -> None:
    write_folder(own, "only")
    missing = own.with_name("none")
    remember_choice(Library([missing, own]), "only")
    assert not missing.exists()
