"""How well a masked model fills in held-out text, recomputed with the numpy reference."""

from __future__ import annotations

from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from support.house.small_house import TEXTS, write_small_data
from support.models.tiny import manifest_of, tiny_config, tiny_weights, write_tiny_folder
from support.references import reference

from shotglass.engine import Library, MaskedModel
from shotglass.errors import WrongTask
from shotglass_export.cli import COMMANDS
from shotglass_export.data.folder import DataFolder
from shotglass_export.evaluation.gaps import fill_held_out, summary

SEED = 4


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("gaps")
    write_tiny_folder(root / "models", "bert", "bert", SEED)
    write_tiny_folder(root / "models", "writer", "gpt2", SEED)
    write_small_data(root / "data")
    return root


@pytest.fixture(scope="module")
def model(root: Path) -> MaskedModel:
    return MaskedModel.open(Library([root / "models"]).folder("bert"), threads=1)


def nats(model: MaskedModel, ids: list[int], hidden: list[int]) -> list[float]:
    """By the reference."""
    assert model.prompts.mask is not None
    shown = [model.prompts.mask if at in hidden else id for at, id in enumerate(ids)]
    rows = reference.logits(tiny_config("bert"), tiny_weights(tiny_config("bert"), SEED), shown)
    return [-float(np.log(reference.softmax(rows[at])[ids[at]])) for at in hidden]


def evaluate(root: Path, model: str, *more: str) -> Result:
    command = next(command for command in COMMANDS if command.name == "evaluate")
    folders = ["--models", str(root / "models"), "--data", str(root / "data")]
    return CliRunner().invoke(command, ["--gaps", model, *folders, *more])


def test_a_token_hidden_alone_costs_what_the_reference_says(root: Path, model: MaskedModel) -> None:
    (found,) = fill_held_out(model, DataFolder.open(root / "data"))
    start, end = model.prompts.start, model.prompts.end
    each = []
    for text in TEXTS:
        ids = [*start, *model.tokenizer.encode(text), *end]
        inside = range(len(start), len(ids) - len(end))
        each += [nats(model, ids, [at])[0] for at in inside]
    assert found.tried == len(each)
    assert found.alone == pytest.approx(np.mean(each), abs=2e-4)


def test_fifteen_of_a_hundred_are_hidden_at_once_and_the_same_each_time(
    root: Path, model: MaskedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[list[int], list[int]]] = []
    computed = model.logits

    def logits(ids: Any, places: Any) -> Any:
        asked.append((list(ids), list(places)))
        return computed(ids, places)

    monkeypatch.setattr(model, "logits", logits)
    data = DataFolder.open(root / "data")
    (found,) = fill_held_out(model, data, alone=3)
    wholes = [model.encode(text) for text in TEXTS]
    expected = []
    for whole, (shown, places) in zip(wholes, asked, strict=False):
        assert len(places) == max(1, round(0.15 * len(whole)))
        assert all(shown[at] == model.prompts.mask for at in places)
        expected += nats(model, whole, places)
    assert found.hidden == len(expected)
    assert found.at_once == pytest.approx(np.mean(expected), abs=2e-4)
    assert next(iter(fill_held_out(model, data, alone=3))) == found


def test_the_command_prints_the_figures_and_writes_them_into_the_manifest(root: Path) -> None:
    folder = root / "models" / "bert"
    before = manifest_of(folder)
    done = evaluate(root, "bert", "--write")
    assert done.exit_code == 0, done.output
    told = manifest_of(folder).quality["gaps"]
    assert f"pseudo-perplexity {told['pseudo_perplexity']}" in done.output
    assert told["by_source"]["small"]["nats"] == told["nats"]
    rest = {name: value for name, value in manifest_of(folder).quality.items() if name != "gaps"}
    assert rest == before.quality


def test_the_pseudo_perplexity_is_e_to_the_mean_over_all_tokens(
    root: Path, model: MaskedModel
) -> None:
    (found,) = fill_held_out(model, DataFolder.open(root / "data"))
    told = summary([found, found])
    assert told["tried"] == 2 * found.tried
    assert told["pseudo_perplexity"] == pytest.approx(exp(found.alone), rel=1e-3)


def test_a_model_that_writes_is_refused(root: Path) -> None:
    assert isinstance(evaluate(root, "writer").exception, WrongTask)
