"""The sizes of the scaling lessons are counted as Kaplan et al. count them."""

from __future__ import annotations

from pathlib import Path

import pytest

from shotglass.architecture import weight_shapes
from shotglass_export.models import family_config
from shotglass_export.recipe import find_recipe, read_recipe
from shotglass_research.experiments.scaling.scaled_runs import RECIPE, STEP, Scaled
from shotglass_research.experiments.scaling.scaling import LARGEST, SHAPES, SIZES, TEXTS


@pytest.mark.parametrize("scaled", [*SIZES, *SHAPES, LARGEST])
def test_parameters_are_the_matrices_of_the_blocks(scaled: Scaled) -> None:
    config = family_config(
        "gpt2", vocabulary=2048, context=128, layers=scaled.layers, width=scaled.width, heads=4
    )
    matrices = [
        shape
        for name, shape in weight_shapes(config).items()
        if "layers" in name and len(shape) == 2
    ]

    assert sum(a * b for a, b in matrices) == scaled.parameters


def test_shapes_are_of_one_size_and_texts_double() -> None:
    same = SIZES[2].parameters

    assert all(abs(one.parameters / same - 1) < 0.07 for one in SHAPES)
    assert [one.steps for one in TEXTS] == [61, 122, 244, 976]


def test_the_recipe_is_the_largest_model() -> None:
    recipe = read_recipe(find_recipe(Path(RECIPE)))

    assert (recipe.model.layers, recipe.model.width) == (LARGEST.layers, LARGEST.width)
    assert recipe.training.batch * recipe.training.length == STEP
