"""A whole recipe: what is read, and the one sentence that each mistake is answered with."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inputs.toy import write_toy

from shotglass.errors import RecipeInvalid
from shotglass_export.models import FAMILIES as MODEL_FAMILIES
from shotglass_export.models import family_config
from shotglass_export.recipe import FAMILIES, SHIPPED, Recipe, Stage, find_recipe, read_recipe

RECIPES = sorted(SHIPPED[1].glob("*.toml"))


def refused(tmp_path: Path, **changes: Any) -> str:
    with pytest.raises(RecipeInvalid) as caught:
        read_recipe(write_toy(tmp_path / "toy.toml", **changes))
    return str(caught.value)


def test_a_recipe_that_is_nested_too_deep_is_one_sentence(tmp_path):
    (tmp_path / "deep.toml").write_text("a = " + "[" * 20_000)
    with pytest.raises(RecipeInvalid, match=r"deep.toml is nested too deep"):
        read_recipe(tmp_path / "deep.toml")


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_every_shipped_recipe_is_read_and_has_its_files_name(path):
    recipe = read_recipe(path)
    assert recipe.name == path.stem
    if recipe.model is None:  # that of its start
        assert recipe.training.start == "smollm2-135m"
        return
    config = family_config(**vars(recipe.model), vocabulary=recipe.data.vocabulary)
    assert config.parameters > 0


def test_a_shipped_recipe_is_found_by_its_name_alone():
    assert find_recipe(Path("gpt2-tiny")).name == "gpt2-tiny.toml"
    assert find_recipe(Path("recipes/gpt2-tiny.toml")).is_file()
    assert find_recipe(Path("none-such")) == Path("none-such")


def test_families_are_those_of_the_models():
    assert set(FAMILIES) == set(MODEL_FAMILIES)


def test_stages_follow_one_another_by_the_share_of_the_run(tmp_path):
    recipe = read_recipe(write_toy(tmp_path / "toy.toml"))
    first, second = Stage(0.25), Stage(1.0, shots=(1, 2))
    staged = Recipe(**(vars(recipe) | {"stages": (first, second)}))
    assert staged.training.steps == 12
    assert [staged.stage(step) for step in (0, 2, 3, 11)] == [first, first, second, second]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"model__wdith": 64}, "model.wdith = 64: there is no such key; did you mean width."),
        ({"training__zzz": 1}, "training.zzz = 1: there is no such key; [training] knows batch,"),
        (
            {"model__width": "32"},
            "model.width = '32': a whole number from 1 to 1,048,576",
        ),
        ({"model__width": 33}, "model.heads = 2: heads must divide the width, which is 33."),
        ({"model__family": "gpt9"}, "model.family = 'gpt9': one of gpt1, gpt2, gpt3, bert, llama"),
        (
            {"model__layers": 10**30},
            "model.layers = 1" + 30 * "0" + ": a whole number from 1 to",
        ),
        ({"training__length": 64}, "training.length = 64: the model's context is 32"),
        ({"training__tokens": 0}, "training.tokens = 0: a whole number from 1 to"),
        ({"training__betas": [0.9]}, "training.betas = [0.9]: two numbers from 0 to below 1"),
        ({"training__warmup": 0.9}, "training.cooldown = 0.2: with a warmup of 0.9 that is more"),
        ({"training__objective": "masked"}, '"masked" goes with the family "bert"'),
        ({"training__precision": "fp8"}, "training.precision = 'fp8': one of bf16, fp32"),
        ({"training__train_embedding": False}, "a table of random numbers would stay one: name a"),
        ({"training__compile": 1}, "training.compile = 1: true or false was expected."),
        ({"probes__every": -1}, "probes.every = -1: a whole number from 1 to"),
        ({"probes__shots": []}, "probes.shots = []: a list of whole numbers from 0"),
        ({"__name": "My Run"}, "name = 'My Run': a name of lower-case letters, digits"),
        ({"__seed": -1}, "seed = -1: a whole number from 0 to 9,007,199,254,740,992 was"),
        ({"data__files": ["gone.txt"]}, "there is no such file."),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path, changes, sentence):
    said = refused(tmp_path, **{key.removeprefix("__"): value for key, value in changes.items()})
    assert sentence in said
    assert "\n" not in said


@pytest.mark.parametrize("missing", ["name", "model", "data", "training"])
def test_what_is_missing_is_named(tmp_path, missing):
    path = write_toy(tmp_path / "toy.toml")
    text = path.read_text("utf-8")
    without = re.sub(rf"(?ms)^\[{missing}\]\n.*?(?=^\[|\Z)|^{missing} = [^\n]*$", "", text)
    path.write_text(without, "utf-8")
    with pytest.raises(RecipeInvalid, match=missing):
        read_recipe(path)


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        ("[[stages]]\nuntil = 0.5", "stages = [0.5]: until must rise from stage to stage, to 1.0"),
        ("[[stages]]\nprose = 0.5", "stages.1.prose = 0.5: the other rows need families"),
        ("[[stages]]\nshots = [4, 2]", "stages.1.shots = [4, 2]: two whole numbers, the smaller"),
        ("[stages]\nprose = 1.0", "stages = {'prose': 1.0}: a list of tables was expected"),
    ],
)
def test_stages_that_cannot_be_are_refused(tmp_path, stages, sentence):
    path = write_toy(tmp_path / "toy.toml")
    path.write_text(path.read_text("utf-8") + stages, "utf-8")
    with pytest.raises(RecipeInvalid) as caught:
        read_recipe(path)
    assert sentence in str(caught.value)


VALUES = st.sampled_from(
    [
        "-1",
        "0",
        "1e400",
        "nan",
        "inf",
        "true",
        '"x"',
        "[]",
        "{}",
        "[1, 'a']",
        "9" * 40,
        "1979-05-27",
    ]
)
NASTY = "\"'=[]{}\\#,\x00\ud800\u200bé\r\n1"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damage_to_a_recipe_gives_anything_but_a_sentence(tmp_path_factory, data):
    """Lines dropped, doubled, swapped, values replaced, bytes changed."""
    folder = tmp_path_factory.mktemp("damage", numbered=True)
    path = write_toy(folder / "toy.toml")
    lines = path.read_text("utf-8").splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        what = data.draw(st.sampled_from(["drop", "double", "value", "byte", "key"]))
        if what == "drop":
            lines[at] = ""
        elif what == "double":
            lines.insert(at, lines[at])
        elif what == "value":
            lines[at] = lines[at].partition("=")[0] + "= " + data.draw(VALUES)
        elif what == "key":
            lines[at] = data.draw(st.sampled_from("abcxyz")) + lines[at]
        else:
            lines[at] += data.draw(st.text(NASTY, max_size=3))
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    with suppress(RecipeInvalid):
        recipe = read_recipe(path)
        family_config(**vars(recipe.model), vocabulary=recipe.data.vocabulary)
