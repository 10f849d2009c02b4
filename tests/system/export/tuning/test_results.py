"""What a fine-tuned run leaves to Measure, which products it computes in, and what it does not look
at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from support.inputs.tuned import tuned_session, write_start, write_tuned

from shotglass.engine.measurement.plan import Conditions
from shotglass.parsing import parsed
from shotglass.prompting import Prompt
from shotglass.training_runs.metrics import METRICS, read
from shotglass_export.training import machine as machines
from shotglass_export.training import session as sessions
from shotglass_export.training import train as trains
from shotglass_export.training.machine import Machine
from shotglass_export.training.session import train
from shotglass_export.training.tuning.result import PLAN, TASK, measure_line, write_result


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
