"""Parameters are equal between the networks, and only experts are balanced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from shotglass_export.models import family_config
from shotglass_export.progress import silent
from shotglass_research.experiments.architecture.small_runs import TOY, train
from shotglass_research.experiments.experiment import Context, build_toy_corpus
from shotglass_research.experiments.series.experts import (
    ACTIVE,
    EXPERTS,
    FULL,
    JUDGED,
    TOTAL,
    _train,
    conditions,
)

SHAPES = conditions(
    family_config("gpt2", vocabulary=2048, context=FULL.length, layers=4, width=128, heads=4)
)


def test_experts_have_the_active_parameters_of_one_and_all_those_of_the_other() -> None:
    router = 4 * 128 * EXPERTS
    assert SHAPES[JUDGED].active_parameters == SHAPES[ACTIVE].parameters + router
    biases = 4 * 128 * (EXPERTS - 1)  # of the ways down: a wide part has one
    assert SHAPES[JUDGED].parameters == SHAPES[TOTAL].parameters + router + biases


def test_a_dense_network_is_trained_as_in_the_other_small_runs(tmp_path: Path) -> None:
    context = Context(True, (1,), 1, tmp_path, tmp_path, silent)
    folder = build_toy_corpus(tmp_path)
    config = TOY.shape(folder, TOY.length)
    ours, theirs = (make(context, folder, TOY, config, 1) for make in (_train, train))
    for name, weight in ours.state_dict().items():
        assert weight.equal(theirs.state_dict()[name]), name
    routed = _train(context, folder, TOY, replace(config, experts=2), 1)
    assert routed.get_parameter("layers.0.ffn.router.weight").grad.abs().sum() > 0
