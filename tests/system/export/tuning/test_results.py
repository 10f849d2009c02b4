"""What a fine-tuned run leaves to Measure, which products it computes in, and what it does not look
at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from support.inputs.tuned import tuned_session, write_start, write_tuned
from support.models.tiny import LOOSE, write_tiny_folder

from shotglass.engine.measurement.plan import Conditions
from shotglass.parsing import parsed
from shotglass.prompting import Prompt
from shotglass.training_runs.metrics import METRICS, read
from shotglass_export.formats.source import read_manifest
from shotglass_export.to_onnx import folder
from shotglass_export.training import machine as machines
from shotglass_export.training import runner
from shotglass_export.training import session as sessions
from shotglass_export.training import train as trains
from shotglass_export.training.machine import Machine
from shotglass_export.training.runner import Folders, run_recipe
from shotglass_export.training.session import train
from shotglass_export.training.tuning.result import PLAN, TASK, measure_line, write_result


class OnOneThread:
    """In place of ``Machine``: the CPU, whatever this machine has."""

    @classmethod
    def find(cls) -> Machine:
        torch.set_num_threads(1)
        return Machine(torch.device("cpu"))


@pytest.fixture(autouse=True)
def _no_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sessions, trains):
        monkeypatch.setattr(module, "ceiling", lambda *_: 1e11)  # measuring it takes a second


@pytest.fixture(scope="module")
def start(tmp_path_factory) -> Path:
    return write_start(tmp_path_factory.mktemp("start")).folder


def test_the_held_out_rows_become_a_task_and_a_plan_that_measure_reads(start, tmp_path):
    session = tuned_session(write_tuned(tmp_path, start, epochs=1), start, tmp_path / "runs")
    train(session)
    write_result(session.run, session.recipe, session.data, session.start)
    prompt = Prompt.from_json(json.loads((session.run / TASK).read_text("utf-8")))
    assert {label.text for label in prompt.labels} == {" yes", " no"}
    assert len(prompt.items) == 4
    assert {item.expected for item in prompt.items} <= {" yes", " no"}
    plan = json.loads((session.run / PLAN).read_text("utf-8"))
    assert parsed(Conditions, plan["conditions"]).k == (0,)
    # The start is no model folder, so there is no id to measure beside.
    assert measure_line(session.run, session.start, "tuned") is None
    kinds = {line["kind"] for line in read(session.run / METRICS).lines}
    assert kinds == {"start", "questions", "step", "done"}  # no heads: those of a small model


def test_free_answers_leave_no_task(start, tmp_path):
    rows = "input,expected\n" + "".join(f"say {i},x{i}\n" for i in range(20))
    recipe = write_tuned(tmp_path, start, rows=rows, epochs=1)
    session = tuned_session(recipe, start, tmp_path / "runs")
    train(session)
    write_result(session.run, session.recipe, session.data, session.start)
    assert not (session.run / TASK).exists()


@pytest.mark.parametrize("lora", [None, {"rank": 2, "alpha": 4.0, "on": ["query", "down"]}])
def test_a_run_becomes_a_model_beside_the_one_that_it_began_with(
    tmp_path, monkeypatch, capsys, lora
):
    monkeypatch.setattr(folder, "Tolerances", lambda: LOOSE)
    monkeypatch.setattr(runner, "Machine", OnOneThread)
    write_tiny_folder(tmp_path / "models", "base", "llama")
    more = {"lora": lora} if lora else {}
    recipe = write_tuned(tmp_path, Path("base"), epochs=1, **more)
    recipe.write_text("publish = true\n" + recipe.read_text("utf-8"), "utf-8")
    folders = Folders(tmp_path / "data", tmp_path / "runs", tmp_path / "models")
    assert run_recipe(recipe, folders, fresh=False, tensorboard=False) == 0
    base, tuned = (read_manifest(tmp_path / "models" / name) for name in ("base", "tuned"))
    assert tuned.architecture == base.architecture
    assert (tuned.stop_ids, tuned.start_id) == (base.stop_ids, base.start_id)
    assert tuned.graphs.keys() >= {"portable", "native-fp32"}
    assert ("merge" in tuned.provenance) == (lora is not None)
    asked = f"--plan {tmp_path}/runs/tuned/before-after.json --model base --other tuned"
    assert asked in capsys.readouterr().out
    assert run_recipe(recipe, folders, fresh=False, tensorboard=False) == 0  # nothing is to do


@pytest.mark.parametrize(
    ("capabilities", "precision"),
    [({"avx2": True}, "fp32"), ({"amx_bf16": True}, "bf16"), ({"bf16": True}, "bf16")],
)
def test_bf16_is_for_processors_that_have_it(monkeypatch, capabilities, precision):
    monkeypatch.setattr(machines.torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    machine = Machine(torch.device("cpu"))
    assert machine.usable("bf16") == precision
    assert machine.usable("fp32") == "fp32"
    with machine.autocast("bf16"):
        assert torch.is_autocast_enabled("cpu") == (precision == "bf16")
