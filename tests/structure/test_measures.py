"""The measures of the structure themselves, on a small tree made for it."""

from __future__ import annotations

from pathlib import Path

from structure.measures import (
    crowded_folders,
    importers,
    is_retired,
    page_files,
    python_modules,
    retired_names,
    small_with_one_importer,
)

FILES = {
    "backend/shotglass/__init__.py": "",
    "backend/shotglass/errors.py": "class Fault(Exception): ...\n",
    "backend/shotglass/text/__init__.py": "from .tokenizer import encode\n",
    "backend/shotglass/text/tokenizer.py": "from ..errors import Fault\n\ndef encode(): ...\n",
    "backend/shotglass/text/small.py": "import shotglass.errors\n\nclass TokenTally: ...\n",
    "backend/shotglass/cli.py": "from .text import small\nfrom . import errors\n" + "\n" * 60,
    "web/src/outbox.ts": "export const SIZE = 3;\n",
    "web/src/outbox.test.ts": "",
}


def tree(root: Path) -> Path:
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_a_module_is_counted_for_each_other_that_imports_it_in_any_form(tmp_path: Path) -> None:
    found = importers(python_modules(tree(tmp_path), "backend/shotglass"))
    assert found["shotglass.errors"] == {
        "shotglass.text.tokenizer", "shotglass.text.small", "shotglass.cli",
    }  # fmt: skip
    assert found["shotglass.text.tokenizer"] == {"shotglass.text"}
    assert found["shotglass.cli"] == set()


def test_small_modules_with_one_importer_are_named(tmp_path: Path) -> None:
    modules = python_modules(tree(tmp_path), "backend/shotglass")
    assert small_with_one_importer(modules) == ["shotglass.text.small", "shotglass.text.tokenizer"]


def test_retired_words_are_found_in_file_names_and_definitions(tmp_path: Path) -> None:
    modules = python_modules(tree(tmp_path), "backend/shotglass")
    assert retired_names(modules, page_files(tmp_path)) == [
        "shotglass.text.small: TokenTally", "outbox.ts: outbox",
    ]  # fmt: skip
    assert is_retired("PromptReadings")
    assert is_retired("first_look")
    assert not is_retired("readings_of_prompt")
    assert not is_retired("misleading")


def test_a_folder_is_crowded_by_sources_and_not_by_tests_or_items(tmp_path: Path) -> None:
    root = tree(tmp_path)
    for number in range(15):
        (root / f"web/src/{number}.test.ts").write_text("")
        (root / f"backend/shotglass/text/part_{number}.py").write_text("")
    assert crowded_folders(root) == {"backend/shotglass/text": 17}
