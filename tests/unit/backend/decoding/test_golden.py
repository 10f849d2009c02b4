"""Decoding against the golden file that the browser's twin reads too."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shotglass.decoding import (
    DecodingSettings,
    History,
    adjusted,
    choose,
    philox4x32,
    predict,
    survivors,
    uniform,
)

GOLDEN = json.loads(
    (Path(__file__).parents[3] / "contract" / "decoding.json").read_text(encoding="utf-8")
)
CHOICES = [*GOLDEN["choices"], *GOLDEN["penalised"]]


@pytest.mark.parametrize("case", GOLDEN["philox"])
def test_philox_equals_the_published_vectors(case: dict[str, Any]) -> None:
    assert philox4x32(tuple(case["counter"]), tuple(case["key"])) == tuple(case["words"])


@pytest.mark.parametrize("case", GOLDEN["uniforms"])
def test_uniforms_are_exact(case: dict[str, Any]) -> None:
    assert uniform(case["seed"], case["sample"], case["step"]) == case["u"]


@pytest.mark.parametrize("case", CHOICES, ids=lambda case: case["name"])
def test_the_choice_is_the_golden_one(case: dict[str, Any]) -> None:
    prediction = predict(np.array(case["logits"], dtype=np.float32))
    settings = DecodingSettings(**case["settings"])
    history = History(case["prompt"], list(case["generated"]))
    assert adjusted(prediction, settings, history).logits.tolist() == case["adjusted"]
    choice = choose(prediction, settings, case["sample"], case["step"], history)
    assert (choice.id, choice.rank, choice.draw) == (case["id"], case["rank"], case["draw"])
    assert choice.logprob == pytest.approx(case["logprob"], rel=1e-9, abs=1e-12)
    assert prediction.entropy == pytest.approx(case["entropy"], rel=1e-9, abs=1e-12)
    left = {name: len(case["stages"][name]["ids"]) for name in ("top_k", "top_p", "min_p")}
    assert choice.survivors == left


@pytest.mark.parametrize("case", CHOICES, ids=lambda case: case["name"])
def test_the_survivors_are_the_golden_ones(case: dict[str, Any]) -> None:
    settings = settings_of(case)
    if settings.greedy:
        return
    own = predict(np.array(case["logits"], dtype=np.float32))
    history = History(case["prompt"], list(case["generated"]))
    left = survivors(adjusted(own, settings, history), settings)
    golden = case["stages"]["min_p"]
    assert left.ids.tolist() == golden["ids"]
    assert left.cumulative / left.mass == pytest.approx(np.cumsum(golden["p"]), rel=1e-9)


def settings_of(case: dict[str, Any]) -> DecodingSettings:
    """JSON has no pairs: a bias is a list of two there."""
    bias = tuple((id, value) for id, value in case["settings"]["logit_bias"])
    return DecodingSettings(**case["settings"] | {"logit_bias": bias})
