"""Exports over HTTP, made by a scripted exporter in a process of its own."""

from __future__ import annotations

import io
import json
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import psutil
import pytest
from flask.testing import FlaskClient
from support.processes.until import until
from support.servers.http_answers import events_of, is_problem

from shotglass.contract import MANIFEST
from shotglass.exporter import Exporter
from shotglass.server.app import create_app, document
from shotglass.server.config import ServerConfig
from shotglass.server.downloads.export_store import NAME, ExportStore
from shotglass.server.services import Services

EXPORTS = "/api/v1/models/fake/exports"
INT8 = {"format": "int8"}
SLOW = {"format": "portable", "precision": "int4"}


def made(client: FlaskClient, **body: Any) -> dict[str, Any]:
    """The entry of the export that was asked for."""
    (*_, last) = events_of(client.post(EXPORTS, json=body or INT8).data)
    assert last["type"] == "exported", last
    return dict(last["export"])


def children() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if _is_exporter(one)]


def _is_exporter(process: psutil.Process) -> bool:
    try:
        return any("scripted_exporter" in word for word in process.cmdline())
    except psutil.Error:  # it has just ended
        return False


def test_an_export_is_told_while_it_is_made_and_then_listed(client: FlaskClient) -> None:
    answer = client.post(EXPORTS, json=INT8)
    first, last = events_of(answer.data)
    assert first == {"type": "progress", "lane": "", "text": "Writing weights", "share": 0.25}
    assert (last["type"], last["export"]["file"]) == ("exported", "fake-int8-int8.zip")
    assert last["export"]["report"]["files"]["weights.bin"]["bytes"] == 9000
    listed = client.get("/api/v1/exports").get_json()
    assert listed["exports"] == [last["export"]]
    for told, name in ((first, "ExportEvent"), (last, "ExportEvent"), (listed, "Exports")):
        jsonschema.validate(told, {"$ref": f"#/components/schemas/{name}"} | document())


def test_an_export_is_made_once(client: FlaskClient) -> None:
    once = made(client)
    again = client.post(EXPORTS, json=INT8 | {"stream": False}).get_json()["events"]
    assert again == [{"type": "exported", "lane": "", "export": once}]


def test_without_a_precision_it_is_the_natural_one(client: FlaskClient) -> None:
    assert made(client, format="portable")["precision"] == "fp32"


