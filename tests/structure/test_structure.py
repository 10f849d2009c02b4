"""What the structure of the code may not exceed. Limits, not snapshots: they are lowered when the
code gets plainer, and a change that needs a higher one says why here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from structure.executed import Function, warm_compare
from structure.measures import (
    PYTHON,
    RESEARCH,
    ROOT,
    Module,
    crowded_folders,
    page_files,
    python_modules,
    retired_names,
    small_with_one_importer,
    style_lines,
)

MOST_SMALL = 10  # a text source or a model family is a small module by its nature
MOST_STYLES = 5_200  # lines in the components of the page, its lessons apart
# That a warm compare request executes; 11 of the functions are comprehensions and the like.
# The aim is 36. One scores the labels of many prompts; one asks a model as it is or changed.
MOST_MODULES = 40
MOST_FUNCTIONS = 224  # the aim is 190; 20 of them read prompts and labels together


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return [module for package in (*PYTHON, RESEARCH) for module in python_modules(ROOT, package)]


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> set[Function]:
    return warm_compare(tmp_path_factory.mktemp("models"))


def test_no_folder_holds_more_files_than_one_can_look_over() -> None:
    assert crowded_folders(ROOT) == {}


def test_components_style_only_what_is_their_own() -> None:
    assert 1000 < style_lines(ROOT) <= MOST_STYLES


def test_small_modules_with_one_importer_are_few(modules: list[Module]) -> None:
    found = small_with_one_importer(modules)
    assert len(found) <= MOST_SMALL, found


def test_no_file_and_no_definition_has_a_retired_word(modules: list[Module]) -> None:
    assert retired_names(modules, page_files(ROOT)) == []


def test_a_warm_compare_request_executes_few_modules(executed: set[Function]) -> None:
    files = {Path(file) for file, _ in executed}
    assert 20 <= len(files) <= MOST_MODULES


def test_a_warm_compare_request_executes_few_functions(executed: set[Function]) -> None:
    assert 100 <= len(executed) <= MOST_FUNCTIONS


def test_the_engine_knows_nothing_of_how_its_events_are_sent() -> None:
    files = [
        *(ROOT / "backend/shotglass/engine").rglob("*.py"),
        ROOT / "backend/shotglass/events.py",
    ]
    words = re.compile(r"\b(Pause|wake|HTTP|flask)\b|never sent to a client")
    assert [str(file) for file in files if words.search(file.read_text())] == []
