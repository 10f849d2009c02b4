"""The [data] table of a recipe: what is read, and what each mistake is answered with."""

from pathlib import Path

import pytest

from shotglass.errors import RecipeInvalid
from shotglass_export.recipe import DataRecipe
from shotglass_export.toml_table import Table, read_toml


def read(tmp_path: Path, text: str) -> DataRecipe:
    path = tmp_path / "recipe.toml"
    path.write_text(text, "utf-8")
    return DataRecipe.read(read_toml(path).table("data"), tmp_path)


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
        ("", "[data] lacks the key 'sources': add it."),
        ('sources = "sotu"', "data.sources = 'sotu': a list of texts was expected."),
        ("sources = []", "data.sources = []: one or more different names are needed."),
        (
            'sources = ["sotu"]\nvocabulary = 40',
            "data.vocabulary = 40: a whole number of 261 or more was expected.",
        ),
        ('sources = ["sotu"]\nvocabulary = 70000', "data.vocabulary = 70000: 65536 is the largest"),
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
        read_toml(tmp_path / "none.toml")


def test_types_are_looked_at_closely() -> None:
    table = Table({"n": True, "x": float("nan"), "t": 1}, "t")
    for read_key in (
        lambda: table.integer("n"),
        lambda: table.number("x"),
        lambda: table.text("t"),
    ):
        with pytest.raises(RecipeInvalid):
            read_key()
