"""Files and batches over HTTP: what is taken, listed and refused."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.servers.batch_files import FORM, URL, create, jsonl, line, upload
from support.servers.http_answers import is_problem

from shotglass.extensions.batches import EXTENSION, BatchSettings
from shotglass.extensions.batches.lines import LONGEST_LINE, MOST_LINES
from shotglass.server.app import create_app
from shotglass.server.services import Services


def test_a_file_is_described_listed_read_and_removed(teacher: FlaskClient) -> None:
    first, second = (upload(teacher, data).get_json() for data in (b"one\n", b"two"))
    assert (first["bytes"], first["filename"], first["purpose"]) == (4, "in.jsonl", "batch")
    assert teacher.get(f"/v1/files/{first['id']}").get_json() == first
    whole = teacher.get(f"/v1/files/{first['id']}/content")
    assert (whole.data, whole.content_type) == (b"one\n", "application/octet-stream")
    assert [file["id"] for file in teacher.get("/v1/files").get_json()["data"]] == [
        second["id"], first["id"],
    ]  # fmt: skip
    page = teacher.get("/v1/files?limit=1&order=asc").get_json()
    assert (page["data"], page["has_more"]) == ([first], True)
    rest = teacher.get(f"/v1/files?order=asc&after={first['id']}").get_json()
    assert (rest["data"], rest["has_more"]) == ([second], False)
    assert teacher.get("/v1/files?purpose=batch_output").get_json()["data"] == []

    gone = teacher.delete(f"/v1/files/{first['id']}").get_json()
    assert gone == {"id": first["id"], "object": "file", "deleted": True}
    is_problem(teacher.get(f"/v1/files/{first['id']}/content"), 404)
    is_problem(teacher.delete(f"/v1/files/{first['id']}"), 404)


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=101", "order=up", "after=batch_x"])
def test_a_page_that_does_not_exist_is_refused(teacher: FlaskClient, query: str) -> None:
    is_problem(teacher.get(f"/v1/batches?{query}"), 400)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"{", "line 2: "),
        (b"[]", "line 2: "),
        (jsonl(line("")), "/custom_id"),
        (jsonl({"custom_id": "b"}), "/method"),
        (jsonl(line("b") | {"more": 1}), "/more"),
        (jsonl(line("b", url="/metrics")), "url is '/metrics'"),
        (jsonl(line("b", url="/v1/embeddings")), "the batch's endpoint is /v1/completions"),
        (jsonl(line("b", stream=True)), "leave stream out"),
        (jsonl(line("a")), "custom_id 'a' is that of line 1"),
        (jsonl(line("b", prompt="x" * LONGEST_LINE)), "bytes; 1,048,576 at most"),
        (jsonl(line("b"))[:-3] + b', "seed": 2}}', "same key twice"),
    ],
)
def test_a_line_that_is_no_request_is_named_and_nothing_begins(
    teacher: FlaskClient, raw: bytes, words: str
) -> None:
    body = is_problem(create(teacher, jsonl(line("a")) + raw), 400)
    assert "line 2: " in body["detail"]
    assert words in body["detail"]
    assert body["error"]["param"] == "input_file_id"
    assert teacher.get("/v1/batches").get_json()["data"] == []


def test_a_file_has_some_lines_and_not_too_many(teacher: FlaskClient) -> None:
    assert "no lines" in is_problem(create(teacher, b"\n \n"), 400)["detail"]
    empty = b"\n" * MOST_LINES
    over = is_problem(create(teacher, empty + jsonl(line("last"))), 400)
    assert "more than 50,000 lines" in over["detail"]
    assert create(teacher, jsonl(line("first")) + empty).status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"purpose": "batch"},
        {"purpose": "batch", "file": "text"},
        {"purpose": "fine-tune", "file": (io.BytesIO(b"x"), "x")},
        {"file": (io.BytesIO(b"x"), "x")},
        {"purpose": "batch", "file": (io.BytesIO(b"x"), "x"), "more": "1"},
    ],
)
def test_a_form_of_another_kind_is_refused(teacher: FlaskClient, form: dict[str, Any]) -> None:
    answer = teacher.post("/v1/files", data=form, content_type=FORM)
    assert 'purpose "batch"' in is_problem(answer, 400)["detail"]


@pytest.mark.parametrize("id", ["..%2Fmodels", "file-0", "batch_0", "file-" + "0" * 32, "%00"])
def test_an_id_that_is_not_there_is_a_404(teacher: FlaskClient, id: str) -> None:
    for address in (f"/v1/files/{id}", f"/v1/files/{id}/content", f"/v1/batches/{id}"):
        is_problem(teacher.get(address), 404)
    is_problem(teacher.delete(f"/v1/files/{id}"), 404)
    is_problem(teacher.post(f"/v1/batches/{id}/cancel", json={}), 404)
    body = {"input_file_id": id[:64], "endpoint": URL, "completion_window": "24h"}
    is_problem(teacher.post("/v1/batches", json=body), 404)


def test_a_file_comes_as_a_form_and_a_batch_as_json(teacher: FlaskClient) -> None:
    is_problem(teacher.post("/v1/files", json={"purpose": "batch"}), 415)
    is_problem(teacher.post("/v1/batches", data={"endpoint": URL}), 415)
    is_problem(teacher.post("/v1/batches/x/cancel", data={"a": "b"}), 415)


def test_keys_and_origins_are_asked_for_as_elsewhere(batching: Flask, teacher: FlaskClient) -> None:
    stranger = batching.test_client()
    is_problem(upload(stranger, b"x"), 401)
    is_problem(stranger.get("/v1/files"), 401)
    is_problem(stranger.get("/v1/batches"), 401)
    teacher.environ_base["HTTP_ORIGIN"] = "https://elsewhere.example"
    is_problem(upload(teacher, b"x"), 403)


def test_a_server_without_a_folder_says_so(client: FlaskClient) -> None:
    assert "--batches FOLDER" in is_problem(upload(client, b"x"), 400)["detail"]
    assert is_problem(client.get("/v1/batches"), 400)["error"]["code"] == "batch_refused"


def test_a_second_server_cannot_have_the_same_folder(
    kept: Services, teacher: FlaskClient, tmp_path: Path
) -> None:
    assert upload(teacher, b"x").status_code == 200
    settings = {"batches": BatchSettings(tmp_path / "batches")}
    config = replace(kept.config, extensions=settings)
    second = replace(kept, config=config, extensions=(EXTENSION,))
    client = create_app(config, second).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = teacher.environ_base["HTTP_AUTHORIZATION"]
    assert "Another server has this folder" in is_problem(client.get("/v1/files"), 400)["detail"]
