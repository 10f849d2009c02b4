"""Page and API under a path of a larger site: nginx before a server with ``--path-prefix``."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest
from support.models.tiny import write_tiny_folder
from support.servers.http_answers import events_of
from support.servers.live_server import live_server
from system.backend.deploy.conftest import nginx

from shotglass.engine.library import user_data
from shotglass.errors import InvalidRequest
from shotglass.server.config import ServerConfig
from shotglass.terminal.keys import token_of

PROMPT = {"model": "tiny", "prompt": "the cat", "settings": {"max_tokens": 3}}


@dataclass(frozen=True)
class Site:
    """``site``: nginx, which has the server at /shot/; ``server``: its own address; ``token``: of
    the page."""

    site: int
    server: str
    token: str

    def ask(self, path: str, body: object = None, **headers: str) -> tuple[HTTPResponse, bytes]:
        return asked(self.site, path, body, headers)


def asked(
    port: int, path: str, body: object = None, headers: Mapping[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    data = None if body is None else json.dumps(body).encode()
    kind = {} if body is None else {"Content-Type": "application/json"}
    connection.request("GET" if body is None else "POST", path, data, {**kind, **(headers or {})})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer, text


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    models = tmp_path_factory.mktemp("models")
    write_tiny_folder(models, "tiny", "llama", 3)
    options = ("--path-prefix", "/shot", "--api-key-file", str(models / "key"))
    folder = tmp_path_factory.mktemp("nginx")
    with live_server(models, *options, ready="/health/live") as server:
        port = urlsplit(server).port or 0
        with nginx(folder, (port, port), "/shot/") as there:
            key = (models / "key").read_text().strip()
            yield Site(there, server, token_of(key, user_data()))


@pytest.fixture
def cookie(site: Site) -> str:
    """Of the page that was opened with its token."""
    answer, _ = site.ask(f"/shot/?token={site.token}")
    assert (answer.status, answer.headers["Location"]) == (303, "/shot/")
    assert "Path=/shot;" in f"{answer.headers['Set-Cookie']};"
    return answer.headers["Set-Cookie"].partition(";")[0]


def test_the_start_prints_the_address_under_the_path(site: Site) -> None:
    assert site.server.endswith("/shot")
    with urllib.request.urlopen(f"{site.server}/health/live", timeout=10) as answer:
        assert answer.status == 200


def test_page_api_and_streams_answer_below_the_path_alone(site: Site, cookie: str) -> None:
    answer, _ = site.ask("/shot/api/v1/models", Cookie=cookie)
    assert answer.status == 200
    answer, text = site.ask("/shot/api/v1/generate", PROMPT, Cookie=cookie)
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert events_of(text)[-1]["type"] == "end"
    answer, _ = site.ask("/shot/")
    assert answer.status in (200, 503)  # 503: the page is not built here
    assert site.ask("/api/v1/models", Cookie=cookie)[0].status == 404  # nginx's own


def test_the_path_without_its_slash_leads_to_the_page(site: Site) -> None:
    port = urlsplit(site.server).port or 0
    answer, _ = asked(port, "/shot")
    assert (answer.status, answer.headers["Location"]) == (308, "/shot/")


def test_the_document_names_the_path_as_its_server(site: Site, cookie: str) -> None:
    _, text = site.ask("/shot/openapi.json", Cookie=cookie)
    assert json.loads(text)["servers"] == [{"url": "/shot"}]


def test_a_key_is_asked_for_below_the_path_and_beside_it(site: Site) -> None:
    for path in ("/shot/api/v1/models", "/shot//api/v1/models", "/shot/v1/models"):
        assert site.ask(path)[0].status == 401, path
    port = urlsplit(site.server).port or 0
    for path in ("/api/v1/models", "/shot/v1/models", "/shotglass", "/shot/shot/v1/models"):
        assert asked(port, path)[0].status in (401, 404), path


@pytest.mark.parametrize("prefix", ["shot", "/shot/", "/", "//", "/a b", "/a//b", "/%2e", "/a?b"])
def test_a_path_that_is_none_is_refused_in_words(prefix: str) -> None:
    with pytest.raises(InvalidRequest, match="--path-prefix is"):
        replace(ServerConfig(roots=()), path_prefix=prefix)
