"""A class under a path behind nginx, without TLS and with it: the address to type and to scan, its
cookies and origins, its stream, and who is one client."""

from __future__ import annotations

import io
import json
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
import segno
from support.processes.until import until
from support.servers.ray_nodes import free_port
from system.backend.deploy.conftest import nginx

from shotglass.extensions.classroom import MOST_PAGES

PATH = "/shot/api/v1/class"
WRONG_AT_ONCE = 30  # codes of one client
NAME = "lab.example"


@dataclass(frozen=True)
class Behind:
    """``origin``: nginx's, at ``port``; ``printed`` and ``warned``: by the server at its start;
    ``certificate``: nginx's, where it has TLS."""

    origin: str
    port: int
    printed: str
    warned: Path
    certificate: Path | None

    def ask(
        self, path: str, body: object = None, machine: str = "127.0.0.1", **headers: str
    ) -> tuple[HTTPConnection, HTTPResponse]:
        """``machine``: the address of this machine from which nginx is asked."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        plain = socket.create_connection(("127.0.0.1", self.port), 30, (machine, 0))
        connection.sock = plain
        if self.certificate is not None:
            context = ssl.create_default_context(cafile=self.certificate)
            connection.sock = context.wrap_socket(plain, server_hostname=NAME)
        data = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        named = {"Host": self.origin.partition("//")[2], **kind, **headers}
        connection.request("GET" if body is None else "POST", path, data, named)
        return connection, connection.getresponse()

    def status(self, path: str, body: object = None, **options: str) -> int:
        connection, answer = self.ask(path, body, **options)
        with closing(connection):
            answer.read()
            return answer.status

    def admitted(self, path: str, body: object = None) -> str:
        """The cookie that the answer sets, for this path, for no script, and with TLS for it
        alone."""
        connection, answer = self.ask(path, body)
        with closing(connection):
            assert answer.status in (200, 303), answer.read()
            cookie, *rest = str(answer.headers["Set-Cookie"]).split("; ")
            secure = ["Secure"] if self.certificate else []
            assert sorted(rest) == ["HttpOnly", "Path=/shot", "SameSite=Strict", *secure]
            return cookie

    def seated(self, name: str) -> str:
        """The cookie of a student who joins."""
        return self.admitted(f"{PATH}/join", {"code": self.code, "name": name})

    @property
    def code(self) -> str:
        return re.findall("Its code is (.+)", self.printed)[0]

    @property
    def teacher(self) -> str:
        """The teacher's cookie."""
        token = re.findall(r"/shot/(\?token=\S+?)#v1/class", self.printed)[0]
        return self.admitted(f"/shot/{token}")


@pytest.fixture(scope="module", params=[None, NAME], ids=["http", "https"])
def behind(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Behind]:
    name, port, folder = request.param, free_port(), tmp_path_factory.mktemp("nginx")
    with nginx(folder, (port, port), "/shot/", name) as there:
        origin = f"http://127.0.0.1:{there}" if name is None else f"https://{name}:{there}"
        line = [sys.executable, "-m", "shotglass", "serve", "--class", "--host", "127.0.0.1"]
        line += ["--port", str(port), "--allow-origin", origin]
        line += ["--path-prefix", "/shot", "--proxy", "127.0.0.1", "--models", str(folder)]
        certificate = folder / "cert.pem" if name else None
        warned = folder / "warned"
        with (
            warned.open("w") as errors,
            subprocess.Popen(line, stdout=subprocess.PIPE, stderr=errors, text=True) as server,
        ):
            assert server.stdout is not None
            try:
                printed = "".join(server.stdout.readline() for _ in range(5))
                yield Behind(origin, there, printed, warned, certificate)
            finally:
                server.terminate()


def events(answer: HTTPResponse) -> Iterator[dict[str, Any]]:
    for line in iter(answer.readline, b""):
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def test_the_address_to_type_and_to_scan_is_the_proxys(behind: Behind) -> None:
    page = f"{behind.origin}/shot"
    address = f"{page}/#v1/class?code={behind.code}"
    assert f"Shotglass answers at {page} " in behind.printed
    assert f"The class opens at {address}\n" in behind.printed
    assert f"For the teacher alone: {page}/?token=" in behind.printed
    connection, answer = behind.ask(f"{PATH}/code.svg", Cookie=behind.teacher)
    with closing(connection):
        drawn = answer.read()
    expected = io.BytesIO()
    look = {"border": 2, "scale": 4, "light": "#fff", "dark": "#000", "xmldecl": False}
    segno.make(address, error="m", micro=False).save(expected, kind="svg", **look)
    assert drawn == expected.getvalue()
    warned = behind.warned.read_text()
    assert ("can be read on the way" in warned) == (behind.certificate is None)
    assert ("Nobody else can open the class" in warned) == (behind.certificate is None)


def test_what_the_teacher_does_reaches_a_stream_that_is_open(behind: Behind) -> None:
    teacher, student = behind.teacher, behind.seated("Ann")
    connection, answer = behind.ask(f"{PATH}/events", Cookie=student)
    with closing(connection):
        stream = events(answer)
        assert next(stream)["guess"] is None
        question = {"question": "What?", "choices": ["a", "b"]}
        assert behind.status(f"{PATH}/guess", question, Cookie=teacher) == 200
        assert next(state["guess"] for state in stream if state["guess"])["question"] == "What?"
    connection, answer = behind.ask(f"{PATH}/events", Cookie=teacher)
    with closing(connection):
        assert next(events(answer))["address"] == f"{behind.origin}/shot/#v1/class"


def test_pages_of_the_sites_own_origin_alone_are_let_in(behind: Behind) -> None:
    student = behind.seated("Eve")
    other = "https" if behind.certificate is None else "http"
    foreign = behind.origin.replace(behind.origin.partition(":")[0], other, 1)
    body = {"model": "none", "text": "a"}
    statuses = [
        behind.status("/shot/api/v1/tokenize", body, Cookie=student, Origin=origin)
        for origin in (behind.origin, foreign, "https://evil.example", "null")
    ]
    assert statuses == [404, 403, 403, 403]  # 404: there is no such model


def test_each_student_behind_the_proxy_has_places_of_their_own(behind: Behind) -> None:
    """All come from one address."""
    ann, bo = behind.seated("Ann"), behind.seated("Bo")
    with ExitStack() as opened:
        for _ in range(MOST_PAGES):
            connection, answer = behind.ask(f"{PATH}/events", Cookie=ann)
            opened.enter_context(closing(connection))
            assert answer.status == 200
        assert behind.status(f"{PATH}/events", Cookie=ann) == 429
        connection, answer = behind.ask(f"{PATH}/events", Cookie=bo)
        opened.enter_context(closing(connection))
        assert next(events(answer))["name"] == "Bo"


def test_who_tries_codes_behind_the_proxy_shuts_nobody_else_out(behind: Behind) -> None:
    wrong, right = {"code": "2222-2222"}, {"code": behind.code, "name": "Bo"}
    tries = [
        behind.status(f"{PATH}/join", wrong, machine="127.0.0.2") for _ in range(WRONG_AT_ONCE)
    ]
    assert set(tries) == {403}
    until(lambda: behind.status(f"{PATH}/join", wrong, machine="127.0.0.2") == 429, 20)
    assert behind.status(f"{PATH}/join", right, machine="127.0.0.3") == 200
