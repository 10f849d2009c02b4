"""The page's files and how long they may be kept."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.services import Services

PAGE = '<!doctype html><meta property="og:image" content="./preview.png" />'


def test_the_page_is_asked_for_again_each_time(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.mimetype == "text/html"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_picture_of_a_link_has_its_whole_address_where_the_server_knows_its_own(
    client: FlaskClient, config: ServerConfig
) -> None:
    (config.static / "index.html").write_text(PAGE)
    answer = client.get("/", headers={"Host": "127.0.0.1:8931"})
    assert '<meta property="og:image" content="http://127.0.0.1:8931/preview.png" />' in answer.text
    assert answer.headers["Vary"] == "Accept-Encoding"
    known = client.get("/", headers={"If-None-Match": client.get("/").headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    assert client.get("/index.html").text == PAGE  # as on any host of files


def test_a_lessons_own_page_has_its_picture_by_its_whole_address_too(
    client: FlaskClient, config: ServerConfig
) -> None:
    (config.static / "o" / "en").mkdir(parents=True)
    page = PAGE.replace("./", "../../o/en/").replace("preview", "tokens")
    (config.static / "o" / "en" / "tokens.html").write_text(page)
    answer = client.get("/o/en/tokens.html", headers={"Host": "localhost:8931"})
    assert 'content="http://localhost:8931/o/en/tokens.png"' in answer.text
    assert client.get("/o/en/none.html").status_code == 404
    assert client.get("/o/..%2f..%2fsecret.html").status_code == 404


def test_behind_a_tls_proxy_the_picture_has_the_origin_that_the_server_was_started_with(
    config: ServerConfig, services: Services
) -> None:
    (config.static / "index.html").write_text(PAGE)
    behind = replace(
        config,
        allowed_origins=("https://lab.example",),
        path_prefix="/shot",
    )
    client = create_app(behind, services).test_client()
    answer = client.get("/", base_url="http://lab.example/shot")
    assert 'content="https://lab.example/shot/preview.png"' in answer.text


def test_hashed_assets_are_kept_for_good(client: FlaskClient) -> None:
    answer = client.get("/assets/index-abc.js")
    assert answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_gzipped_copy_is_sent_to_those_who_take_it(
    client: FlaskClient, config: ServerConfig
) -> None:
    small = gzip.compress(b"export {}")
    (config.static / "assets" / "index-abc.js.gz").write_bytes(small)
    answer = client.get("/assets/index-abc.js", headers={"Accept-Encoding": "br, gzip"})
    assert (answer.data, answer.headers["Content-Encoding"]) == (small, "gzip")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["Cache-Control"]
    for refused in ("", "identity", "gzip;q=0"):
        plain = client.get("/assets/index-abc.js", headers={"Accept-Encoding": refused})
        assert plain.data == b"export {}"
        assert "Content-Encoding" not in plain.headers
        assert plain.headers["Vary"] == "Accept-Encoding"


def test_a_page_that_is_not_built_says_how_to_build_it(
    config: ServerConfig, services: Services, tmp_path: Path
) -> None:
    client = create_app(replace(config, static=tmp_path / "none"), services).test_client()
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.mimetype == "text/plain"
    assert "make demo" in answer.text


@pytest.mark.parametrize(
    "path", ["/../secret", "/assets/..%2f..%2fsecret", "/%2e%2e/secret", "/secret%00.js", "/assets"]
)
def test_nothing_outside_the_folder_is_served(
    client: FlaskClient, config: ServerConfig, path: str
) -> None:
    (config.static.parent / "secret").write_text("secret")
    assert client.get(path).status_code == 404