def test_an_export_is_taken_as_one_zip_also_in_pieces(client: FlaskClient) -> None:
    path = f"/api/v1/exports/{made(client)['id']}/download"
    whole = client.get(path)
    assert whole.headers["Content-Disposition"] == 'attachment; filename="fake-int8-int8.zip"'
    with zipfile.ZipFile(io.BytesIO(whole.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["export.json", "onnx/model.onnx", "weights.bin"]
        assert archive.read("onnx/model.onnx") == b"fake as int8"
    headers = {"Range": "bytes=700-", "If-Range": whole.headers["ETag"]}
    rest = client.get(path, headers=headers)
    assert (rest.status_code, rest.data) == (206, whole.data[700:])


def test_what_the_exporter_refuses_is_told_in_its_words_and_not_kept(
    client: FlaskClient, config: ServerConfig
) -> None:
    *_, last = events_of(client.post(EXPORTS, json={"format": "native", "precision": "fp16"}).data)
    assert last["type"] == "failed"
    assert last["problem"]["detail"] == (
        "The export is refused: mean KL is 3; at most 0.02 was expected."
    )
    assert last["problem"]["error"]["code"] == "export_failed"
    assert client.get("/api/v1/exports").get_json()["exports"] == []
    assert config.exports is not None
    assert list(config.exports.iterdir()) == []


def test_an_exporter_that_ends_without_a_word_is_told_with_its_exit_code(
    client: FlaskClient,
) -> None:
    *_, last = events_of(client.post(EXPORTS, json={"format": "explain"}).data)
    assert "ended with code 1 before it was done" in last["problem"]["detail"]


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        ({"format": "int8", "precision": "fp32"}, "/precision", "it comes in int8."),
        ({"format": "docx"}, "/format", "portable"),
        ({"format": "int8", "out": "/tmp"}, "/out", "no such field"),
        ({}, "/format", "required"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_begun(
    client: FlaskClient, body: dict[str, str], pointer: str, words: str
) -> None:
    told = is_problem(client.post(EXPORTS, json=body), 400)
    assert told["errors"][0]["pointer"] == pointer
    assert words in told["detail"]


def test_a_model_that_fills_gaps_has_no_native_graph(client: FlaskClient) -> None:
    told = is_problem(client.post("/api/v1/models/gap/exports", json={"format": "native"}), 400)
    assert told["detail"].startswith("The format native cannot be made of this masked-lm model")
    assert made_of_gap(client)["model"] == "gap"


def made_of_gap(client: FlaskClient) -> dict[str, Any]:
    *_, last = events_of(client.post("/api/v1/models/gap/exports", json=INT8).data)
    return dict(last["export"])


def test_an_unknown_model_and_an_unknown_export_are_404s(client: FlaskClient) -> None:
    assert is_problem(client.post("/api/v1/models/nope/exports", json=INT8), 404)
    for id in ("0" * 32, "..", "%2e%2e", "fake+int8+int8"):
        answer = client.get(f"/api/v1/exports/{id}/download")
        assert is_problem(answer, 404)


def test_leaving_ends_the_exporter_and_the_next_one_can_begin(
    client: FlaskClient, config: ServerConfig
) -> None:
    answer = client.post(EXPORTS, json=SLOW, buffered=False)
    assert b"Writing weights" in next(iter(answer.response))
    (process,) = children()
    told = is_problem(client.post(EXPORTS, json=INT8), 429)
    assert told["detail"].startswith("Another export or graph is being made")
    answer.close()
    assert made(client)["format"] == "int8"  # at once: what was left is waited for
    assert not process.is_running()
    assert config.exports is not None
    assert len(list(config.exports.iterdir())) == 1  # nothing half made beside it


def test_a_shutdown_ends_the_exporter_with_an_event(
    client: FlaskClient, services: Services
) -> None:
    threading.Timer(1.0, services.admission.cut.set).start()
    *_, last = events_of(client.post(EXPORTS, json=SLOW).data)
    assert last["problem"]["error"]["code"] == "draining"
    until(lambda: not children())


def test_without_the_exporter_the_page_is_told_what_to_install(
    config: ServerConfig, services: Services
) -> None:
    bare = replace(services, exporter=Exporter([sys.executable], needed=["no_such_package"]))
    client = create_app(config, bare).test_client()
    assert client.get("/api/v1/exports").get_json()["install"] == "pip install 'shotglass[export]'"
    told = is_problem(client.post(EXPORTS, json=INT8), 400)
    assert told["error"]["code"] == "missing_extra"
    assert "pip install 'shotglass[export]'" in told["detail"]


def test_a_server_without_a_folder_for_them_says_so(
    config: ServerConfig, services: Services
) -> None:
    without = replace(config, exports=None)
    client = create_app(without, replace(services, config=without)).test_client()
    assert client.get("/api/v1/exports").get_json()["exports"] == []
    assert "--exports" in is_problem(client.post(EXPORTS, json=INT8), 400)["detail"]


def test_a_model_that_was_imported_anew_has_no_exports_yet(
    client: FlaskClient, config: ServerConfig
) -> None:
    before = made(client)
    manifest = config.roots[0] / "fake" / MANIFEST
    told = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(told | {"notes": ["Imported again."]}))
    assert client.get("/api/v1/exports").get_json()["exports"] == []
    assert made(client)["id"] != before["id"]


def test_the_oldest_go_when_room_is_short(
    client: FlaskClient, config: ServerConfig, services: Services
) -> None:
    assert config.exports is not None
    used, unused = made(client, **INT8)["id"], made(client, format="native")["id"]
    client.get(f"/api/v1/exports/{used}/download")  # which makes it the later of the two
    less = replace(config, exports_room=20_000)
    narrow = create_app(less, replace(services, config=less)).test_client()
    latest = made(narrow, format="portable")["id"]
    assert {kept.id for kept in ExportStore(config.exports, 0).exports()} == {used, latest}
    assert unused not in {used, latest}


def test_a_file_that_was_changed_is_not_sent(client: FlaskClient, config: ServerConfig) -> None:
    assert config.exports is not None
    id = made(client)["id"]
    (folder,) = [path for path in config.exports.iterdir() if NAME.fullmatch(path.name)]
    (folder / "weights.bin").write_bytes(b"short")
    answer = client.get(f"/api/v1/exports/{id}/download")
    assert "not as it was made" in is_problem(answer)["detail"]


def test_a_link_out_of_an_export_is_not_followed(
    client: FlaskClient, config: ServerConfig, tmp_path: Path
) -> None:
    assert config.exports is not None
    id = made(client)["id"]
    (folder,) = config.exports.iterdir()
    (folder / "weights.bin").unlink()
    outside = tmp_path / "outside"
    outside.write_text("w" * 9000)
    (folder / "weights.bin").symlink_to(outside)
    assert is_problem(client.get(f"/api/v1/exports/{id}/download"))
