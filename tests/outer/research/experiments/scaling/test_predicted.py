"""The prediction that is judged is the one that was committed; the published laws give what their
papers print."""

from __future__ import annotations

from pathlib import Path

import pytest

from shotglass_research.experiments.result import read_result
from shotglass_research.experiments.scaling.predicted import (
    EXPERIMENT,
    PREDICTED,
    chinchilla,
    kaplan,
)
from shotglass_research.experiments.scaling.scaling import LARGEST

SCALING = Path(__file__).parents[5] / "web/src/extensions/course/lessons/scaling/result.json"


def test_the_prediction_is_that_of_the_committed_result() -> None:
    written = float(f"{LARGEST.parameters:.6g}")  # as results have every number
    said = read_result(SCALING).point("prediction", written)

    assert (PREDICTED.value, PREDICTED.low, PREDICTED.high) == (said.y, said.low, said.high)
    assert f"{said.y:.4f}" in EXPERIMENT.rule


def test_the_published_laws_give_the_papers_own_figures() -> None:
    assert kaplan(8.8e13) == 1  # equation 1.1: N_c is where the loss is one nat
    # Gopher, 280 billion parameters on 300 billion tokens: 1.69 + 0.052 + 0.251
    assert chinchilla(280e9, 300e9) == pytest.approx(1.993, abs=0.001)
    # Chinchilla, a quarter of its size on 1.4 trillion: 1.69 + 0.083 + 0.163
    assert chinchilla(70e9, 1.4e12) == pytest.approx(1.936, abs=0.001)
