"""The [data] table of a recipe: what is read, and what each mistake is answered with."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from shotglass.errors import RecipeInvalid
from shotglass_export.recipe import DataRecipe
from shotglass_export.toml_file import read_toml


@dataclass(frozen=True)
class DataOnly:
    data: DataRecipe


def read(tmp_path: Path, text: str) -> DataRecipe:
    path = tmp_path / "recipe.toml"
    path.write_text(text, "utf-8")
    return read_toml(path, DataOnly).data.beside(tmp_path)


def test_a_data_table_is_read_with_its_defaults(tmp_path: Path) -> None:
    recipe = read(tmp_path, '[data]\nsources = ["sotu"]\nrepeat = { sotu = 2 }\n')
    assert recipe == DataRecipe(sources=("sotu",), repeat={"sotu": 2.0})
    assert (recipe.tokenizer, recipe.vocabulary, recipe.held_out) == ("bpe", 6144, 0.02)


def test_files_are_named_relative_to_the_recipe(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A story.")
    recipe = read(tmp_path, '[data]\nsources = ["recipe-text"]\nfiles = ["a.txt"]\n')
    assert recipe.files == (tmp_path / "a.txt",)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            "",
            'data.sources = []: a list of names such as ["children"], ["recipe-text"] beside '
            'files = ["my.txt"] for text of your own, or a table [data.rows] was expected.',
        ),
        ('sources = "sotu"', "data.sources = 'sotu': a list of names such as"),
        (
            'sources = ["sotu", "sotu"]',
            "data.sources = ['sotu', 'sotu']: different names are needed.",
        ),
        (
            'sources = ["sotu"]\nvocabulary = 40',
            "data.vocabulary = 40: a whole number from 261 to 65,536 was expected.",
        ),
        (
            'sources = ["sotu"]\nvocabulary = 70000',
            "data.vocabulary = 70000: a whole number from 261 to 65,536",
        ),
        (
            'sources = ["sotu"]\nheld_out = 2',
            "data.held_out = 2: a number from 0 to 0.5 was expected.",
        ),
        ('sources = ["sotu"]\nrepeat = { soto = 2 }', "data.repeat = 'soto': the sources are sotu"),
        ('sources = ["sotu"]\nvocabulry = 512', "data.vocabulry = 512: there is no such key;"),
        ('sources = ["sotu"]\ntokenizer = "char"', "one of bpe, words was expected."),
        ('sources = ["recipe-text"]', '"recipe-text" goes together with text'),
        ('sources = ["recipe-text"]\nfiles = ["no.txt"]', "there is no such file."),
        ('sources = ["sotu"]\ntokenizer = "words"', 'tokenizer = "words" needs words'),
    ],
)
def test_a_mistake_is_one_sentence_with_key_and_value(
    tmp_path: Path, data: str, sentence: str
) -> None:
    with pytest.raises(RecipeInvalid) as caught:
        read(tmp_path, "[data]\n" + data)
    assert sentence in str(caught.value)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeInvalid, match=r"recipe.toml is not TOML"):
        read(tmp_path, "[data\n")
    with pytest.raises(RecipeInvalid, match="cannot be read"):
        read_toml(tmp_path / "none.toml", DataOnly)


@pytest.mark.parametrize(
    "value", ["vocabulary = true", "held_out = nan", "text = 1", "text = 1979-05-27"]
)
def test_types_are_looked_at_closely(tmp_path: Path, value: str) -> None:
    with pytest.raises(RecipeInvalid):
        read(tmp_path, f'[data]\nsources = ["sotu"]\n{value}\n')
