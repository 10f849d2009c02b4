"""The sizes of the scaling lessons are counted as Kaplan et al. count them."""

from __future__ import annotations

import pytest

from shotglass.architecture import weight_shapes
from shotglass_export.models import family_config
from shotglass_research.experiments.scaling.scaled_runs import Scaled
from shotglass_research.experiments.scaling.scaling import LARGEST, SHAPES, SIZES


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
