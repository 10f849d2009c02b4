"""``shotglass train`` says in a sentence what it cannot do, and how to go on."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from resource import RLIMIT_FSIZE, setrlimit
from typing import Any

import pytest
from safetensors.torch import load_file, save_file
from support.inputs.toy import toy_session, write_toy
from support.models.tiny import write_tiny_folder

from shotglass.errors import MissingExtra, RecipeInvalid, TrainingFailed
from shotglass_export.importing import import_source
from shotglass_export.training import session as sessions
from shotglass_export.training.runs.checkpoints import CHECKPOINT, STABLE, WEIGHTS, read_state
from shotglass_export.training.runs.folder import first_change, hold
from shotglass_export.training.session import train


@pytest.fixture(autouse=True)
def _no_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "ceiling", lambda *_: 1e11)  # measuring it takes a second


def refused(recipe: Path, environment: dict[str, str], *more: str) -> str:
    command = [sys.executable, "-m", "shotglass", "train", str(recipe), *more]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


def test_a_recipe_that_is_not_there_or_wrong_is_one_sentence_and_exit_code_2(
    toy, environment, tmp_path
):
    said = refused(tmp_path / "none.toml", environment)
    assert said == f"Error: The recipe {tmp_path / 'none.toml'} cannot be read " + (
        "(No such file or directory): name a .toml file."
    )
    said = refused(toy(model__widht=3), environment)
    assert said == "Error: model.widht = 3: there is no such key; did you mean width."


def test_without_torch_it_says_what_to_install(toy, environment, tmp_path):
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "torch.py").write_text("raise ModuleNotFoundError(name='torch')")
    path = os.pathsep.join([str(tmp_path / "blocked"), environment.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "shotglass", "train", str(toy())]
    done = subprocess.run(
        command, env=environment | {"PYTHONPATH": path}, capture_output=True, text=True, timeout=300
    )
    assert done.stderr.strip() == (
        "Error: Training needs the package torch; install it with: pip install 'shotglass[train]'"
    )


def test_a_run_is_not_gone_on_with_by_another_recipe(toy, tmp_path):
    train(toy_session(toy(), tmp_path / "runs"))
    with pytest.raises(TrainingFailed, match=r"toy was begun with training.clip = 1.0, .* 2.0 now"):
        train(toy_session(toy(training__clip=2.0), tmp_path / "runs"))
    train(toy_session(toy(probes__every=3), tmp_path / "runs"))  # how often to look is free


def test_the_first_change_is_named_by_its_key():
    before = {"a": {"b": 1, "c": [1, 2]}, "probes": {"every": 1}}
    assert first_change(before, {"a": {"b": 1, "c": [1, 2]}, "probes": {"every": 9}}) is None
    assert first_change(before, {"a": {"b": 1, "c": [1, 3]}}) == ("a.c", [1, 2], [1, 3])
    assert first_change(before, {"a": {"b": 1}}) == ("a.c", [1, 2], None)


def test_two_processes_cannot_train_one_run(toy, tmp_path):
    with hold(tmp_path / "runs" / "toy"):
        program = (
            "from pathlib import Path; from shotglass_export.training.runs.folder import hold\n"
            f"with hold(Path({str(tmp_path / 'runs' / 'toy')!r})): pass"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "Another process trains toy" in done.stderr


def test_a_run_that_is_going_on_cannot_be_moved_aside_by_another_process(toy, tmp_path):
    recipe, runs = toy(), tmp_path / "runs"
    train(toy_session(recipe, runs))
    before = (runs / "toy" / CHECKPOINT / WEIGHTS).read_bytes()
    with hold(runs / "toy"), pytest.raises(TrainingFailed, match="Another process trains toy"):
        train(replace(toy_session(recipe, runs), fresh=True))
    assert not (runs / "toy.1").exists()
    assert (runs / "toy" / CHECKPOINT / WEIGHTS).read_bytes() == before


def test_a_fresh_run_is_locked_as_any_other_and_leaves_no_lock(toy, tmp_path, capsys):
    recipe, runs = toy(), tmp_path / "runs"
    train(toy_session(recipe, runs))
    train(replace(toy_session(toy(model__layers=2), runs), fresh=True))
    assert f"The run that was there is now {runs / 'toy.1'}." in capsys.readouterr().err
    assert read_state(runs / "toy" / CHECKPOINT).recipe["model"]["layers"] == 2
    assert read_state(runs / "toy.1" / CHECKPOINT).recipe["model"]["layers"] == 1
    assert not [path for path in runs.iterdir() if path.name.startswith(".")]


@pytest.mark.by_need
def test_a_model_of_another_run_is_told_of_before_the_first_step_and_with_a_way_that_works(
    toy, environment, tmp_path
):
    write_tiny_folder(tmp_path / "models", "toy", "gpt2")
    command = [sys.executable, "-m", "shotglass", "train", str(toy(publish=True))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1, done.stderr
    run, (first, *_, last) = tmp_path / "runs" / "toy", done.stderr.strip().splitlines()
    way = f"shotglass import {run} --id toy --force"
    assert "There is a model toy already" in first
    assert way in first
    assert last.startswith(f"Error: {run} is done, and there is a model toy already")
    assert way in last
    imported = subprocess.run(
        [sys.executable, "-m", *way.split()], env=environment, capture_output=True, text=True,
        timeout=300,
    )  # fmt: skip
    assert "from another source" not in imported.stderr


@pytest.mark.by_need
def test_a_run_goes_on_from_another_ones_state_before_its_cooldown(toy, tmp_path):
    train(toy_session(toy(), tmp_path / "runs"))
    trunk = tmp_path / "runs" / "toy"
    stable = read_state(trunk / STABLE)
    assert (stable.step, read_state(trunk / CHECKPOINT).step) == (10, 12)
    branch = write_toy(tmp_path / "b" / "toy.toml", name="branch", training__start="toy")
    outcome = train(toy_session(branch, tmp_path / "runs"))
    assert (outcome.state.step, outcome.state.tokens) == (12, 12 * 4 * 16)
    assert read_state(tmp_path / "runs" / "branch" / CHECKPOINT).optimiser_steps == 10 + 12


@pytest.mark.by_need
def test_a_run_can_begin_with_the_weights_of_a_model_folder(toy, tmp_path):
    runs, models = tmp_path / "runs", tmp_path / "models"
    train(toy_session(toy(), runs))
    import_source(str(runs / "toy"), "toy", models, runs)
    begun = {"training__start": "../models/toy", "training__learning_rate": 1e-9}
    train(toy_session(write_toy(tmp_path / "b" / "toy.toml", name="branch", **begun), runs))
    before = load_file(runs / "toy" / CHECKPOINT / WEIGHTS)
    after = load_file(runs / "branch" / CHECKPOINT / WEIGHTS)
    assert all(after[name].allclose(before[name], atol=1e-3) for name in before)  # stored in fp16
    assert read_state(runs / "branch" / CHECKPOINT).optimiser_steps == 12


@pytest.mark.by_need
def test_the_token_table_can_be_held_still_while_the_rest_learns(toy, tmp_path):
    runs = tmp_path / "runs"
    train(toy_session(toy(), runs))
    held = {"training__start": "toy", "training__train_embedding": False}
    train(toy_session(write_toy(tmp_path / "b" / "toy.toml", name="still", **held), runs))
    before = load_file(runs / "toy" / STABLE / WEIGHTS)
    after = load_file(runs / "still" / CHECKPOINT / WEIGHTS)
    assert [name for name in before if before[name].equal(after[name])] == ["embedding.weight"]
    assert read_state(runs / "still" / CHECKPOINT).optimiser_steps == 10 + 12


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"training__start": "gone"}, RecipeInvalid, "there is no checkpoint of such a run in"),
        ({"training__start": "toy", "model__width": 16}, TrainingFailed, "size mismatch"),
        ({"training__start": "toy", "data__vocabulary": 310}, RecipeInvalid, "another tokenizer"),
    ],
)
def test_a_start_that_does_not_fit_is_one_sentence(
    toy, tmp_path, changes: dict[str, Any], error, sentence
):
    train(toy_session(toy(), tmp_path / "runs"))
    branch = write_toy(tmp_path / "b" / "toy.toml", name="branch", **changes)
    with pytest.raises(error, match=sentence):
        train(toy_session(branch, tmp_path / "runs"))


@pytest.mark.by_need
def test_a_loss_that_is_no_number_ends_the_run_in_a_sentence(toy, tmp_path):
    train(toy_session(toy(), tmp_path / "runs"))
    file = tmp_path / "runs" / "toy" / CHECKPOINT / WEIGHTS
    weights = load_file(file)
    weights["final_norm.weight"] *= 1e30
    save_file(weights, file)
    branch = write_toy(tmp_path / "b" / "toy.toml", name="branch", training__start="toy/checkpoint")
    with pytest.raises(TrainingFailed, match=r"At step 1 the loss is .* learning_rate of 0.002"):
        train(toy_session(branch, tmp_path / "runs"))


@pytest.mark.by_need
def test_a_full_disk_is_one_sentence(toy, environment, tmp_path):
    recipe = toy()
    toy_session(recipe, tmp_path / "runs")  # builds the data beside the recipe
    command = [sys.executable, "-m", "shotglass", "train", str(recipe), "--data"]
    done = subprocess.run(
        [*command, str(recipe.parent / "data")], env=environment, capture_output=True, text=True,
        timeout=300, preexec_fn=lambda: setrlimit(RLIMIT_FSIZE, (120_000, 120_000)),
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "step 10 could not be written to" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "runs" / "toy" / STABLE).exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(toy, tmp_path):
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(TrainingFailed, match=r"cannot be written \(.*--runs"):
        train(toy_session(toy(), tmp_path / "runs"))


def test_without_tensorboard_it_says_what_to_install(toy, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorboard", None)
    monkeypatch.delitem(sys.modules, "torch.utils.tensorboard", raising=False)
    session = replace(toy_session(toy(), tmp_path / "runs"), tensorboard=True)
    with pytest.raises(MissingExtra, match=r"needs the package tensorboard; .*pip install"):
        train(session)
