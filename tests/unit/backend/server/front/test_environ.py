"""The WSGI environment of a request."""

from __future__ import annotations

from typing import Any

import pytest

from shotglass.server.front.environ import environ_of, give_body


def scope(path: bytes = b"/", *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {
        "method": "POST", "raw_path": path, "query_string": b"a=b%20c", "http_version": "1.1",
        "client": ("10.0.0.7", 1234), "server": ("127.0.0.1", 8000), "scheme": "http",
        "headers": list(headers),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"/", "/"), (b"/a%20b", "/a b"), (b"/%E4%BD%A0", "/ä½\xa0"), (b"/%ff", "/ÿ"),
        (b"//x", "/x"), (b"http://localhost/a?b", "/a"), (b"HTTP://localhost", "/"), (b"*", "/*"),
        (b"/%2e%2e/x", "/../x"),
    ],
)  # fmt: skip
def test_a_path_is_its_bytes(raw: bytes, path: str) -> None:
    assert environ_of(scope(raw))["PATH_INFO"] == path


def test_an_absolute_uri_names_the_host() -> None:
    host = (b"host", b"localhost")
    assert environ_of(scope(b"http://evil.example/", host))["HTTP_HOST"] == "evil.example"
    assert environ_of(scope(b"/", host))["HTTP_HOST"] == "localhost"


def test_headers_that_come_twice_are_joined_and_ambiguous_names_left_out() -> None:
    headers = [
        (b"x-a", b"1"), (b"x-a", b"2"), (b"x_a", b"3"), (b"cookie", b"a=1"), (b"cookie", b"b=2"),
        (b"content-type", b"application/json"), (b"content-length", b"7"),
    ]  # fmt: skip
    environ = environ_of(scope(b"/", *headers))
    assert environ["HTTP_X_A"] == "1,2"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("application/json", "7")
    assert environ["REMOTE_ADDR"] == "10.0.0.7"
    assert environ["QUERY_STRING"] == "a=b%20c"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        ((), "192.0.2.5", "10.0.0.7"), (("10.0.0.7",), "192.0.2.5", "192.0.2.5"),
        (("10.0.0.7",), "6.6.6.6, 192.0.2.5", "192.0.2.5"), (("10.0.0.7",), "", "10.0.0.7"),
        (("10.0.0.7", "10.0.0.8"), "6.6.6.6, 2001:db8::5,10.0.0.8", "2001:db8::5"),
    ],
)  # fmt: skip
def test_a_known_proxy_says_whom_it_asks_for_and_nobody_else_does(
    proxies: tuple[str, ...], forwarded: str, client: str
) -> None:
    header = (b"x-forwarded-for", forwarded.encode())
    assert environ_of(scope(b"/", header), proxies=proxies)["REMOTE_ADDR"] == client
    mapped = scope(b"/", header) | {"client": ("::ffff:10.0.0.7", 1)}
    assert environ_of(mapped, proxies=proxies)["REMOTE_ADDR"] == client


def test_a_body_has_its_own_length() -> None:
    environ = environ_of(scope(b"/", (b"transfer-encoding", b"chunked")))
    give_body(environ, b"hello")
    assert environ["wsgi.input"].read() == b"hello"
    assert environ["CONTENT_LENGTH"] == "5"
