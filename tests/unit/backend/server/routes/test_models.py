"""Lists, manifests, files by range, and downloads."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from support.servers.fakes import ScriptedRunner
from support.servers.http_answers import is_problem

from shotglass.contract import Manifest
from shotglass.engine.library import Library
from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.model_registry import ModelRegistry
from shotglass.server.services import Services
from shotglass.server.streaming.admission import Admission

WEIGHTS = "/api/v1/models/fake/files/weights.fp32.bin"
DOWNLOAD = "/api/v1/models/fake/download/portable"
CONTENT = bytes(i % 251 for i in range(5000))


def test_the_list_tells_each_model_and_the_default(client: FlaskClient) -> None:
    answer = client.get("/api/v1/models").get_json()
    assert answer["default"] == "fake"
    fake, gap = answer["models"]
    assert (fake["id"], fake["task"], fake["status"]) == ("fake", "causal-lm", "idle")
    assert (fake["context"], fake["served_context"]) == (64, 32)
    assert fake["parameters"] > 0
    assert fake["layers"] == 1
    assert fake["source_bits"] is None
    assert fake["jacobian_lens"] is False
    assert gap["task"] == "masked-lm"
    assert answer["broken"] == []


def test_a_folder_that_is_not_in_order_is_told(client: FlaskClient, config: ServerConfig) -> None:
    folder = config.roots[0] / "torn"
    folder.mkdir()
    (folder / "manifest.json").write_text("{}")
    (told,) = client.get("/api/v1/models").get_json()["broken"]
    assert told["id"] == "torn"
    assert str(config.roots[0]) not in told["detail"]


def test_the_status_follows_the_loading(client: FlaskClient, services: Services) -> None:
    services.hosting.runner("fake")
    assert client.get("/api/v1/models").get_json()["models"][0]["status"] == "ready"


def test_the_manifest_is_what_the_folder_says(client: FlaskClient, services: Services) -> None:
    answer = client.get("/api/v1/models/fake")
    assert Manifest.from_json(answer.text) == services.hosting.library.folder("fake").manifest


def test_a_file_of_a_folder_that_was_named_from_here_is_served(
    config: ServerConfig, runner: ScriptedRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``serve --models DIR`` with a relative DIR: Flask would read it from its own folder."""
    monkeypatch.chdir(config.roots[0].parent)
    relative = replace(config, roots=(Path("models"),))
    hosting = ModelRegistry(Library(relative.roots), lambda folder, precision: runner)
    services = Services(relative, hosting, Admission(relative.most_runs))
    answer = create_app(relative, services).test_client().get(WEIGHTS, buffered=True)
    assert answer.data == CONTENT


