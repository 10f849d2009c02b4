"""Who may ask, and what every answer carries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from shotglass.errors import InvalidRequest
from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.security import CONTENT_SECURITY_POLICY, HEADERS
from shotglass.server.services import Services

BODY = {"model": "fake", "text": "hi"}
FOREIGN_HOSTS = [
    "evil.example", "evil.example:8000", "localhost.evil.example", "localhost.", "127.0.0.2",
    "127.0.0.1.nip.io", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "::1", "0.0.0.0",
    "localhost:8000@evil.example", "evil.example#localhost", "localhost, evil.example",
    "localhost localhost", "localhost:", "localhost:port", "localhost:123456", "user@localhost",
    "[::1", "", " ", "xn--lcalhost-n3a",
]  # fmt: skip
OWN_HOSTS = ["localhost", "LOCALHOST:8000", "127.0.0.1:9999", "[::1]:8000", "127.0.0.1"]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("path", ["/", "/api/v1/models", "/health/live"])
def test_a_foreign_host_is_a_421(client: FlaskClient, host: str, path: str) -> None:
    answer = client.get(path, environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == 421
    assert answer.get_json()["error"]["code"] == "host_not_allowed"


def test_no_host_is_a_421(client: FlaskClient) -> None:
    answer = client.get("/", headers={}, environ_overrides={"HTTP_HOST": ""})
    assert answer.status_code == 421


@pytest.mark.parametrize("host", OWN_HOSTS)
def test_own_hosts_are_served_on_any_port(client: FlaskClient, host: str) -> None:
    assert client.get("/health/live", environ_overrides={"HTTP_HOST": host}).status_code == 200


def test_a_host_allowed_with_a_port_is_allowed_on_that_port_only(
    config: ServerConfig, services: Services
) -> None:
    client = create_app(
        replace(config, allowed_hosts=("lab.example:80", "Any.Example")), services
    ).test_client()

    def status(host: str) -> int:
        return client.get("/health/live", environ_overrides={"HTTP_HOST": host}).status_code

    assert status("lab.example:80") == 200
    assert status("lab.example") == status("lab.example:8000") == 421
    assert status("any.example") == status("any.example:99") == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example", "null", "", "http://localhost:1", "https://localhost", "localhost",
        "http://localhost.evil.example", "http://localhost/", "HTTP://LOCALHOST", "file://",
        "http://localhost, http://evil.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_sites_origin_is_a_403(client: FlaskClient, origin: str, method: str) -> None:
    path = "/api/v1/tokenize" if method == "POST" else "/api/v1/models"
    answer = client.open(path, method=method, json=BODY, headers={"Origin": origin})
    assert answer.status_code == 403
    assert answer.get_json()["error"]["code"] == "forbidden_origin"


def test_the_own_origin_is_served(client: FlaskClient) -> None:
    headers = {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"}
    answer = client.post(
        "/api/v1/tokenize", json=BODY, headers=headers, base_url="http://localhost:8000"
    )
    assert answer.status_code == 200


def test_a_page_of_another_site_may_not_post_even_without_an_origin(client: FlaskClient) -> None:
    for site in ("cross-site", "same-site", "nonsense"):
        headers = {"Sec-Fetch-Site": site}
        assert client.post("/api/v1/tokenize", json=BODY, headers=headers).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_a_page_of_another_site_may_link_to_the_page_and_read_nothing_else(
    client: FlaskClient, site: str
) -> None:
    link = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=link).status_code == 200
    for path in ("/tokenizer_info?model=fake", "/api/v1/models", "/metrics", "/health/live"):
        for mode in ("no-cors", "cors", "navigate", "websocket"):
            headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
            assert client.get(path, headers=headers).status_code == 403, path
    assert client.get("/", headers=link | {"Sec-Fetch-Mode": "no-cors"}).status_code == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_the_page_itself_and_an_address_that_was_typed_read_everything(
    client: FlaskClient, site: str
) -> None:
    for path in ("/", "/api/v1/models", "/tokenizer_info?model=fake", "/assets/index-abc.js"):
        assert client.get(path, headers={"Sec-Fetch-Site": site}).status_code == 200, path


def test_an_allowed_origin_may_post(config: ServerConfig, services: Services) -> None:
    allowed = replace(config, allowed_origins=("https://lab.example",))
    client = create_app(allowed, services).test_client()
    headers = {"Origin": "https://lab.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/api/v1/tokenize", json=BODY, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/v1/models", "/nope", "/assets/index-abc.js"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert not [name for name in dict(answer.headers) if name.startswith("Access-Control")]
    assert "Set-Cookie" not in answer.headers


def test_a_refusal_carries_the_headers_too(client: FlaskClient) -> None:
    answer = client.get("/", environ_overrides={"HTTP_HOST": "evil.example"})
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy.replace("'wasm-unsafe-eval'", "")  # WebAssembly, no script
    assert "http" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "trusted-types svelte-trusted-html" in policy


@pytest.mark.parametrize("id", ["abc-1.2_3", "A" * 64])
def test_a_plain_request_id_is_kept(client: FlaskClient, id: str) -> None:
    assert client.get("/", headers={"X-Request-Id": id}).headers["X-Request-Id"] == id


@pytest.mark.parametrize("id", ["", "a b", "A" * 65, '{"forged": 1}', "a\x1b[31m", "é"])
def test_any_other_request_id_is_replaced(client: FlaskClient, id: str) -> None:
    answer = client.get("/", headers={"X-Request-Id": id})
    assert len(answer.headers["X-Request-Id"]) == 32


def test_api_answers_are_not_kept_by_caches(client: FlaskClient) -> None:
    assert client.get("/api/v1/models").headers["Cache-Control"] == "no-store"


def test_the_page_stands_in_frames_of_the_origins_named_and_only_its_figure_does(
    config: ServerConfig, services: Services
) -> None:
    named = ("https://course.example", "http://[::1]:1948")
    client = create_app(replace(config, embedders=named), services).test_client()

    def frame(path: str) -> str:
        policy = client.get(path).headers["Content-Security-Policy"]
        return next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))

    assert frame("/?embed=1") == "frame-ancestors https://course.example http://[::1]:1948"
    for path in ("/", "/?embed=0", "/?embed=0&embed=1", "/api/v1/models?embed=1"):
        assert frame(path) == "frame-ancestors 'none'", path


def test_the_script_of_figures_is_lent_to_pages_of_the_origins_named_alone(
    config: ServerConfig, services: Services, tmp_path: Path
) -> None:
    for name in ("figure.js", "figure/part.js", "index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    named = "https://course.example"
    config = replace(config, embedders=(named,), static=tmp_path)
    client = create_app(config, services).test_client()

    def lent(path: str, origin: str) -> tuple[int, str | None, str]:
        answer = client.get(path, headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"})
        answer.close()
        headers = answer.headers
        policy = headers["Cross-Origin-Resource-Policy"]
        return answer.status_code, headers.get("Access-Control-Allow-Origin"), policy

    for path in ("/figure.js", "/figure/part.js"):
        assert lent(path, named) == (200, named, "cross-origin")
        assert lent(path, "https://other.example") == (403, None, "same-origin")
        assert lent(path, "null") == (403, None, "same-origin")
    for path in ("/", "/index.html", "/api/v1/models", "/figures", "/health"):
        assert lent(path, named) == (403, None, "same-origin"), path


def test_without_a_named_origin_no_frame_shows_anything(client: FlaskClient) -> None:
    assert client.get("/?embed=1").headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    "origin",
    ["*", "https://*", "course.example", "https://course.example/", "https://a b", "'self'", ""]
    + ["https://course.example; script-src *", "ftp://course.example", "https://course.example\n"],
)
def test_an_embedder_that_is_no_origin_is_refused(config: ServerConfig, origin: str) -> None:
    with pytest.raises(InvalidRequest, match="--allow-embed is"):
        replace(config, embedders=(origin,))
