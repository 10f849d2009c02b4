"""The stages against the golden file that the page's twin reads too, and against the choice."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from shotglass.decoding import DecodingSettings, choose, predict, stages, survivors

GOLDEN = json.loads(
    (Path(__file__).parents[3] / "contract" / "stages.json").read_text(encoding="utf-8")
)["distributions"]
NAMES = ("softmax", "top_k", "top_p", "min_p")


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_the_stages_are_the_golden_ones(case: dict[str, Any]) -> None:
    prediction = predict(np.array(case["logits"], dtype=np.float32))
    made = stages(prediction, DecodingSettings(**case["settings"]))
    for name in NAMES:
        stage, golden = made[name], case["stages"][name]
        assert stage.ids.tolist() == case["order"][: golden["count"]]
        assert stage.p == pytest.approx(golden["p"], rel=0, abs=1e-6)
        assert stage.mass == pytest.approx(golden["mass"], rel=0, abs=1e-6)
        assert stage.entropy == pytest.approx(golden["entropy"], rel=0, abs=1e-6)


def test_the_golden_file_holds_200_distributions() -> None:
    assert len(GOLDEN) == 200


@given(
    logits=arrays.arrays(np.float32, st.integers(1, 80), elements=st.integers(-40, 40)),
    temperature=st.sampled_from([0.0, 0.3, 1.0, 2.5]),
    top_k=st.integers(0, 90),
    top_p=st.sampled_from([1.0, 0.95, 0.5, 0.01]),
    min_p=st.sampled_from([0.0, 0.1, 1.0]),
    sample=st.integers(0, 7),
)
def test_the_choice_is_a_survivor_of_the_last_stage(
    logits: np.ndarray, temperature: float, top_k: int, top_p: float, min_p: float, sample: int
) -> None:
    settings = DecodingSettings(temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p)
    prediction = predict(logits)
    made, choice = stages(prediction, settings), choose(prediction, settings, sample, 0)
    assert choice.id in made["min_p"].ids
    assert choice.survivors == {name: len(made[name].ids) for name in ("top_k", "top_p", "min_p")}
    for stage in (made["softmax"], made["top_k"], made["top_p"], made["min_p"]):
        assert stage.p.sum() == pytest.approx(1)
    if not settings.greedy:
        assert made["min_p"].ids.tolist() == survivors(prediction, settings).ids.tolist()


def test_effective_tokens_of_an_even_distribution_are_its_tokens() -> None:
    made = stages(predict(np.zeros(50, np.float32)), DecodingSettings(temperature=2, top_k=10))
    assert np.exp(made["softmax"].entropy) == pytest.approx(50)
    assert np.exp(made["top_k"].entropy) == pytest.approx(10)
    assert made["top_k"].mass == pytest.approx(0.2)