def test_a_file_is_served_whole_with_its_digest_as_etag(
    client: FlaskClient, services: Services
) -> None:
    answer = client.get(WEIGHTS)
    digest = services.hosting.library.folder("fake").manifest.files["weights.fp32.bin"].sha256
    assert answer.data == CONTENT
    assert answer.headers["ETag"] == f'"{digest}"'
    assert answer.headers["Content-Length"] == "5000"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_known_file_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get(WEIGHTS).headers["ETag"]
    answer = client.get(WEIGHTS, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("0-0", 0, 0),
        ("10-19", 10, 19),
        ("4990-", 4990, 4999),
        ("-5", 4995, 4999),
        ("0-9999", 0, 4999),
    ],
)
def test_a_range_is_served_exactly(client: FlaskClient, asked: str, first: int, last: int) -> None:
    answer = client.get(WEIGHTS, headers={"Range": f"bytes={asked}"})
    assert answer.status_code == 206
    assert answer.data == CONTENT[first : last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/5000"


def test_a_range_of_another_version_gives_the_whole_file(client: FlaskClient) -> None:
    etag = client.get(WEIGHTS).headers["ETag"]
    headers = {"Range": "bytes=0-9"}
    assert client.get(WEIGHTS, headers=headers | {"If-Range": etag}).status_code == 206
    other = client.get(WEIGHTS, headers=headers | {"If-Range": '"other"'})
    assert (other.status_code, len(other.data)) == (200, 5000)


@pytest.mark.parametrize("asked", ["bytes=5000-", "bytes=9000-9001", "bytes=7-3", "bytes=a-b"])
def test_a_range_outside_the_file_is_a_416(client: FlaskClient, asked: str) -> None:
    answer = client.get(WEIGHTS, headers={"Range": asked})
    is_problem(answer, 416)


def test_head_tells_without_sending(client: FlaskClient) -> None:
    answer = client.head(WEIGHTS)
    assert (answer.data, answer.headers["Content-Length"]) == (b"", "5000")


def test_a_file_of_another_size_than_the_manifest_says_is_not_served(
    client: FlaskClient, config: ServerConfig
) -> None:
    (config.roots[0] / "fake" / "weights.fp32.bin").write_bytes(b"short")
    answer = client.get(WEIGHTS)
    assert answer.status_code == 500
    assert answer.get_json()["error"]["code"] == "model_folder_invalid"


def test_a_link_out_of_the_folder_is_not_followed(
    client: FlaskClient, config: ServerConfig
) -> None:
    file = config.roots[0] / "fake" / "weights.fp32.bin"
    outside = config.roots[0].parent / "outside"
    outside.write_bytes(CONTENT)
    file.unlink()
    file.symlink_to(outside)
    assert client.get(WEIGHTS).status_code == 500


def test_a_download_is_a_stored_zip_of_known_length(client: FlaskClient) -> None:
    answer = client.get(DOWNLOAD)
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fake-portable.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        names = {"manifest.json", "tokenizer.json", "portable.onnx", "weights.fp32.bin"}
        assert set(archive.namelist()) == names
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert archive.read("weights.fp32.bin") == CONTENT
        assert Manifest.from_json(archive.read("manifest.json").decode()).id == "fake"


def test_a_download_can_be_asked_about_before_it_is_taken(client: FlaskClient) -> None:
    head = client.head(DOWNLOAD)
    assert int(head.headers["Content-Length"]) == len(client.get(DOWNLOAD).data)
    again = client.get(DOWNLOAD, headers={"If-None-Match": head.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("first", [0, 1, 30, 2900, 5000])
def test_a_broken_download_goes_on_from_where_it_stopped(client: FlaskClient, first: int) -> None:
    whole = client.get(DOWNLOAD)
    etag = whole.headers["ETag"]
    rest = client.get(DOWNLOAD, headers={"Range": f"bytes={first}-", "If-Range": etag})
    last = len(whole.data) - 1
    assert (rest.status_code, rest.data) == (206, whole.data[first:])
    assert rest.headers["Content-Range"] == f"bytes {first}-{last}/{last + 1}"
    assert rest.headers["Content-Length"] == str(len(rest.data))
    assert (rest.headers["ETag"], rest.headers["Accept-Ranges"]) == (etag, "bytes")


@pytest.mark.parametrize("asked", ["bytes=0-4,9-12", "bytes=0-1,-1", "lines=1-2", "nonsense"])
def test_what_is_not_one_range_of_bytes_is_answered_whole(client: FlaskClient, asked: str) -> None:
    answer = client.get(DOWNLOAD, headers={"Range": asked})
    assert (answer.status_code, answer.data) == (200, client.get(DOWNLOAD).data)


def test_a_range_of_head_is_ignored(client: FlaskClient) -> None:
    answer = client.head(DOWNLOAD, headers={"Range": "bytes=5-"})
    assert (answer.status_code, answer.data) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(client.get(DOWNLOAD).data)
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_the_vocabulary_is_the_text_of_every_token_and_may_be_kept(client: FlaskClient) -> None:
    answer = client.get("/api/v1/models/fake/vocabulary")
    tokens = answer.get_json()["tokens"]
    assert len(tokens) == 256
    assert (tokens[ord("a")], tokens[0xE4]) == ("a", "<0xE4>")
    again = client.get(
        "/api/v1/models/fake/vocabulary", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert is_problem(client.get("/api/v1/models/none/vocabulary"), 404)


def test_a_second_request_parses_no_manifest(
    client: FlaskClient, config: ServerConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    for manifest in config.roots[0].glob("*/manifest.json"):
        os.utime(manifest, (1e9, 1e9))  # long ago: one that was just written is read again
    first = client.get("/api/v1/models").get_json()
    monkeypatch.setattr(Manifest, "from_json", lambda _: pytest.fail("a manifest was parsed"))
    assert client.get("/api/v1/models").get_json() == first
    assert first["models"]
