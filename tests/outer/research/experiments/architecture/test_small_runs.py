"""What small runs are trained on and how they are read, and what is compared in them."""

from __future__ import annotations

from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
import torch

from shotglass_export.data.folder import DataFolder
from shotglass_export.models import build
from shotglass_export.progress import silent
from shotglass_research.experiments.architecture.small_runs import (
    TOY,
    held_windows,
    nats,
    train,
)
from shotglass_research.experiments.experiment import Context, build_toy_corpus


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    return build_toy_corpus(tmp_path_factory.mktemp("toy"))


def test_a_run_is_the_same_for_the_same_seed_and_learns(folder: DataFolder, tmp_path: Path) -> None:
    context = Context(True, (1,), 1, tmp_path, tmp_path, silent)
    size = replace(TOY, steps=40)
    config = size.shape(folder, size.length)
    one, again, other = (train(context, folder, size, config, seed) for seed in (1, 1, 2))
    windows = held_windows(folder, size.length, 20)
    assert np.array_equal(nats(one, windows), nats(again, windows))
    assert not np.array_equal(nats(one, windows), nats(other, windows))
    assert nats(one, windows).mean() < log(config.vocabulary) - 0.2


def test_nats_are_those_of_each_token_read_alone(folder: DataFolder) -> None:
    model = build(TOY.shape(folder, TOY.length))
    windows = held_windows(folder, TOY.length, 11)
    found = nats(model, windows)
    assert found.shape == (len(windows), TOY.length)
    for row, at in ((0, 0), (3, 7), (len(windows) - 1, TOY.length - 1)):
        logs = model(torch.from_numpy(windows[row : row + 1, : at + 1]))[0, -1].log_softmax(-1)
        assert found[row, at] == pytest.approx(-logs[windows[row, at + 1]].item(), abs=1e-5)


def test_windows_are_held_out_text_from_beginning_to_end(folder: DataFolder) -> None:
    (held,) = folder.held.values()
    windows = held_windows(folder, 50, 6)
    assert windows.shape == (6, 51)
    assert np.array_equal(windows[0], held.tokens[:51])
    assert np.array_equal(windows[-1], held.tokens[-51:])


def test_windows_overlap_no_more_often_than_is_asked_for(folder: DataFolder) -> None:
    (held,) = folder.held.values()
    apart = (len(held.tokens) - 1) // 50
    assert len(held_windows(folder, 50, 10**6)) == apart
    assert len(held_windows(folder, 50, 10**6, overlap=4)) == 4 * apart
    assert len(held_windows(folder, 50, apart + 1, overlap=4)) == apart + 1
