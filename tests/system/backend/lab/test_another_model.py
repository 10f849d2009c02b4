"""Runs that are opened where the model of that name is another one, or where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from support.models.tiny import write_tiny_folder

import shotglass as sg
from shotglass.cli import cli
from shotglass.lab.results.result import Result

TEMPLATE = "{input} ->{output}\n"
PROMPT = sg.Prompt(
    template=TEMPLATE,
    shot_sets={"main": (sg.Shot("cat", " a"), sg.Shot("mat", " b"))},
    query=sg.Query("the cat", expected=" a"),
)
ROWS = [("cat", " a"), ("mat", " b"), ("the cat", " a"), ("the mat", " b")]
ITEMS = [{"input": text, "expected": answer} for text, answer in ROWS]
ASKED: dict[str, Callable[[sg.Model], Result]] = {
    "compare": lambda model: model.compare(PROMPT, max_tokens=3, seed=5),
    "prompt": lambda model: model.generate("the cat", max_tokens=4, n=2),
    "decode": lambda model: model.logits("the cat", [3]),
    "inside": lambda model: model.attention("the cat sat"),
    "measure": lambda model: model.measure(ITEMS, TEMPLATE, {"conditions": {"k": [0]}}),
    "causes": lambda model: model.causes(
        "head", ITEMS, TEMPLATE, k=1, pool=2, questions=2, draws=1
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Of the first model, by what was asked."""
    folder = tmp_path_factory.mktemp("runs")
    write_tiny_folder(folder, "toy", "llama", 3)
    with sg.load("toy", models=folder, threads=1) as model:
        return {name: ask(model).save(folder / f"{name}.shotglass") for name, ask in ASKED.items()}


ELSEWHERE: dict[str, dict[str, Any]] = {
    "other weights": {"family": "llama", "seed": 4},
    "another shape": {"family": "gpt2", "seed": 3, "layers": 1},
    "a masked model": {"family": "bert", "seed": 3},
}


@pytest.fixture(scope="module", params=ELSEWHERE)
def elsewhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    write_tiny_folder(folder, "toy", **ELSEWHERE[request.param])
    return folder


@pytest.mark.parametrize("name", ASKED)
def test_another_model_of_that_name_is_said_to_be_another_and_its_answers_not_the_same(
    runs: dict[str, Path], elsewhere: Path, name: str
) -> None:
    before = runs[name].read_bytes()
    shown = CliRunner().invoke(cli, ["open", str(runs[name])])
    assert shown.exit_code == 0
    line = ["open", str(runs[name]), "--again", "--models", str(elsewhere)]
    again = CliRunner().invoke(cli, line)
    assert again.exit_code != 0
    assert again.exit_code == 3 or isinstance(again.exception, sg.errors.ShotglassError), again
    assert "The weights of toy are others: " in again.output
    assert "The same" not in again.output
    result, reasons = None, []
    with sg.load("toy", models=elsewhere, threads=1) as model:
        try:
            result = sg.open_run(runs[name]).again(model)
            reasons = [*result.reasons]
        except sg.errors.ShotglassError as error:
            reasons = error.__notes__
    assert any("The weights of toy are others: " in reason for reason in reasons)
    if result is not None:
        assert not result.is_same
        assert result.sentence(["0"] * 9).startswith("Not the same: ")
    assert runs[name].read_bytes() == before


@pytest.mark.parametrize("name", ASKED)
def test_where_there_is_only_a_model_of_another_name_the_missing_one_is_named(
    runs: dict[str, Path], tmp_path: Path, name: str
) -> None:
    write_tiny_folder(tmp_path, "other", "llama", 3)
    line = ["open", str(runs[name]), "--again", "--models", str(tmp_path)]
    again = CliRunner().invoke(cli, line)
    assert isinstance(again.exception, sg.errors.ModelNotFound)
    assert "toy" in str(again.exception)
    with (
        sg.load("other", models=tmp_path, threads=1) as model,
        pytest.raises(sg.errors.ModelNotFound, match="toy"),
    ):
        sg.open_run(runs[name]).again(model)


@pytest.mark.parametrize("name", ["decode", "inside"])
def test_logits_and_attention_come_back_and_come_out_the_same(
    runs: dict[str, Path], name: str
) -> None:
    run = sg.open_run(runs[name])
    with sg.load("toy", models=runs[name].parent, threads=1) as model:
        result = run.again(model)
        assert (result.is_same, result.reasons) == (True, ())
        assert result.values > 0
        if name == "decode":
            np.testing.assert_array_equal(run.arrays["logits"], model.logits("the cat", [3]).logits)
        else:
            values = model.attention("the cat sat").values
            for layer, value in enumerate(values):
                np.testing.assert_array_equal(run.arrays[f"attentions.{layer}"], value)
