"""The fit of a Jacobian lens, against finite differences through the graph that is served."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from support.models.tiny import write_tiny_folder

from shotglass.engine.library import ModelFolder
from shotglass.engine.runtime.explain_graph import Capture
from shotglass.engine.runtime.interventions import Interventions
from shotglass.engine.runtime.token_changes import ResidualShift
from shotglass.statistics.intervals import Interval
from shotglass_export.progress import silent
from shotglass_research.jacobian.fitting import Sums, add_windows
from shotglass_research.jacobian.lenses import carry, chosen_rank, of_rank
from shotglass_research.jacobian.measuring import model_of
from shotglass_research.jacobian.rule import OTHERS, Verdict, verdict

IDS = [17, 30]  # one token after the first, so that no later one adds anything
STEP = 1e-3


@pytest.fixture(params=["gpt2", "llama"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> ModelFolder:
    return ModelFolder.open(write_tiny_folder(tmp_path, "tiny", request.param))


@pytest.fixture
def sums(folder: ModelFolder) -> Sums:
    config = folder.manifest.architecture
    model, total = model_of(folder, silent), Sums.begin(config.layers, config.width)
    for seed in range(16):
        random = torch.Generator().manual_seed(seed)
        add_windows(total, model, torch.tensor([IDS] * 64), random)
    assert total.counts.min() > 0
    return total


def test_it_equals_central_differences_through_the_explain_graph(
    folder: ModelFolder, sums: Sums
) -> None:
    config = folder.manifest.architecture
    last, basis = f"hidden_states.{config.layers}", np.eye(config.width, dtype=np.float32)
    with Capture(folder, threads=1).series([last]) as series:
        for layer in range(config.layers):
            exact = sums.jacobians[layer].numpy()
            for column in range(0, config.width, 5):
                ends = []
                for step in (STEP, -STEP):
                    shift = ResidualShift(layer, step * basis[column], tokens=(1,))
                    outputs = series.run(IDS, (), Interventions(shifts=(shift,)))
                    ends.append(outputs[last][0, 1])
                difference = (ends[0] - ends[1]) / (2 * STEP)
                near = 0.005 * np.abs(exact).max()
                np.testing.assert_allclose(exact[:, column], difference, atol=near)


def test_in_full_rank_it_carries_the_mean_to_the_mean(sums: Sums) -> None:
    lens = carry(of_rank(sums, sums.rows.shape[-1]))
    for layer, mean in enumerate(sums.means[:-1]):
        torch.testing.assert_close(lens(layer, mean), sums.means[-1], atol=1e-4, rtol=1e-4)
        step = 0.1 * torch.eye(len(mean))[0]
        moved = lens(layer, mean + step) - lens(layer, mean)
        torch.testing.assert_close(moved, sums.jacobians[layer] @ step, atol=2e-3, rtol=1e-2)


def test_sums_go_on_from_their_file(sums: Sums, tmp_path: Path) -> None:
    sums.save(tmp_path / "sums.npz")
    again = Sums.load(tmp_path / "sums.npz")
    assert (again.windows, again.tokens) == (sums.windows, sums.tokens)
    torch.testing.assert_close(again.jacobians, sums.jacobians, rtol=0, atol=0)


def test_the_smallest_rank_that_is_close_to_the_best_is_chosen() -> None:
    assert chosen_rank({4: 1.03, 8: 1.015, 16: 1.0, 32: 1.01}) == 8


@pytest.mark.parametrize(
    ("logit", "means", "shuffled", "expected"),
    [
        ((0.1, 0.3), (0.1, 0.2), (0.2, 0.4), "gain"),
        ((0.1, 0.3), (-0.1, 0.2), (0.2, 0.4), "means alone"),
        ((-0.1, 0.3), (0.1, 0.2), (0.2, 0.4), "not shown"),
        ((-0.3, -0.1), (0.1, 0.2), (0.2, 0.4), "loss"),
    ],
)
def test_a_gain_is_one_beside_all_three(
    logit: tuple[float, float],
    means: tuple[float, float],
    shuffled: tuple[float, float],
    expected: Verdict,
) -> None:
    each = (logit, means, shuffled)
    less = {name: Interval(sum(ends) / 2, *ends) for name, ends in zip(OTHERS, each, strict=True)}
    assert verdict(less) == expected
