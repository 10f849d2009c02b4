"""Batches that run: every request once, as it is alone, and with the lowest turn."""

from __future__ import annotations

import threading
from typing import Any, cast

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.processes.until import until
from support.servers.batch_files import HI, URL, create, jsonl, line, lines_in
from support.servers.fakes import ScriptedRunner
from support.servers.http_answers import is_problem

from shotglass.errors import QueueFull, ShotglassError
from shotglass.extensions.batches import runner as runner_module
from shotglass.extensions.batches.folder import BatchFolder
from shotglass.extensions.batches.runner import BatchRunner
from shotglass.server.app import document
from shotglass.server.services import Services


def test_every_request_is_answered_as_it_is_alone(teacher: FlaskClient, runs: BatchRunner) -> None:
    whole = teacher.post(URL, json=HI).get_json()
    data = jsonl(line("a"), line("b", max_tokens=1), line("c", model="none"))
    batch = create(teacher, data, metadata={"for": "week 3"}).get_json()
    assert (batch["status"], batch["request_counts"]["total"]) == ("in_progress", 3)

    runs.run(batch["id"])

    over = teacher.get(f"/v1/batches/{batch['id']}").get_json()
    jsonschema.validate(over, {"$ref": "#/components/schemas/Batch"} | document())
    assert (over["status"], over["metadata"]) == ("completed", {"for": "week 3"})
    assert over["request_counts"] == {"total": 3, "completed": 2, "failed": 1}
    answers = {entry["custom_id"]: entry for entry in lines_in(teacher, over["output_file_id"])}
    assert answers.keys() == {"a", "b"}
    assert answers["a"]["response"]["body"]["choices"] == whole["choices"]
    assert answers["a"]["response"]["status_code"] == 200
    (refusal,) = lines_in(teacher, over["error_file_id"])
    assert (refusal["custom_id"], refusal["response"]["status_code"]) == ("c", 404)
    assert refusal["response"]["body"]["error"]["code"] == "model_not_found"


def test_a_batch_in_progress_keeps_its_file_and_can_be_cancelled(
    teacher: FlaskClient, runs: BatchRunner, runner: ScriptedRunner
) -> None:
    batch = create(teacher, jsonl(line("a"), line("b", prompt="wait"))).get_json()
    address, file = f"/v1/batches/{batch['id']}", batch["input_file_id"]
    is_problem(teacher.delete(f"/v1/files/{file}"), 409)
    thread = threading.Thread(target=runs.run, args=(batch["id"],))
    thread.start()
    until(lambda: teacher.get(address).get_json()["request_counts"]["completed"] == 1)
    assert teacher.get(address).get_json()["output_file_id"] is None

    over = teacher.post(f"{address}/cancel").get_json()

    thread.join(10)
    assert not thread.is_alive()
    assert over["status"] == "cancelled"
    assert over["cancelled_at"] is not None
    assert [entry["custom_id"] for entry in lines_in(teacher, over["output_file_id"])] == ["a"]
    assert teacher.get(address).get_json() == over
    is_problem(teacher.post(f"{address}/cancel", json={}), 409)
    assert teacher.delete(f"/v1/files/{file}").status_code == 200


def test_a_request_of_a_batch_is_cut_for_whoever_comes_and_asked_again(
    teacher: FlaskClient, kept: Services, runs: BatchRunner, runner: ScriptedRunner
) -> None:
    batch = create(teacher, jsonl(line("a", prompt="wait"))).get_json()
    thread = threading.Thread(target=runs.run, args=(batch["id"],))
    thread.start()
    until(lambda: kept.admission.running == 1)
    kept.admission.enter("somebody")
    until(lambda: kept.admission.running == 1)
    assert runner.closed.wait(20), "it has not been cut"
    runner.closed.clear()
    assert not runner.closed.wait(0.3), "it does not begin while somebody has a run"
    kept.admission.leave("somebody")
    until(lambda: kept.admission.running == 1)
    runner.go.set()
    thread.join(10)
    over = teacher.get(f"/v1/batches/{batch['id']}").get_json()
    assert over["request_counts"] == {"total": 1, "completed": 1, "failed": 0}


def test_what_has_waited_for_long_goes_on_beside_the_others(
    teacher: FlaskClient, kept: Services, runs: BatchRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_module, "PATIENCE", 0.2)
    batch = create(teacher, jsonl(line("a"))).get_json()
    kept.admission.enter("somebody")
    runs.run(batch["id"])
    kept.admission.leave("somebody")
    assert teacher.get(f"/v1/batches/{batch['id']}").get_json()["status"] == "completed"


def test_a_request_that_the_server_has_no_room_for_is_asked_again(
    teacher: FlaskClient, kept: Services, folder: BatchFolder
) -> None:
    """First its answer breaks off, then there is no room, then it is answered."""
    troubles: list[Exception] = [ShotglassError("It broke off."), QueueFull("There is no room.")]
    app = teacher.application

    def busy(environ: dict[str, Any], start: Any) -> Any:
        if len(troubles) == 2:
            raise troubles.pop(0)
        if troubles:
            start("429 Too Many Requests", [("Retry-After", "0")])
            return [str(troubles.pop()).encode()]
        return app(environ, start)

    batch = create(teacher, jsonl(line("a"))).get_json()
    BatchRunner(cast(Flask, busy), kept, folder).run(batch["id"])
    over = teacher.get(f"/v1/batches/{batch['id']}").get_json()
    assert (over["status"], over["request_counts"]["completed"]) == ("completed", 1)
    assert troubles == []
