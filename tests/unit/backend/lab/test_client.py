"""What a client makes of servers that refuse, are none of ours, or do not answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

import shotglass as sg
from shotglass.errors import (
    ContextLengthExceeded,
    InvalidApiKey,
    InvalidRequest,
    NotReady,
    ServerUnreachable,
    ShotglassError,
)
from shotglass.lab.client import HttpClient, error_of
from shotglass.server.problems import Draining, UnknownFields


@contextmanager
def answering(status: int, body: bytes) -> Iterator[tuple[str, list[str | None]]]:
    """The address of a server that answers so to everything, and the keys that it was sent."""
    keys: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            keys.append(self.headers["Authorization"])
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *values: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", keys
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_key_that_is_wrong_is_the_error_that_the_server_names() -> None:
    problem = InvalidApiKey("This server asks for a key.").problem()
    with (
        answering(401, json.dumps(problem).encode()) as (address, keys),
        pytest.raises(InvalidApiKey, match="asks for a key"),
    ):
        sg.connect(address, key="secret")

    assert keys == ["Bearer secret"]
    assert "secret" not in repr(HttpClient(address, "secret"))


def test_a_server_of_others_is_said_to_be_none_of_ours() -> None:
    page = b"<html>Bad Gateway</html>"
    with answering(502, page) as (address, _), pytest.raises(ServerUnreachable) as caught:
        sg.connect(address)

    assert "answers 502" in str(caught.value)
    assert "Bad Gateway" in str(caught.value)


def test_where_nothing_answers_the_way_out_is_said() -> None:
    with pytest.raises(ServerUnreachable, match="start it with shotglass serve"):
        sg.connect("http://127.0.0.1:9")


@pytest.mark.parametrize("address", ["127.0.0.1:8000", "ftp://here", "http://", ""])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidRequest, match=r"http://127\.0\.0\.1:8000 was expected"):
        sg.connect(address)


def test_a_problem_becomes_the_error_that_it_was_made_of() -> None:
    error = error_of(ContextLengthExceeded("It is too long.", over_by=3).problem())

    assert type(error) is ContextLengthExceeded
    assert (error.detail, error.pointer, error.over_by) == ("It is too long.", "/prompt", 3)


def test_a_kind_that_the_server_alone_knows_becomes_the_nearest_one() -> None:
    draining = error_of(Draining("The server is shutting down.").problem())
    unknown = error_of(UnknownFields([("/foo", "There is no such field.")]).problem())
    crash = error_of(ShotglassError("An error nobody expected.").problem())

    assert isinstance(draining, NotReady)
    assert (draining.code, draining.status) == ("draining", 503)
    assert isinstance(unknown, InvalidRequest)
    assert unknown.pointer == "/foo"
    assert type(crash) is ShotglassError
